"""Reports as tables of typed cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from adsum.app.ports.exports import (
    Cell,
    Clock,
    Column,
    DayLine,
    Kind,
    PayReport,
    PersonHead,
    Record,
    SummaryReport,
    SummaryRow,
    Table,
)
from adsum.domain.span import DateSpan
from adsum.domain.workday import Flag, Status
from adsum.exports.words import FLAGS, LINES, STATUSES, WEEKDAYS, span_text

_PERSON = (
    Column("Staff no.", Kind.TEXT, width=10),
    Column("Name", Kind.TEXT, width=26),
    Column("Team", Kind.TEXT, width=16),
)
_DAY = (
    Column("Date", Kind.DATE, width=11),
    Column("Day", Kind.TEXT, width=6),
    Column("Status", Kind.TEXT, width=9),
    Column("Shift", Kind.TEXT, width=13),
    Column("In", Kind.CLOCK, width=9),
    Column("Out", Kind.CLOCK, width=11),
    Column("Breaks", Kind.DURATION, total=True, width=8),
    Column("Worked", Kind.DURATION, total=True, width=9),
    Column("Overtime", Kind.DURATION, total=True, width=9),
    Column("Late", Kind.DURATION, total=True, width=8),
    Column("Early", Kind.DURATION, total=True, width=8),
    Column("Target", Kind.DURATION, total=True, width=9),
    Column("Credited", Kind.DURATION, total=True, width=9),
    Column("Unpaid", Kind.DURATION, total=True, width=8),
    Column("Absent", Kind.DURATION, total=True, width=8),
    Column("Place", Kind.TEXT, width=9),
    Column("Holiday or leave", Kind.TEXT, width=17),
    Column("To check", Kind.TEXT, width=19),
    Column("Corrections", Kind.TEXT, width=28, wrap=True),
)


def days_table(records: Iterable[Record], name: str = "Days") -> Table:
    """Return a row for each day of each record; `records` is read as the rows are."""
    rows = ((*_head(r.person), *_day(line)) for r in records for line in r.lines)
    return Table(name, _PERSON + _DAY, rows)


def person_tables(records: Iterable[Record]) -> Iterator[Table]:
    """Yield a table for each record, named after the person."""
    for record in records:
        dates = [line.figures.date for line in record.lines]
        caption = span_text(DateSpan(dates[0], dates[-1])) if dates else ""
        yield Table(record.person.name, _DAY, (_day(line) for line in record.lines), caption)


def _head(person: PersonHead) -> tuple[Cell, ...]:
    return person.staff_number, person.name, person.team


def _day(line: DayLine) -> tuple[Cell, ...]:
    day = line.figures
    return (
        day.date,
        WEEKDAYS[day.date.weekday()],
        STATUSES[day.status],
        line.shift,
        _clock(line.came, day.date),
        _clock(line.went, day.date),
        day.breaks,
        day.worked,
        day.overtime,
        day.late,
        day.early,
        day.target,
        day.credited,
        day.unpaid,
        day.absent,
        day.place or "",
        line.occasion,
        ", ".join(FLAGS[flag] for flag in Flag if flag in day.flags),
        "; ".join(line.corrections),
    )


def _clock(at: datetime | None, on: date) -> Clock | None:
    return Clock(at, on) if at is not None else None


_SUMS = (
    Column("Days present", Kind.COUNT, total=True, width=8),
    Column("Days absent", Kind.COUNT, total=True, width=8),
    Column("Days of leave", Kind.COUNT, total=True, width=8),
    Column("Holidays", Kind.COUNT, total=True, width=8),
    Column("Open days", Kind.COUNT, total=True, width=8),
    Column("Worked", Kind.DURATION, total=True, width=10),
    Column("Target", Kind.DURATION, total=True, width=10),
    Column("Balance (hours)", Kind.HOURS, total=True, width=10),
    Column("Overtime", Kind.DURATION, total=True, width=10),
    Column("Breaks", Kind.DURATION, total=True, width=10),
    Column("Days late", Kind.COUNT, total=True, width=8),
    Column("Late", Kind.DURATION, total=True, width=9),
    Column("Days early", Kind.COUNT, total=True, width=8),
    Column("Early", Kind.DURATION, total=True, width=9),
    Column("Credited", Kind.DURATION, total=True, width=10),
    Column("Unpaid", Kind.DURATION, total=True, width=9),
    Column("Absent", Kind.DURATION, total=True, width=9),
    Column("To check", Kind.COUNT, total=True, width=8),
)


def summary_table(report: SummaryReport) -> Table:
    """Return a row for each sum; a column for the cost if any row has one."""
    group = tuple(
        Column(header, Kind.TEXT, width=_fitting(header, [row.group[place] for row in report.rows]))
        for place, header in enumerate(report.headers)
    )
    costs: tuple[Column, ...] = ()
    if any(row.cost is not None for row in report.rows):
        costs = (Column("Cost", Kind.MONEY, total=True, width=16), _CURRENCY)
    rows = ((*row.group, *_sums(row), *_cost(row, bool(costs))) for row in report.rows)
    return Table(report.title, group + _SUMS + costs, rows, span_text(report.span))


def _fitting(header: str, texts: list[str]) -> int:
    """A width in which all texts are seen, within reason."""
    return min(max(len(header), *map(len, texts), 4) + 3, 34)


_CURRENCY = Column("Currency", Kind.TEXT, width=9)


def _sums(row: SummaryRow) -> tuple[Cell, ...]:
    found = row.summary
    return (
        found.count(Status.PRESENT) + found.count(Status.OPEN),
        found.count(Status.ABSENT),
        found.count(Status.LEAVE),
        found.count(Status.HOLIDAY),
        found.count(Status.OPEN),
        found.worked,
        found.target,
        found.balance,
        sum(found.overtime.values(), timedelta(0)),
        found.breaks,
        found.late_days,
        found.late,
        found.early_days,
        found.early,
        found.credited,
        found.unpaid,
        found.absent,
        found.flagged,
    )


def _cost(row: SummaryRow, wanted: bool) -> tuple[Cell, ...]:
    if not wanted:
        return ()
    return row.cost, row.cost.currency if row.cost is not None else ""


_PAY = (
    Column("From", Kind.DATE, width=11),
    Column("To", Kind.DATE, width=11),
    Column("What", Kind.TEXT, width=16),
    Column("Detail", Kind.TEXT, width=20),
    Column("Quantity", Kind.NUMBER, width=10),
    Column("Rate", Kind.MONEY, width=14),
    Column("Multiplier", Kind.NUMBER, width=10),
    Column("Amount", Kind.MONEY, total=True, width=16),
    _CURRENCY,
)


def pay_table(report: PayReport) -> Table:
    """Return a row for each line of each pay slip."""
    rows = (
        (
            *_head(person),
            slip.span.first,
            slip.span.last,
            LINES[line.kind],
            line.name,
            line.quantity,
            line.rate,
            line.multiplier,
            line.amount,
            line.amount.currency,
        )
        for person, slip in report.slips
        for line in slip.lines
    )
    return Table(report.title, _PERSON + _PAY, rows)
