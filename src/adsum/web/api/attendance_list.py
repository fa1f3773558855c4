"""Everybody with what their days add up to, a page at a time, in any order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from adsum.app.attendance_list import ListPage, ListQuery, NamedFigures, Only, Order, Times
from adsum.domain.span import DateSpan
from adsum.domain.workday import Flag
from adsum.web.api.figures import MoneyAnswer, SummaryAnswer, money
from adsum.web.api.reports import check_length
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, PrincipalHere, needs
from adsum.web.paging import Search
from adsum.web.permissions import Permission, allowed
from adsum.web.shapes import EARLIEST, LATEST, PersonRef, wall_time

router = APIRouter(prefix="/attendance", tags=["attendance"], route_class=GuardedRoute)

_Day = Annotated[date | None, Query(ge=EARLIEST, le=LATEST, description="today if left out")]
_Id = Annotated[str | None, Query(min_length=1, max_length=64)]
_After = Annotated[int, Query(ge=0, le=10_000_000, description="`next` of the page before")]
_Limit = Annotated[int, Query(ge=1, le=500, description="people on a page")]


class TimesAnswer(BaseModel):
    """The clock of one work day, with its offset. open: came and has not gone."""

    first_in: str | None
    last_out: str | None
    open: bool
    flags: list[Flag]

    @classmethod
    def of(cls, times: Times) -> Self:
        return cls(
            first_in=wall_time(times.first_in, times.zone),
            last_out=wall_time(times.last_out, times.zone),
            open=times.open,
            flags=sorted(times.flags),
        )


class PersonLine(BaseModel):
    """What the days of one person add up to. times: of a single day, else null."""

    person: PersonRef
    figures: SummaryAnswer
    cost: list[MoneyAnswer]
    times: TimesAnswer | None

    @classmethod
    def of(cls, line: NamedFigures) -> Self:
        own = line.own
        return cls(
            person=PersonRef(id=own.person_id, name=line.name),
            figures=SummaryAnswer.of(own.figures),
            cost=money(own.cost.values()),
            times=TimesAnswer.of(own.times) if own.times else None,
        )


class AttendancePage(BaseModel):
    """Some people, from `first` to `last`, both included.

    `next` is the `after` of the next page; null at the end. pending: so many people are not worked
    out yet; ask again until it is 0, as lines may be missing.
    """

    first: date
    last: date
    items: list[PersonLine]
    next: int | None
    pending: int

    @classmethod
    def of(cls, span: DateSpan, found: ListPage) -> Self:
        return cls(
            first=span.first,
            last=span.last,
            items=[PersonLine.of(line) for line in found.lines],
            next=found.next,
            pending=found.pending,
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """Which part of the list, and in which order; query parameters."""

    search: str
    only: Only
    order: Order
    descending: bool


def _shown(
    search: Search = "",
    only: Only = Only.ALL,
    order: Order = Order.NAME,
    descending: bool = False,
) -> Shown:
    return Shown(search, only, order, descending)


def _query(
    admin: AdministrationHere,
    shown: Annotated[Shown, Depends(_shown)],
    first: _Day = None,
    last: _Day = None,
    team: _Id = None,
    site: _Id = None,
) -> ListQuery:
    begin = first or last or admin.today()
    return ListQuery(
        DateSpan(begin, last or begin),
        shown.search,
        shown.only,
        shown.order,
        shown.descending,
        team,
        site,
    )


@router.get("/people", openapi_extra=needs(Permission.ATTENDANCE_READ))
def people(
    admin: AdministrationHere,
    actor: ActorHere,
    principal: PrincipalHere,
    query: Annotated[ListQuery, Depends(_query)],
    after: _After = 0,
    limit: _Limit = 50,
) -> AttendancePage:
    """List people with what their days add up to, by name or by a figure."""
    check_length(query.span)
    asked = replace(query, with_cost=allowed(principal, Permission.PAY_READ))
    found = admin.list_attendance.execute(actor, asked, after=after, limit=limit)
    return AttendancePage.of(query.span, found)
