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

# A stored punch was checked when it was made. Filling its slots directly skips checking it again
# and takes half of the time of its constructor.
_set = {name: Punch.__dict__[name].__set__ for name in COLUMNS}
_new = Punch.__new__
_set_id, _set_person, _set_at = _set["id"], _set["person_id"], _set["at"]
_set_zone, _set_place, _set_source = _set["zone"], _set["place"], _set["source"]
_set_recorded, _set_client = _set["recorded_at"], _set["client_id"]
_set_declared, _set_score = _set["declared"], _set["score"]
_set_offset = _set["clock_offset_seconds"]


def read_into(
    found: defaultdict[str, list[Punch]],
    rows: Sequence[Sequence[Any]],
    instant: Callable[[Any], Any],
) -> None:
    """Add punches to `found`, by person. `rows`: `COLUMNS` as the driver gives them; `instant`
    makes an aware time of what the driver gives for one."""
    for id, person, at, zone, place, source, recorded, client, declared, score, offset in rows:
        punch = _new(Punch)
        when = instant(at)
        _set_id(punch, id)
        _set_person(punch, person)
        _set_at(punch, when)
        _set_zone(punch, zone)
        _set_place(punch, place)
        _set_source(punch, SOURCES[source])
        _set_recorded(punch, when if at == recorded else instant(recorded))
        _set_client(punch, client)
        _set_declared(punch, DIRECTIONS[declared])
        _set_score(punch, score)
        _set_offset(punch, offset)
        found[person].append(punch)


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
