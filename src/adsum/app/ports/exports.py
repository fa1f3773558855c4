"""What is handed to somebody outside: tables, signed sheets, overviews.

The rows are values of the domain with the names and local times that a reader needs beside them.
Nothing here or below works out a figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import BinaryIO, Protocol

from adsum.domain.closing import Adjustment
from adsum.domain.figures import DayFigures
from adsum.domain.money import Money
from adsum.domain.pay import PaySlip
from adsum.domain.span import DateSpan
from adsum.domain.summary import Summary


class Format(StrEnum):
    """How a table is written."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class PersonHead:
    """Whose record it is. staff_number, team: empty where there is none."""

    id: str
    name: str
    staff_number: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of a record.

    came, went: on the wall clock of the place (aware), None where not clocked. shift: its planned
    times. occasion: holiday and leave by name. corrections: what was changed, in sentences.
    """

    figures: DayFigures
    came: datetime | None = None
    went: datetime | None = None
    shift: str = ""
    occasion: str = ""
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One person's days."""

    person: PersonHead
    lines: tuple[DayLine, ...]


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """A record to be signed.

    printed_at: aware, in the zone of the reader. closed: who closed the period and when, None while
    it is open. adjustments: of earlier periods, posted in this one.
    """

    company: str
    record: Record
    span: DateSpan
    totals: Summary
    printed_at: datetime
    slip: PaySlip | None = None
    closed: tuple[str, datetime] | None = None
    adjustments: tuple[Adjustment, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One sum: `group` says of whom or what, in as many words as its table has group headers."""

    group: tuple[str, ...]
    summary: Summary
    cost: Money | None = None


@dataclass(frozen=True, slots=True)
class SummaryReport:
    """Sums of a span: by person, team, site, month or year, as `headers` say."""

    company: str
    title: str
    span: DateSpan
    headers: tuple[str, ...]
    rows: tuple[SummaryRow, ...]
    total: Summary
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class PayReport:
    """Pay slips, a row for each line."""

    title: str
    slips: tuple[tuple[PersonHead, PaySlip], ...]


class Kind(StrEnum):
    """What a column holds.

    TEXT: str. DATE: date. CLOCK: `Clock`. DURATION: timedelta, shown as hours and minutes. HOURS:
    timedelta, shown as decimal hours, because spreadsheets cannot show a negative time. COUNT: int.
    NUMBER: Decimal. MONEY: Money.
    """

    TEXT = "text"
    DATE = "date"
    CLOCK = "clock"
    DURATION = "duration"
    HOURS = "hours"
    COUNT = "count"
    NUMBER = "number"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Clock:
    """The wall clock at `at` (aware) in a row about `on`, which may be the day before."""

    at: datetime
    on: date

    @property
    def days_later(self) -> int:
        """How many calendar days after `on` the wall clock showed it."""
        return (self.at.date() - self.on).days


Cell = str | date | Clock | timedelta | int | Decimal | Money | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. total: it is summed in the last row. width: in characters.

    wrap: long text takes several lines.
    """

    header: str
    kind: Kind
    total: bool = False
    width: int = 10
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of typed cells; `rows` may be a generator and is read once. caption: for the printer."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
    caption: str = ""


class TableWriter(Protocol):
    """Writes tables as a file."""

    def write(self, tables: Iterable[Table], to: BinaryIO) -> None:
        """Write `tables` to `to`, row by row."""
        ...


class Exporter(Protocol):
    """Writes reports as files that people outside can open."""

    def days(self, records: Iterable[Record], format: Format, to: BinaryIO) -> None:
        """Write a row for each day of each record, read one record at a time."""
        ...

    def summaries(self, report: SummaryReport, format: Format, to: BinaryIO) -> None:
        """Write a row for each sum."""
        ...

    def pay(self, report: PayReport, format: Format, to: BinaryIO) -> None:
        """Write a row for each line of each pay slip."""
        ...

    def sheets(self, sheets: Iterable[MonthSheet], to: BinaryIO) -> None:
        """Write a PDF with a sheet for each record, to be signed. Raises `FontMissing`."""
        ...

    def overview(self, report: SummaryReport, to: BinaryIO) -> None:
        """Write a PDF with a row for each sum. Raises `FontMissing`."""
        ...
