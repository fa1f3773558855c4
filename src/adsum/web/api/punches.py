"""Clocking in and out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Self
from uuid import NAMESPACE_URL, uuid5

from fastapi import APIRouter, Depends, Form, Query, Response, UploadFile
from pydantic import BaseModel, Field

from adsum.app.identify import Identified
from adsum.app.punch import PunchResult
from adsum.app.punch_manually import ManualPunch as GivenPunch
from adsum.app.services import Services
from adsum.domain.instants import local_date, wall_instant
from adsum.domain.punch import Direction, Punch, Source
from adsum.domain.span import DateSpan
from adsum.errors import InvalidInput
from adsum.web.guard import (
    ActorHere,
    AdministrationHere,
    GuardedRoute,
    PrincipalHere,
    ServicesHere,
    needs,
)
from adsum.web.permissions import Permission, may
from adsum.web.scope import check_person, note_view, people_visible
from adsum.web.shapes import ClientId, FaceAnswer, Instant, PersonId, wall_time

router = APIRouter(prefix="/punches", tags=["punches"], route_class=GuardedRoute)

_LONGEST_RANGE = timedelta(days=366)


class InvalidRange(InvalidInput):
    """A range of time that ends before it begins, or is too long for one answer."""

    code = "punches.invalid_range"
    remedy = "Ask for at most 366 days, from the earlier to the later."


class InvalidCursor(InvalidInput):
    """A cursor that this server did not give out."""

    code = "punches.invalid_cursor"
    remedy = "Send the `next` of the page before as it is."


class PunchFact(BaseModel):
    """A punch as recorded. `at` is UTC, `local` the wall clock of its `zone`."""

    id: str
    person_id: str
    at: datetime
    local: str | None
    zone: str
    place: str
    source: Source
    recorded_at: datetime
    client_id: str
    declared: Direction | None

    @classmethod
    def of(cls, punch: Punch) -> Self:
        return cls(
            id=punch.id,
            person_id=punch.person_id,
            at=punch.at,
            local=wall_time(punch.at, punch.zone),
            zone=punch.zone,
            place=punch.place,
            source=punch.source,
            recorded_at=punch.recorded_at,
            client_id=punch.client_id,
            declared=punch.declared,
        )


class PunchAnswer(PunchFact):
    """The acknowledgement: the punch is on disk. `recorded` is false for a repeated act."""

    direction: Direction | None
    work_date: date
    recorded: bool

    @classmethod
    def acknowledge(cls, result: PunchResult) -> Self:
        fact = PunchFact.of(result.punch).model_dump()
        return cls(
            **fact,
            direction=result.direction,
            work_date=result.work_date,
            recorded=result.recorded,
        )


class PunchedFace(FaceAnswer):
    """A face with its punch; null for an unknown person."""

    punch: PunchAnswer | None = None


class PhotoPunch(BaseModel):
    faces: list[PunchedFace]


class ManualPunch(BaseModel):
    """`at` defaults to now; `direction` to what the order of the day's punches gives."""

    person_id: PersonId
    at: Instant | None = None
    direction: Direction | None = None
    place: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    client_id: ClientId | None = None
    reason: Annotated[str, Field(max_length=500)] = ""


class PunchPage(BaseModel):
    """Oldest first; `next` is the `cursor` of the next page, null at the end."""

    items: list[PunchFact]
    next: str | None


@router.post("/photo", openapi_extra=needs(Permission.PUNCH_BY_PHOTO))
def punch_by_photo(
    services: ServicesHere,
    principal: PrincipalHere,
    photo: UploadFile,
    client_id: Annotated[ClientId | None, Form()] = None,
) -> PhotoPunch:
    """Clock everybody who is recognised in a photo in or out, now.

    With a `client_id`, chosen by the device for this photo, a repeated delivery changes nothing.
    """
    now = services.clock.now()
    faces = services.identify.execute(photo.file.read())
    with_score = may(principal.role, Permission.SCORES_READ)
    answer = []
    for face in faces:
        shown = FaceAnswer.of(face, with_score=with_score).model_dump()
        answer.append(PunchedFace(**shown, punch=_punch(services, face, now, client_id)))
    return PhotoPunch(faces=answer)


@router.post("", status_code=201, openapi_extra=needs(Permission.PUNCH_MANUALLY))
def punch_manually(
    services: ServicesHere,
    admin: AdministrationHere,
    actor: ActorHere,
    response: Response,
    body: ManualPunch,
) -> PunchAnswer:
    """Clock a person in or out by hand; such a punch has the same rights as any other."""
    place = body.place or services.place
    result = admin.punch_manually.execute(
        actor,
        GivenPunch(body.person_id, place, body.at, body.direction, body.client_id, body.reason),
    )
    if not result.recorded:
        response.status_code = 200
    return PunchAnswer.acknowledge(result)


class Asked:
    """Which punches are asked for; query parameters."""

    def __init__(
        self,
        services: ServicesHere,
        start: Annotated[Instant | None, Query()] = None,
        end: Annotated[Instant | None, Query()] = None,
        person_id: Annotated[PersonId | None, Query()] = None,
        cursor: Annotated[str | None, Query(max_length=120)] = None,
    ) -> None:
        self.first, self.last = _range(services, start, end)
        self.since, self.seen = _parse_cursor(cursor) if cursor else (self.first, "")
        self.person_id = person_id

    @property
    def days(self) -> DateSpan:
        return DateSpan(self.first.date(), self.last.date())


@router.get("", openapi_extra=needs(Permission.PUNCHES_READ))
def list_punches(
    services: ServicesHere,
    admin: AdministrationHere,
    actor: ActorHere,
    asked: Annotated[Asked, Depends()],
    limit: Annotated[int, Query(ge=1, le=5000)] = 500,
) -> PunchPage:
    """List the punches with start <= at < end as recorded; by default those of today.

    Managers see their team's, employees their own.
    """
    if asked.person_id is not None:
        check_person(admin, actor, asked.person_id, asked.last.date())
    people = people_visible(admin, actor, asked.days)
    start = max(asked.first, asked.since)
    with services.store.read() as records:
        found = records.punches.between(start, asked.last, asked.person_id)
    since = (asked.since, asked.seen)
    left = [p for p in sorted(found, key=_order) if _order(p) > since and _shown(p, people)]
    shown = left[:limit]
    following = f"{shown[-1].at.isoformat()}~{shown[-1].id}" if len(left) > limit else None
    if asked.person_id is None or shown:
        note_view(admin, actor, "punches", asked.person_id)
    return PunchPage(items=[PunchFact.of(punch) for punch in shown], next=following)


def _shown(punch: Punch, people: frozenset[str] | None) -> bool:
    return people is None or punch.person_id in people


def _punch(
    services: Services, face: Identified, now: datetime, client_id: str | None
) -> PunchAnswer | None:
    sighting = face.sighting(now, services.place)
    if sighting is None:
        return None
    # One delivery, several people: each punch needs a client id of its own, the same every time.
    own = client_id and uuid5(NAMESPACE_URL, f"adsum:{client_id}/{sighting.person_id}").hex
    return PunchAnswer.acknowledge(services.punch.execute(sighting, client_id=own))


def _range(
    services: Services, start: datetime | None, end: datetime | None
) -> tuple[datetime, datetime]:
    today = local_date(services.clock.now(), services.zone)
    first = start or wall_instant(today, time(), services.zone)
    last = end or wall_instant(today + timedelta(days=1), time(), services.zone)
    if not timedelta(0) <= last - first <= _LONGEST_RANGE:
        raise InvalidRange("the range ends before it begins or is longer than 366 days")
    return first.astimezone(UTC), last.astimezone(UTC)


def _order(punch: Punch) -> tuple[datetime, str]:
    return punch.at, punch.id


def _parse_cursor(cursor: str) -> tuple[datetime, str]:
    at, separator, punch_id = cursor.partition("~")
    try:
        since = datetime.fromisoformat(at)
    except ValueError as error:
        raise InvalidCursor("the cursor cannot be read") from error
    if not separator or since.tzinfo is None:
        raise InvalidCursor("the cursor cannot be read")
    return since, punch_id
