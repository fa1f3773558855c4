"""Names that can be stored, printed and exported; instants that are always aware."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from adsum.domain.instants import NaiveTime, UnknownZone, instant, local_date, wall_instant, zone
from adsum.domain.person import InvalidName, clean_name


@pytest.mark.parametrize(
    "raw", ["", "  ", "a/b", "..", "=1+1", "+1", "@x", "a\u202eb", "tab\x07", "x" * 121, "<b>"]
)
def test_dangerous_names_are_refused(raw: str) -> None:
    with pytest.raises(InvalidName):
        clean_name(raw)


def test_names_are_composed_and_spaced_once() -> None:
    assert clean_name("  Zoe\u0308   O'Neil-Ça ") == "Zoë O'Neil-Ça"


def test_naive_times_and_unknown_zones_are_refused() -> None:
    with pytest.raises(NaiveTime):
        instant(datetime.fromisoformat("2026-03-02T08:00"))
    for name in ("Mars/Base", "../etc/passwd", "", "Europe"):
        with pytest.raises(UnknownZone):
            zone(name)


def test_the_local_date_is_that_of_the_wall_clock() -> None:
    at = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert local_date(at, "Europe/Berlin") == date(2026, 3, 3)
    assert local_date(at, "America/New_York") == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("day", "shown", "expected"),
    [
        # Skipped: 02:30 would have been at 01:30 UTC. Shown twice: the first one, in summer time.
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 7, 1), time(12), datetime(2026, 7, 1, 10, tzinfo=UTC)),
    ],
)
def test_wall_clock_times_on_the_nights_of_the_change(
    day: date, shown: time, expected: datetime
) -> None:
    assert wall_instant(day, shown, "Europe/Berlin") == expected
