"""The effect of changed rules on days that are past, before anything is stored."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Self

from fastapi import APIRouter
from pydantic import BaseModel, Field

from adsum.app.preview_rules import DayChange, Effect, PreviewQuery, Proposed
from adsum.domain.span import DateSpan
from adsum.web.api.figures import FiguresAnswer, SummaryAnswer
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, needs
from adsum.web.permissions import Permission
from adsum.web.shapes import EARLIEST, LATEST, PersonId, PersonRef

router = APIRouter(prefix="/previews", tags=["policies"], route_class=GuardedRoute)

_Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]


class ProposedDocument(BaseModel):
    """A document as it would be stored. kind: for example policies, shifts, rotations. body: null
    to remove it."""

    kind: Annotated[str, Field(max_length=40)]
    id: Annotated[str, Field(min_length=1, max_length=48)]
    body: dict[str, Any] | None


class PreviewBody(BaseModel):
    """From `first` to `last`, both included; only of one person or team if one is given."""

    documents: Annotated[list[ProposedDocument], Field(min_length=1, max_length=100)]
    first: _Day
    last: _Day
    person_id: PersonId | None = None
    team: Annotated[str, Field(max_length=48)] | None = None


class DayChangeAnswer(BaseModel):
    """One day that would change."""

    person: PersonRef
    date: date
    before: FiguresAnswer
    after: FiguresAnswer

    @classmethod
    def of(cls, change: DayChange) -> Self:
        before = change.before
        return cls(
            person=PersonRef(id=before.person_id, name=change.name),
            date=before.date,
            before=FiguresAnswer.of(before),
            after=FiguresAnswer.of(change.after),
        )


class EffectAnswer(BaseModel):
    """What would change: `days` days of `people` people; the first 1,000 of them one by one, and
    the sums of all of them. assumed: the rules begin only later, and are shown as if they had
    begun on the first day."""

    days: int
    people: int
    changes: list[DayChangeAnswer]
    before: SummaryAnswer
    after: SummaryAnswer
    assumed: bool

    @classmethod
    def of(cls, effect: Effect) -> Self:
        return cls(
            days=effect.days,
            people=effect.people,
            changes=[DayChangeAnswer.of(change) for change in effect.changes],
            before=SummaryAnswer.of(effect.before),
            after=SummaryAnswer.of(effect.after),
            assumed=effect.assumed,
        )


@router.post("", openapi_extra=needs(Permission.POLICIES_READ))
def preview(admin: AdministrationHere, actor: ActorHere, body: PreviewBody) -> EffectAnswer:
    """Show which days of which people would change, from what to what; nothing is stored."""
    query = PreviewQuery(DateSpan(body.first, body.last), body.person_id, body.team)
    proposed = [Proposed(one.kind, one.id, one.body) for one in body.documents]
    return EffectAnswer.of(admin.preview_rules.execute(actor, proposed, query))
