"""Punches of devices: what they recorded while offline, and PINs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from adsum.app.deliver_punches import Delivered, DevicePunch, Outcome
from adsum.app.principal import Forbidden, Principal
from adsum.app.punch_by_pin import PinPunch
from adsum.domain.punch import Direction, Source
from adsum.errors import AdsumError
from adsum.web.api.punches import PunchAnswer, PunchFact
from adsum.web.guard import (
    ActorHere,
    AdministrationHere,
    GuardedRoute,
    PrincipalHere,
    ServicesHere,
    needs,
)
from adsum.web.permissions import Permission
from adsum.web.shapes import ClientId, Instant, PersonId

router = APIRouter(prefix="/punches", tags=["punches"], route_class=GuardedRoute)

PlaceId = Annotated[str, Field(min_length=1, max_length=120)]
# A quarter of an hour at the busiest door; the body stays below the limit of a request.
MAX_BATCH = 1000


class OfflinePunch(BaseModel):
    """device_at: what the device's own clock showed. clock_offset_seconds: that minus true time."""

    client_id: ClientId
    person_id: PersonId
    device_at: Instant
    place: PlaceId | None = None
    source: Source = Source.FACE
    clock_offset_seconds: Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False)] = 0.0
    direction: Direction | None = None
    score: Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)] | None = None


class Batch(BaseModel):
    punches: Annotated[list[OfflinePunch], Field(max_length=MAX_BATCH)]


class Refusal(BaseModel):
    code: str
    detail: str
    remedy: str

    @classmethod
    def of(cls, error: AdsumError) -> Self:
        return cls(code=error.code, detail=error.message, remedy=error.what_to_do)


class DeliveredAnswer(BaseModel):
    """`already`: it was delivered before. `refused`: it never can be recorded; drop it."""

    client_id: str
    outcome: Outcome
    punch: PunchFact | None
    error: Refusal | None

    @classmethod
    def of(cls, delivered: Delivered) -> Self:
        return cls(
            client_id=delivered.client_id,
            outcome=delivered.outcome,
            punch=PunchFact.of(delivered.punch) if delivered.punch else None,
            error=Refusal.of(delivered.error) if delivered.error else None,
        )


class BatchAnswer(BaseModel):
    """One answer for each punch, in order; `server_time` lets the device measure its clock."""

    results: list[DeliveredAnswer]
    server_time: datetime


class PinEntry(BaseModel):
    """person: id or name."""

    person: Annotated[str, Field(min_length=1, max_length=120)]
    pin: Annotated[str, Field(min_length=1, max_length=64)]
    place: PlaceId | None = None
    direction: Direction | None = None
    client_id: ClientId | None = None


@router.post("/batch", openapi_extra=needs(Permission.PUNCHES_DELIVER))
def deliver(
    services: ServicesHere,
    admin: AdministrationHere,
    principal: PrincipalHere,
    actor: ActorHere,
    body: Batch,
) -> BatchAnswer:
    """Take in what a device recorded, in any order and any number of times.

    A device's own place counts where a punch names none, and a device reports no other place.
    """
    batch = [
        _device_punch(given, place_of(principal, given.place, services.place))
        for given in body.punches
    ]
    results = admin.deliver_punches.execute(actor, batch)
    now = services.clock.now()
    return BatchAnswer(results=[DeliveredAnswer.of(one) for one in results], server_time=now)


@router.post("/pin", status_code=201, openapi_extra=needs(Permission.PUNCH_BY_PIN))
def punch_by_pin(
    services: ServicesHere,
    admin: AdministrationHere,
    principal: PrincipalHere,
    actor: ActorHere,
    body: PinEntry,
    response: Response,
) -> PunchAnswer:
    """Clock somebody in or out who types a PIN; it has the same rights as a face."""
    place = place_of(principal, body.place, services.place)
    given = PinPunch(
        body.person, body.pin, place, direction=body.direction, client_id=body.client_id
    )
    result = admin.punch_by_pin.execute(actor, given)
    if not result.recorded:
        response.status_code = 200
    return PunchAnswer.acknowledge(result)


def place_of(principal: Principal, given: str | None, default: str) -> str:
    """Return where a punch is made.

    Raises:
        Forbidden: a device says that it stands somewhere else than it was set up for.
    """
    if principal.place is not None and given not in (None, principal.place):
        raise Forbidden(f"this device stands at {principal.place!r}")
    return given or principal.place or default


def _device_punch(given: OfflinePunch, place: str) -> DevicePunch:
    return DevicePunch(
        given.client_id,
        given.person_id,
        given.device_at,
        place,
        given.source,
        given.clock_offset_seconds,
        given.direction,
        given.score,
    )
