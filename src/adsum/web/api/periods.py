"""Closing a period: its figures are frozen, and what is learnt later becomes an adjustment."""

from __future__ import annotations

import datetime as dt
from datetime import date, datetime
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from adsum.app.ports.periods import PeriodHead
from adsum.domain.closing import Adjustment
from adsum.domain.span import DateSpan
from adsum.web.api.figures import FiguresAnswer
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, needs
from adsum.web.permissions import Permission
from adsum.web.shapes import EARLIEST, LATEST

router = APIRouter(prefix="/periods", tags=["periods"], route_class=GuardedRoute)

Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]


class PeriodAnswer(BaseModel):
    """A closed period. digest: SHA-256 of the frozen figures, to be noted elsewhere."""

    id: str
    first: date
    last: date
    closed_by: str
    closed_at: datetime
    people: int
    digest: str

    @classmethod
    def of(cls, head: PeriodHead) -> Self:
        return cls(
            id=head.id,
            first=head.span.first,
            last=head.span.last,
            closed_by=head.closed_by,
            closed_at=head.closed_at,
            people=head.people,
            digest=head.digest,
        )


class ToClose(BaseModel):
    """even_if_open: close although somebody's day has no check-out; adjust later."""

    first: Day
    last: Day
    even_if_open: bool = False


class AdjustmentAnswer(BaseModel):
    """A closed day that turned out differently; accounted for on `posted_on`."""

    person_id: str
    date: dt.date
    posted_on: dt.date
    before: FiguresAnswer | None
    after: FiguresAnswer

    @classmethod
    def of(cls, adjustment: Adjustment) -> Self:
        before = adjustment.before
        return cls(
            person_id=adjustment.person_id,
            date=adjustment.date,
            posted_on=adjustment.posted_on,
            before=FiguresAnswer.of(before) if before else None,
            after=FiguresAnswer.of(adjustment.after),
        )


class Posting(BaseModel):
    """posted_on: the open day on which the differences are accounted for."""

    posted_on: Day


@router.get("", openapi_extra=needs(Permission.PERIODS_READ))
def list_periods(admin: AdministrationHere) -> list[PeriodAnswer]:
    """List the closed periods by their first date."""
    return [PeriodAnswer.of(head) for head in admin.list_periods.execute()]


@router.post("", status_code=201, openapi_extra=needs(Permission.PERIODS_CLOSE))
def close(admin: AdministrationHere, actor: ActorHere, body: ToClose) -> PeriodAnswer:
    """Freeze the figures of everybody for some days; it cannot be undone."""
    span = DateSpan(body.first, body.last)
    head = admin.close_period.execute(actor, span, even_if_open=body.even_if_open)
    return PeriodAnswer.of(head)


@router.get("/adjustments", openapi_extra=needs(Permission.PAY_READ))
def list_adjustments(
    admin: AdministrationHere,
    first: Annotated[date | None, Query(ge=EARLIEST, le=LATEST)] = None,
    last: Annotated[date | None, Query(ge=EARLIEST, le=LATEST)] = None,
) -> list[AdjustmentAnswer]:
    """List the adjustments that were posted from first to last."""
    span = DateSpan(first or EARLIEST, last or LATEST)
    return [AdjustmentAnswer.of(one) for one in admin.list_periods.adjustments(span)]


@router.post("/adjustments", openapi_extra=needs(Permission.PERIODS_CLOSE))
def post_adjustments(
    admin: AdministrationHere, actor: ActorHere, body: Posting
) -> list[AdjustmentAnswer]:
    """Account for what has changed about closed days since they were closed, each change once."""
    found = admin.post_adjustments.execute(actor, body.posted_on)
    return [AdjustmentAnswer.of(one) for one in found]
