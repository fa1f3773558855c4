"""Punches for tests, and Hypothesis strategies that make them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from adsum.domain.punch import Direction, Punch, Source

START = datetime(2026, 3, 20, tzinfo=UTC)
_MINUTES = 20 * 24 * 60


def punch(
    at: datetime,
    *,
    zone: str = "Europe/Berlin",
    declared: Direction | None = None,
    client: str | None = None,
    person: str = "ana",
    place: str = "door",
) -> Punch:
    name = client or at.isoformat()
    return Punch(
        name, person, at, zone, place, Source.FACE, datetime(2026, 1, 1, tzinfo=UTC), name, declared
    )


@st.composite
def deliveries(draw: st.DrawFn, zone: str = "Europe/Berlin") -> list[Punch]:
    """Distinct punches over 20 days around the change of clocks, many of them close together."""
    # Bursts of seconds, ordinary days and whole forgotten days all have to occur.
    steps = draw(
        st.lists(
            st.one_of(
                st.integers(0, 130),
                st.integers(600, 6 * 3600),
                st.integers(6 * 3600, 40 * 3600),
            ),
            min_size=1,
            max_size=40,
        )
    )
    declared = st.sampled_from([None, None, None, None, Direction.IN, Direction.OUT])
    at, found = START, []
    for number, step in enumerate(steps):
        at += timedelta(seconds=step)
        if at > START + timedelta(minutes=_MINUTES):
            break
        found.append(punch(at, zone=zone, declared=draw(declared), client=f"c{number:03}"))
    return found
