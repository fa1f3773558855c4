"""The figures of a period that a payroll program can ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

from adsum.app.payroll import Field, PayrollRow, WageType
from adsum.app.ports.exports import Cell
from adsum.domain.workday import Status

_ZERO = timedelta(0)


def figure(field: Field, row: PayrollRow, multiplier: Decimal | None = None) -> Cell:
    """Return the value of `field` for one person's period."""
    if field is Field.OVERTIME:
        return _overtime(row, multiplier)
    if field is Field.NIGHT:
        return _of(row.totals.night, multiplier)
    return _FIGURES[field](row)


def measured(wage_type: WageType, row: PayrollRow) -> timedelta | Decimal:
    """Return the quantity of a wage type: a duration, or a number of days."""
    if wage_type.premium is not None:
        return sum(
            (
                premium.time
                for day in row.days
                for premium in day.premiums
                if premium.kind is wage_type.premium
                and wage_type.multiplier in (None, premium.multiplier)
            ),
            _ZERO,
        )
    value = figure(wage_type.measure, row, wage_type.multiplier)
    return value if isinstance(value, timedelta) else Decimal(str(value))


def _overtime(row: PayrollRow, multiplier: Decimal | None) -> timedelta:
    return _of(row.totals.overtime, multiplier)


def _of(times: Mapping[Decimal, timedelta], multiplier: Decimal | None) -> timedelta:
    if multiplier is not None:
        return times.get(multiplier, _ZERO)
    return sum(times.values(), _ZERO)


def _regular(row: PayrollRow) -> Cell:
    return row.totals.worked - _overtime(row, None)


def _present(row: PayrollRow) -> Cell:
    return row.totals.count(Status.PRESENT) + row.totals.count(Status.OPEN)


def _gross(row: PayrollRow) -> Cell:
    return row.slip.total.amount if row.slip is not None else None


_FIGURES: dict[Field, Callable[[PayrollRow], Cell]] = {
    Field.PERSON_ID: lambda row: row.person.id,
    Field.NAME: lambda row: row.person.name,
    Field.TEAM: lambda row: row.person.team,
    Field.FIRST: lambda row: row.span.first,
    Field.LAST: lambda row: row.span.last,
    Field.WORKED: lambda row: row.totals.worked,
    Field.REGULAR: _regular,
    Field.BREAKS: lambda row: row.totals.breaks,
    Field.TARGET: lambda row: row.totals.target,
    Field.BALANCE: lambda row: row.totals.balance,
    Field.CREDITED: lambda row: row.totals.credited,
    Field.UNPAID: lambda row: row.totals.unpaid,
    Field.ABSENT: lambda row: row.totals.absent,
    Field.LATE: lambda row: row.totals.late,
    Field.EARLY: lambda row: row.totals.early,
    Field.DAYS_PRESENT: _present,
    Field.DAYS_ABSENT: lambda row: row.totals.count(Status.ABSENT),
    Field.DAYS_LEAVE: lambda row: row.totals.count(Status.LEAVE),
    Field.DAYS_HOLIDAY: lambda row: row.totals.count(Status.HOLIDAY),
    Field.GROSS: _gross,
    Field.CURRENCY: lambda row: row.slip.total.currency if row.slip is not None else "",
}
