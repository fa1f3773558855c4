"""One person's days, and why they have the figures that they have."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Self

from fastapi import APIRouter
from fastapi import Path as InPath
from pydantic import BaseModel

from adsum.app.days import View
from adsum.app.explain_day import DayExplained
from adsum.app.report import ReportRow
from adsum.domain.explanation import Operand, Rule, Step
from adsum.domain.figures import figures
from adsum.domain.punch import Direction
from adsum.domain.resolve import ResolvedPunch
from adsum.web.api.attendance import DayAnswer
from adsum.web.api.corrections import CorrectionAnswer
from adsum.web.api.figures import FiguresAnswer
from adsum.web.api.punches import PunchFact
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, ServicesHere, needs
from adsum.web.permissions import Permission
from adsum.web.shapes import EARLIEST, LATEST

router = APIRouter(prefix="/people/{person_id}/days", tags=["days"], route_class=GuardedRoute)

PathDay = Annotated[date, InPath(ge=EARLIEST, le=LATEST)]
Value = datetime | date | Decimal | int | str


class OperandAnswer(BaseModel):
    """A value that went into a step; a duration is in seconds. sign: +1 or -1 in a sum."""

    name: str
    value: Value
    sign: int

    @classmethod
    def of(cls, operand: Operand) -> Self:
        return cls(name=operand.name, value=_value(operand.value), sign=operand.sign)


class StepAnswer(BaseModel):
    """One figure: the rule, what went in, what came out."""

    figure: str
    rule: Rule
    operands: list[OperandAnswer]
    result: Value
    punch_ids: list[str]

    @classmethod
    def of(cls, step: Step) -> Self:
        return cls(
            figure=step.figure,
            rule=step.rule,
            operands=[OperandAnswer.of(operand) for operand in step.operands],
            result=_value(step.result),
            punch_ids=list(step.punch_ids),
        )


class CountedPunch(PunchFact):
    """A punch as the day counts it; direction null: not counted."""

    direction: Direction | None

    @classmethod
    def counted(cls, entry: ResolvedPunch) -> Self:
        return cls(**PunchFact.of(entry.punch).model_dump(), direction=entry.direction)


class ExplainedDay(BaseModel):
    """A day with its working. frozen: its figures as closed; null while the day is open."""

    day: DayAnswer
    figures: FiguresAnswer
    frozen: FiguresAnswer | None
    punches: list[CountedPunch]
    sentences: list[str]
    steps: list[StepAnswer]
    corrections: list[CorrectionAnswer]

    @classmethod
    def of(cls, found: DayExplained, name: str) -> Self:
        return cls(
            day=DayAnswer.of(ReportRow(name, found.day)),
            figures=FiguresAnswer.of(figures(found.day)),
            frozen=FiguresAnswer.of(found.frozen) if found.frozen else None,
            punches=[CountedPunch.counted(entry) for entry in found.day.punches],
            sentences=list(found.sentences),
            steps=[StepAnswer.of(step) for step in found.explanation.steps],
            corrections=[CorrectionAnswer.of(one) for one in found.corrections],
        )


@router.get("/{on}", openapi_extra=needs(Permission.ATTENDANCE_READ))
def explain(
    services: ServicesHere,
    admin: AdministrationHere,
    actor: ActorHere,
    person_id: str,
    on: PathDay,
    view: View = View.AS_CORRECTED,
) -> ExplainedDay:
    """Show a day with the punches, the shift, the rules and the arithmetic behind its figures."""
    found = admin.explain_day.execute(actor, person_id, on, view)
    with services.store.read() as records:
        names = records.people.names({person_id})
    return ExplainedDay.of(found, names.get(person_id, ""))


def _value(value: object) -> Value:
    if isinstance(value, timedelta):
        return round(value.total_seconds())
    if isinstance(value, (datetime, date, Decimal, int, str)):
        return value
    raise AssertionError("an explanation holds only plain values")
