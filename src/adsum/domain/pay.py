"""Pay: what the figures of a person's days are worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from adsum.domain.figures import DayFigures
from adsum.domain.money import Money, hours, total
from adsum.domain.overtime import PremiumKind
from adsum.domain.span import DateSpan, month
from adsum.errors import InvalidInput

Key = TypeVar("Key")
_ONE = Decimal(1)
_ZERO = timedelta(0)


class InvalidPay(InvalidInput):
    """Terms of pay that contradict each other."""

    code = "pay.invalid"
    remedy = "Use one currency for all pay of a person, and validity dates that do not overlap."


class PayKind(StrEnum):
    HOURLY = "hourly"
    MONTHLY = "monthly"


class LineKind(StrEnum):
    """What a line of a pay slip pays for."""

    SALARY = "salary"
    REGULAR = "regular"
    PREMIUM = "premium"
    CREDIT = "credit"
    ALLOWANCE = "allowance"
    ABSENCE = "absence"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True)
class Allowance:
    """A fixed amount for each day with at least `at_least` (and more than nothing) worked."""

    name: str
    amount: Money
    at_least: timedelta = _ZERO

    def due(self, day: DayFigures) -> bool:
        return day.worked > _ZERO and day.worked >= self.at_least


@dataclass(frozen=True, slots=True)
class PayTerms:
    """What a person earns from `first` to `last`, both included; None: until further notice.

    rate: per hour, or per month. monthly_hours: what a month's salary pays for; it gives the hourly
    rate of overtime and absence. deduct_absence: a salary shrinks by unexcused and unpaid absence.
    """

    person_id: str
    kind: PayKind
    rate: Money
    first: date = date.min
    last: date | None = None
    monthly_hours: Decimal = Decimal("173.33")
    deduct_absence: bool = True
    allowances: tuple[Allowance, ...] = ()

    def __post_init__(self) -> None:
        if self.rate.amount < 0 or self.monthly_hours <= 0:
            raise InvalidPay("a rate is not negative and a month has hours")
        if any(a.amount.currency != self.rate.currency for a in self.allowances):
            raise InvalidPay("an allowance is paid in the currency of the rate")

    @property
    def hourly(self) -> Money:
        """What an hour is worth, not rounded."""
        return self.rate if self.kind is PayKind.HOURLY else self.rate / self.monthly_hours

    def on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class PayLine:
    """quantity (hours, months or days) x rate x multiplier = amount, rounded to minor units."""

    kind: LineKind
    name: str
    quantity: Decimal
    rate: Money
    multiplier: Decimal
    amount: Money


@dataclass(frozen=True, slots=True)
class PaySlip:
    """What one person earned in `span`. The total is the sum of the rounded lines."""

    person_id: str
    span: DateSpan
    lines: tuple[PayLine, ...]
    total: Money


def pay_slip(terms: Iterable[PayTerms], days: Iterable[DayFigures], span: DateSpan) -> PaySlip:
    """Return what the days of one person within `span` are worth under the terms of each day.

    Raises:
        InvalidPay: there are no terms, they are of several people or currencies, or they overlap.
    """
    own = sorted(terms, key=lambda t: t.first)
    _check(own)
    within = [day for day in days if day.date in span]
    lines: list[PayLine] = []
    for part in own:
        lines += _lines(part, [day for day in within if part.on(day.date)], span)
    amount = total((line.amount for line in lines), own[0].rate.currency)
    return PaySlip(own[0].person_id, span, tuple(lines), amount)


def _check(terms: list[PayTerms]) -> None:
    if not terms:
        raise InvalidPay("there are no terms of pay")
    if len({(t.person_id, t.rate.currency) for t in terms}) > 1:
        raise InvalidPay("a pay slip is for one person in one currency")
    for before, after in pairwise(terms):
        if before.last is None or before.last >= after.first:
            raise InvalidPay("two terms of pay are in force on the same day")


def _lines(terms: PayTerms, days: list[DayFigures], span: DateSpan) -> list[PayLine]:
    worked = sum((day.regular for day in days), _ZERO)
    credited = sum((day.credited for day in days), _ZERO)
    lines = []
    if terms.kind is PayKind.HOURLY:
        lines.append(line(LineKind.REGULAR, "regular", hours(worked), terms.hourly))
        lines.append(line(LineKind.CREDIT, "leave and holidays", hours(credited), terms.hourly))
    else:
        lines.append(line(LineKind.SALARY, "salary", _months(terms, span), terms.rate))
        if terms.deduct_absence:
            missing = sum((day.absent + day.unpaid for day in days), _ZERO)
            lines.append(line(LineKind.ABSENCE, "absence", -hours(missing), terms.hourly))
    lines += _premium_lines(terms, days)
    for allowance in terms.allowances:
        count = Decimal(sum(allowance.due(day) for day in days))
        lines.append(line(LineKind.ALLOWANCE, allowance.name, count, allowance.amount))
    return [entry for entry in lines if entry.quantity]


def _premium_lines(terms: PayTerms, days: list[DayFigures]) -> list[PayLine]:
    times: defaultdict[tuple[PremiumKind, Decimal], timedelta] = defaultdict(timedelta)
    for day in days:
        for premium in day.premiums:
            times[premium.kind, premium.multiplier] += premium.time
    return [
        line(LineKind.PREMIUM, kind.value, hours(time), terms.hourly, _extra(kind, multiplier))
        for (kind, multiplier), time in sorted(times.items())
    ]


def _extra(kind: PremiumKind, multiplier: Decimal) -> Decimal:
    """How many times the hourly rate a premium's line pays: night work is paid once already, as
    regular time or as overtime."""
    return multiplier - 1 if kind is PremiumKind.NIGHT else multiplier


def line(
    kind: LineKind, name: str, quantity: Decimal, rate: Money, multiplier: Decimal = _ONE
) -> PayLine:
    """Return a line with its amount; rounding happens here and only here."""
    amount = (rate * quantity * multiplier).rounded()
    return PayLine(kind, name, quantity, rate, multiplier, amount)


def _months(terms: PayTerms, span: DateSpan) -> Decimal:
    """How many months of `span` the terms cover; parts of a month by its calendar days."""
    months = Decimal(0)
    last = span.last if terms.last is None else min(span.last, terms.last)
    day = max(span.first, terms.first)
    while day <= last:
        whole = month(day.year, day.month)
        end = min(whole.last, last)
        months += Decimal((end - day).days + 1) / len(whole)
        day = end + timedelta(days=1)
    return months


def costs(slips: Iterable[PaySlip], by: Callable[[PaySlip], Key]) -> dict[tuple[Key, str], Money]:
    """Return the total pay by any key (person, team, month, year), each currency by itself."""
    found: dict[tuple[Key, str], Money] = {}
    for slip in slips:
        key = (by(slip), slip.total.currency)
        found[key] = found[key] + slip.total if key in found else slip.total
    return found
