"""The figures of a work day as compact JSON; a month of a person is one short text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from adsum.domain.figures import DayFigures
from adsum.domain.overtime import Premium, PremiumKind
from adsum.domain.workday import Flag, Status

_MICROSECOND = timedelta(microseconds=1)


def dump_days(days: Iterable[DayFigures]) -> str:
    """Return the days of one person; whose they are is kept beside, not in the text."""
    return json.dumps([_row(day) for day in days], separators=(",", ":"), ensure_ascii=False)


def load_days(person_id: str, text: str) -> tuple[DayFigures, ...]:
    """Return the days that `dump_days` wrote."""
    return tuple(_day(person_id, row) for row in json.loads(text))


def _row(day: DayFigures) -> list[Any]:
    times = (
        day.worked,
        day.breaks,
        day.late,
        day.early,
        day.target,
        day.credited,
        day.unpaid,
        day.absent,
    )
    premiums = [
        [p.kind.value, str(p.multiplier), p.time // _MICROSECOND, p.after // _MICROSECOND]
        for p in day.premiums
    ]
    return [
        day.date.isoformat(),
        day.status.value,
        day.place,
        [time // _MICROSECOND for time in times],
        premiums,
        sorted(flag.value for flag in day.flags),
    ]


def _day(person_id: str, row: list[Any]) -> DayFigures:
    on, status, place, times, premiums, flags = row
    worked, breaks, late, early, target, credited, unpaid, absent = (
        timedelta(microseconds=time) for time in times
    )
    return DayFigures(
        person_id,
        date.fromisoformat(on),
        Status(status),
        place,
        worked,
        breaks,
        late,
        early,
        target,
        credited,
        unpaid,
        absent,
        tuple(
            Premium(
                PremiumKind(kind),
                Decimal(multiplier),
                timedelta(microseconds=time),
                timedelta(microseconds=after),
            )
            for kind, multiplier, time, after in premiums
        ),
        frozenset(Flag(flag) for flag in flags),
    )
