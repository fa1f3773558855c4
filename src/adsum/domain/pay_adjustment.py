"""What the adjustments of closed periods are worth."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from adsum.domain.closing import Adjustment
from adsum.domain.figures import DayFigures
from adsum.domain.money import Money, total
from adsum.domain.pay import LineKind, PayLine, PayTerms, line, pay_slip
from adsum.domain.span import DateSpan


def adjustment_lines(
    terms: Iterable[PayTerms], adjustments: Iterable[Adjustment]
) -> tuple[PayLine, ...]:
    """Return a line for each adjustment of one person: the day's pay now less its pay before.

    The terms of pay are those of the adjusted day, not of the day of posting.
    """
    own = tuple(terms)
    lines = []
    for change in adjustments:
        difference = _worth(own, change.after) - _worth(own, change.before)
        name = change.date.isoformat()
        lines.append(line(LineKind.ADJUSTMENT, name, Decimal(1), difference))
    return tuple(entry for entry in lines if entry.amount.amount)


def _worth(terms: tuple[PayTerms, ...], day: DayFigures | None) -> Money:
    """The pay of one day; the salary itself does not depend on the day's figures."""
    currency = terms[0].rate.currency
    if day is None:
        return total((), currency)
    slip = pay_slip(terms, (day,), DateSpan(day.date, day.date))
    parts = (entry.amount for entry in slip.lines if entry.kind is not LineKind.SALARY)
    return total(parts, currency)
