"""Public holidays and company days, as plain data: date to name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Portion(StrEnum):
    """How much of a day is free."""

    WHOLE = "whole"
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day, or half of one, on which nobody has to work."""

    name: str
    portion: Portion = Portion.WHOLE


@dataclass(frozen=True, slots=True)
class CompanyDay:
    """What the company says about a date; it wins over the public holiday.

    free: the part that is free; None: an ordinary working day, even on a public holiday.
    """

    date: dt.date
    name: str
    free: Portion | None = Portion.WHOLE


@dataclass(frozen=True, slots=True)
class Calendar:
    """The free days of one site or country. Holidays come from outside as date -> name."""

    id: str = "none"
    days: Mapping[date, FreeDay] = field(default_factory=dict)

    def on(self, day: date) -> FreeDay | None:
        """Return what makes `day` free, if anything does."""
        return self.days.get(day)


NO_HOLIDAYS = Calendar()


def calendar(
    id: str, holidays: Mapping[date, str], company_days: Iterable[CompanyDay] = ()
) -> Calendar:
    """Return the calendar of `holidays` as changed by the company's own days."""
    days = {day: FreeDay(name) for day, name in holidays.items()}
    for own in company_days:
        if own.free is None:
            days.pop(own.date, None)
        else:
            days[own.date] = FreeDay(own.name, own.free)
    return Calendar(id, days)
