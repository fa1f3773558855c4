"""Spans of calendar dates: weeks, months, years, pay periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from adsum.errors import InvalidInput

_DAY = timedelta(days=1)


class InvalidSpan(InvalidInput):
    """A span that ends before it begins."""

    code = "span.invalid"
    remedy = "Give the first and the last date, the first one earlier or equal."


@dataclass(frozen=True, slots=True, order=True)
class DateSpan:
    """The dates from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InvalidSpan(f"{self.first} to {self.last} ends before it begins")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        day = self.first
        while day <= self.last:
            yield day
            day += _DAY

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def overlaps(self, other: DateSpan) -> bool:
        return self.first <= other.last and other.first <= self.last

    def overlap(self, other: DateSpan) -> DateSpan | None:
        """Return the dates in both spans."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return DateSpan(first, last) if first <= last else None


def month(year: int, number: int) -> DateSpan:
    """Return the dates of a month, `number` 1 to 12."""
    after = date(year + number // 12, number % 12 + 1, 1)
    return DateSpan(date(year, number, 1), after - _DAY)


def year(number: int) -> DateSpan:
    """Return the dates of a calendar year."""
    return DateSpan(date(number, 1, 1), date(number, 12, 31))


def week_start(day: date, first_weekday: int) -> date:
    """Return the first day of the week of `day`; 0 is Monday."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)
