"""What the punches of a day or a month add up to."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adsum.app.report import ReportRow
from adsum.domain.workday import Flag, Status
from adsum.web.guard import GuardedRoute, ServicesHere, needs
from adsum.web.permissions import Permission
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
def day(services: ServicesHere, on: _Day = None) -> Attendance:
    """Report one work day of everybody who punched."""
    asked = on or services.report.today()
    rows = services.report.execute(asked, asked)
    return Attendance(first=asked, last=asked, rows=[DayAnswer.of(row) for row in rows])


@router.get("/month", openapi_extra=needs(Permission.ATTENDANCE_READ))
def month(services: ServicesHere, on: _Day = None) -> Attendance:
    """Report the calendar month that holds `date`."""
    asked = on or services.report.today()
    last = asked.replace(day=monthrange(asked.year, asked.month)[1])
    rows = services.report.month(asked)
    return Attendance(
        first=asked.replace(day=1), last=last, rows=[DayAnswer.of(row) for row in rows]
    )
