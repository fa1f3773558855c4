"""What the punches of a day or a month add up to."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adsum.app.report import ReportRow
from adsum.domain.span import DateSpan
from adsum.domain.span import month as of_month
from adsum.domain.workday import Flag, Status
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, ServicesHere, needs
from adsum.web.permissions import Permission
from adsum.web.scope import note_view, people_visible
from adsum.web.shapes import EARLIEST, LATEST, PersonRef, seconds, wall_time

router = APIRouter(prefix="/attendance", tags=["attendance"], route_class=GuardedRoute)


class DayAnswer(BaseModel):
    """One person's work day. Times are wall-clock with offset, durations seconds.

    open: came and has not gone; the running session adds nothing to `worked`.
    """

    person: PersonRef
    date: date
    zone: str
    status: Status
    first_in: str | None
    last_out: str | None
    worked: int
    breaks: int
    open: bool
    flags: list[Flag]
    punches: int

    @classmethod
    def of(cls, row: ReportRow) -> Self:
        day = row.day
        return cls(
            person=PersonRef(id=day.person_id, name=row.name),
            date=day.date,
            zone=day.zone,
            status=day.status,
            first_in=wall_time(day.first_in, day.zone),
            last_out=wall_time(day.last_out, day.zone),
            worked=seconds(day.worked),
            breaks=seconds(day.breaks),
            open=day.open,
            flags=sorted(day.flags),
            punches=len(day.punches),
        )


class Attendance(BaseModel):
    """The work days from `first` to `last`, both included, by date and name."""

    first: date
    last: date
    rows: list[DayAnswer]


_Day = Annotated[
    date | None,
    Query(alias="date", ge=EARLIEST, le=LATEST, description="today if left out"),
]


@router.get("/day", openapi_extra=needs(Permission.ATTENDANCE_READ))
def day(
    services: ServicesHere, admin: AdministrationHere, actor: ActorHere, on: _Day = None
) -> Attendance:
    """Report one work day of everybody in one's scope who punched."""
    asked = on or services.report.today()
    rows = services.report.execute(asked, asked)
    return _answer(admin, actor, DateSpan(asked, asked), rows)


@router.get("/month", openapi_extra=needs(Permission.ATTENDANCE_READ))
def month(
    services: ServicesHere, admin: AdministrationHere, actor: ActorHere, on: _Day = None
) -> Attendance:
    """Report the calendar month that holds `date`."""
    asked = on or services.report.today()
    return _answer(admin, actor, of_month(asked.year, asked.month), services.report.month(asked))


def _answer(
    admin: AdministrationHere, actor: ActorHere, span: DateSpan, rows: list[ReportRow]
) -> Attendance:
    people = people_visible(admin, actor, span)
    shown = [DayAnswer.of(row) for row in rows if people is None or row.day.person_id in people]
    own = actor.person_id is not None and people == frozenset({actor.person_id})
    note_view(admin, actor, "attendance", actor.person_id if own else None)
    return Attendance(first=span.first, last=span.last, rows=shown)
