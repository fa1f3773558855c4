"""Figures and sums as the answers have them: durations in seconds, money as decimal text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Self

from pydantic import BaseModel

from adsum.app.pay_report import NamedSlip
from adsum.app.report_query import ReportLine
from adsum.domain.figures import DayFigures
from adsum.domain.money import Money
from adsum.domain.pay import LineKind
from adsum.domain.summary import Summary
from adsum.domain.workday import Flag, Status
from adsum.web.shapes import seconds


class MoneyAnswer(BaseModel):
    """amount: decimal text, exact. currency: ISO 4217."""

    amount: Decimal
    currency: str

    @classmethod
    def of(cls, money: Money) -> Self:
        return cls(amount=money.amount, currency=money.currency)


class FiguresAnswer(BaseModel):
    """One day in numbers; durations are seconds."""

    status: Status
    worked: int
    breaks: int
    late: int
    early: int
    target: int
    credited: int
    unpaid: int
    absent: int
    overtime: int
    night: int
    flags: list[Flag]

    @classmethod
    def of(cls, day: DayFigures) -> Self:
        return cls(
            status=day.status,
            worked=seconds(day.worked),
            breaks=seconds(day.breaks),
            late=seconds(day.late),
            early=seconds(day.early),
            target=seconds(day.target),
            credited=seconds(day.credited),
            unpaid=seconds(day.unpaid),
            absent=seconds(day.absent),
            overtime=seconds(day.overtime),
            night=seconds(day.night),
            flags=sorted(day.flags),
        )


class SummaryAnswer(BaseModel):
    """The sum of some days. statuses: person-days by status. overtime, night: seconds by
    multiplier."""

    days: int
    statuses: dict[Status, int]
    worked: int
    breaks: int
    late: int
    late_days: int
    early: int
    early_days: int
    target: int
    balance: int
    credited: int
    unpaid: int
    absent: int
    overtime: dict[str, int]
    night: dict[str, int]
    flagged: int

    @classmethod
    def of(cls, total: Summary) -> Self:
        return cls(
            days=total.days,
            statuses=dict(total.statuses),
            worked=seconds(total.worked),
            breaks=seconds(total.breaks),
            late=seconds(total.late),
            late_days=total.late_days,
            early=seconds(total.early),
            early_days=total.early_days,
            target=seconds(total.target),
            balance=seconds(total.balance),
            credited=seconds(total.credited),
            unpaid=seconds(total.unpaid),
            absent=seconds(total.absent),
            overtime={f"{rate:f}": seconds(time) for rate, time in total.overtime.items()},
            night={f"{rate:f}": seconds(time) for rate, time in total.night.items()},
            flagged=total.flagged,
        )


class LineAnswer(BaseModel):
    """One line: a person, team, site or the company, over some days."""

    key: str
    name: str
    first: date
    last: date
    figures: SummaryAnswer
    cost: list[MoneyAnswer]

    @classmethod
    def of(cls, line: ReportLine) -> Self:
        return cls(
            key=line.key,
            name=line.name,
            first=line.span.first,
            last=line.span.last,
            figures=SummaryAnswer.of(line.summary),
            cost=money(line.cost.values()),
        )


class PayLineAnswer(BaseModel):
    """quantity (hours, months or days) x rate x multiplier = amount."""

    kind: LineKind
    name: str
    quantity: Decimal
    rate: MoneyAnswer
    multiplier: Decimal
    amount: MoneyAnswer


class SlipAnswer(BaseModel):
    """What one person earned from first to last."""

    person_id: str
    name: str
    first: date
    last: date
    lines: list[PayLineAnswer]
    total: MoneyAnswer

    @classmethod
    def of(cls, named: NamedSlip) -> Self:
        slip = named.slip
        lines = [
            PayLineAnswer(
                kind=line.kind,
                name=line.name,
                quantity=line.quantity,
                rate=MoneyAnswer.of(line.rate),
                multiplier=line.multiplier,
                amount=MoneyAnswer.of(line.amount),
            )
            for line in slip.lines
        ]
        return cls(
            person_id=slip.person_id,
            name=named.name,
            first=slip.span.first,
            last=slip.span.last,
            lines=lines,
            total=MoneyAnswer.of(slip.total),
        )


def money(amounts: Iterable[Money]) -> list[MoneyAnswer]:
    """Return amounts by currency."""
    return sorted((MoneyAnswer.of(one) for one in amounts), key=lambda one: one.currency)
