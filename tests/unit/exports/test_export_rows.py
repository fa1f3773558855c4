"""Lines of a report say what the day and its corrections are."""

from __future__ import annotations

from tests.unit.exports.sample import record


def test_a_night_is_told_by_the_wall_clock_of_both_dates() -> None:
    monday = record().lines[0]
    assert monday.came is not None and monday.went is not None
    assert (monday.came.isoformat(), monday.went.isoformat()) == (
        "2026-05-04T22:00:00+02:00",
        "2026-05-05T06:30:00+02:00",
    )
    assert monday.shift == "22:00–06:00"


def test_a_corrected_day_says_who_changed_what_and_why() -> None:
    assert record().lines[2].corrections == (
        "06:00 (out) added by Eva Weber, approved by Jörg Baum: forgot to clock",
    )


def test_a_missing_going_is_left_empty() -> None:
    wednesday = record(corrected=False).lines[2]
    assert wednesday.came is not None
    assert wednesday.went is None


def test_the_recorded_view_mentions_no_correction() -> None:
    assert not any(line.corrections for line in record(corrected=False).lines)
