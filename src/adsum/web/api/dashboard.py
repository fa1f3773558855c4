"""The first page of the administration: the company right now."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from adsum.app.dashboard import Counts, Hour, LastPunch, Now, Overview, PeopleQuery, Within
from adsum.app.trend import OpenDay, Past, TrendDay
from adsum.domain.presence import Presence
from adsum.domain.punch import Direction
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, needs
from adsum.web.paging import After, Limit, Page, Search, page
from adsum.web.permissions import Permission
from adsum.web.shapes import PersonRef, seconds, wall_time

router = APIRouter(prefix="/dashboard", tags=["dashboard"], route_class=GuardedRoute)

_Id = Annotated[str | None, Query(max_length=48)]
_reads = needs(Permission.DASHBOARD_READ)


def _within(team: _Id = None, site: _Id = None) -> Within:
    return Within(team or None, site or None)


WithinHere = Annotated[Within, Depends(_within)]


def _query(
    within: WithinHere,
    presence: Annotated[Presence | None, Query()] = None,
    search: Search = "",
) -> PeopleQuery:
    return PeopleQuery(within, presence, search)


class PersonNow(BaseModel):
    """How somebody stands. since: when they came, went, or were to come; `late` is in seconds."""

    person: PersonRef
    presence: Presence
    since: datetime | None
    place: str | None
    late: int
    teams: list[str]
    site: str

    @classmethod
    def of(cls, one: Now) -> Self:
        standing = one.standing
        return cls(
            person=PersonRef(id=standing.person_id, name=one.name),
            presence=standing.presence,
            since=standing.since,
            place=standing.place,
            late=seconds(standing.late),
            teams=list(one.teams),
            site=one.site,
        )


class HourAnswer(BaseModel):
    """Comings and goings within one hour of the company's wall clock."""

    hour: int
    came: int
    went: int

    @classmethod
    def of(cls, hour: Hour) -> Self:
        return cls(hour=hour.hour, came=hour.came, went=hour.went)


class LastPunchAnswer(BaseModel):
    """One of the newest punches; `local` is the wall clock of its place."""

    id: str
    person: PersonRef
    at: datetime
    local: str | None
    place: str
    direction: Direction | None

    @classmethod
    def of(cls, last: LastPunch) -> Self:
        punch = last.entry.punch
        return cls(
            id=punch.id,
            person=PersonRef(id=punch.person_id, name=last.name),
            at=punch.at,
            local=wall_time(punch.at, punch.zone),
            place=punch.place,
            direction=last.entry.direction,
        )


class Group(BaseModel):
    """The people of one team or site. id: empty for those without."""

    id: str
    counts: dict[Presence, int]


class OverviewAnswer(BaseModel):
    """The company at `now`.

    counts: people by presence; who has not come yet although their shift has begun is `late`.
    came_late: how many came late. Somebody in two teams counts in both. pending_*: waiting for a
    decision; 1,000 means at least so many.
    """

    now: datetime
    date: dt.date
    zone: str
    people: int
    counts: dict[Presence, int]
    came_late: int
    by_team: list[Group]
    by_site: list[Group]
    hours: list[HourAnswer]
    last_punches: list[LastPunchAnswer]
    pending_corrections: int
    pending_leave: int

    @classmethod
    def of(cls, found: Overview) -> Self:
        return cls(
            now=found.now,
            date=found.day,
            zone=found.zone,
            people=found.people,
            counts=_all(found.counts),
            came_late=found.came_late,
            by_team=[Group(id=k, counts=_all(v)) for k, v in sorted(found.by_team.items())],
            by_site=[Group(id=k, counts=_all(v)) for k, v in sorted(found.by_site.items())],
            hours=[HourAnswer.of(hour) for hour in found.hours],
            last_punches=[LastPunchAnswer.of(last) for last in found.last_punches],
            pending_corrections=found.pending_corrections,
            pending_leave=found.pending_leave,
        )


class TrendDayAnswer(BaseModel):
    """The sums of one date; `worked` in seconds."""

    date: dt.date
    present: int
    late: int
    absent: int
    leave: int
    worked: int

    @classmethod
    def of(cls, day: TrendDay) -> Self:
        return cls(
            date=day.date,
            present=day.present,
            late=day.late,
            absent=day.absent,
            leave=day.leave,
            worked=seconds(day.worked),
        )


class OpenDayAnswer(BaseModel):
    """A day with a forgotten punch."""

    person: PersonRef
    date: dt.date

    @classmethod
    def of(cls, day: OpenDay) -> Self:
        return cls(person=PersonRef(id=day.person_id, name=day.name), date=day.date)


class TrendAnswer(BaseModel):
    """The 30 days before today. open_days: the newest 200 of `open_count`.

    done: how many of `people` are counted so far; while it is less, ask again.
    """

    days: list[TrendDayAnswer]
    open_days: list[OpenDayAnswer]
    open_count: int
    done: int
    people: int

    @classmethod
    def of(cls, past: Past) -> Self:
        return cls(
            days=[TrendDayAnswer.of(day) for day in past.days],
            open_days=[OpenDayAnswer.of(day) for day in past.open_days],
            open_count=past.open_count,
            done=past.done,
            people=past.people,
        )


@router.get("", openapi_extra=_reads)
def overview(admin: AdministrationHere, actor: ActorHere, within: WithinHere) -> OverviewAnswer:
    """Show who is in, late, absent or on leave right now, by team and site, and today's punches."""
    return OverviewAnswer.of(admin.dashboard.execute(actor, within))


@router.get("/people", openapi_extra=_reads)
def people(
    admin: AdministrationHere,
    actor: ActorHere,
    query: Annotated[PeopleQuery, Depends(_query)],
    after: After = "",
    limit: Limit = 100,
) -> Page[PersonNow]:
    """List by name how everybody stands; since when and where who is in, is in."""
    found = admin.dashboard.people(actor, query, after=after, limit=limit + 1)
    return page(found, limit, lambda one: one.name, PersonNow.of)


@router.get("/trend", openapi_extra=_reads)
def trend(admin: AdministrationHere, actor: ActorHere, team: _Id = None) -> TrendAnswer:
    """Show the last 30 days: present, late, absent, on leave, hours; and the days still open."""
    return TrendAnswer.of(admin.trend.execute(actor, team or None))


def _all(counts: Counts) -> dict[Presence, int]:
    return {presence: counts.get(presence, 0) for presence in Presence}
