"""From rows to punches, fast: a month of a thousand people is 124,000 of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from adsum.domain.punch import Direction, Punch, Source

COLUMNS = (
    "id",
    "person_id",
    "at",
    "zone",
    "place",
    "source",
    "recorded_at",
    "client_id",
    "declared",
    "score",
    "clock_offset_seconds",
)
SOURCES = {source.value: source for source in Source}
DIRECTIONS: dict[str | None, Direction | None] = {
    None: None,
    Direction.IN.value: Direction.IN,
    Direction.OUT.value: Direction.OUT,
}


def read_into(
    found: defaultdict[str, list[Punch]],
    rows: Sequence[Sequence[Any]],
    instant: Callable[[Any], Any],
) -> None:
    """Add punches to `found`, by person. `rows`: `COLUMNS` as the driver gives them; `instant`
    makes an aware time of what the driver gives for one."""
    for id, person, at, zone, place, source, recorded, client, declared, score, offset in rows:
        when = instant(at)
        made = when if at == recorded else instant(recorded)
        way = SOURCES[source], made, client, DIRECTIONS[declared], score, offset
        found[person].append(Punch(id, person, when, zone, place, *way))


def read(row: Sequence[Any]) -> Punch:
    """Return one punch from a row of `COLUMNS` as SQLAlchemy gives it."""
    id, person, at, zone, place, source, recorded, client, declared, score, offset = row
    return Punch(
        id,
        person,
        at,
        zone,
        place,
        SOURCES[source],
        recorded,
        client,
        DIRECTIONS[declared],
        score,
        offset,
    )
