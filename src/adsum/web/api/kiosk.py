"""The kiosk at the door: pairing, what waited while it was offline, and "not me"."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from pydantic import BaseModel, Field, ValidationError

import adsum
from adsum.app.actor import Actor
from adsum.app.kiosk import Given
from adsum.app.kiosk_pairing import NewKiosk
from adsum.app.kiosk_services import KioskServices
from adsum.app.punch_by_pin import PinPunch
from adsum.domain.punch import Direction, true_instant
from adsum.errors import InvalidInput, Unavailable
from adsum.web.guard import GuardedRoute, PrincipalHere, ServicesHere, needs
from adsum.web.kiosk_messages import GreetingAnswer, KioskReady
from adsum.web.permissions import Permission
from adsum.web.shapes import ClientId, Instant

router = APIRouter(prefix="/kiosk", tags=["kiosk"], route_class=GuardedRoute)

_Text = Annotated[str, Field(min_length=1, max_length=120)]
MAX_PICTURES = 8
# A clock further off than this is not an offset but a tablet without a battery.
_MOST_OFF = timedelta(days=366)


class TooManyPictures(InvalidInput):
    """A delivery with no pictures, or with more than one burst has."""

    code = "kiosk.pictures"
    remedy = f"Send 1 to {MAX_PICTURES} pictures of one moment."


class KioskUnavailable(Unavailable):
    """This server runs without the kiosk's parts."""

    code = "kiosk.unavailable"
    remedy = "Start the server with: adsum serve"


def _kiosk(request: Request) -> KioskServices:
    kiosk = request.app.state.kiosk
    if kiosk is None:
        raise KioskUnavailable("this server has no kiosk")
    return cast(KioskServices, kiosk)


KioskHere = Annotated[KioskServices, Depends(_kiosk)]


class InvalidDelivery(InvalidInput):
    """What came with the pictures is not the JSON of a delivery."""

    code = "kiosk.invalid_delivery"
    remedy = "Send what /api/docs describes."


class KioskDelivery(BaseModel):
    """What a kiosk says of an act. Its times are told by its own clock.

    The error of that clock is taken out by comparing `sent_at` with the server's.
    """

    client_id: ClientId
    taken_at: Instant
    sent_at: Instant
    direction: Direction | None = None

    def instant(self, now: datetime) -> datetime:
        """Return when it happened, in true time; never after `now`."""
        offset = max(-_MOST_OFF, min(_MOST_OFF, self.sent_at - now))
        return min(true_instant(self.taken_at, offset.total_seconds()), now)


class PinDelivery(KioskDelivery):
    """person: name or id."""

    person: _Text
    pin: Annotated[str, Field(min_length=1, max_length=32)]


class NewPairing(BaseModel):
    """name: what the tablet is called. place: the door it stands at; the company's if left out."""

    name: _Text
    place: _Text | None = None


class PairingAnswer(BaseModel):
    """The code works once, until `expires_at`."""

    code: str
    expires_at: datetime


class Pairing(BaseModel):
    code: _Text


class Paired(BaseModel):
    """`token` is shown once; the tablet keeps it."""

    token: str
    name: str
    place: str


class Undo(BaseModel):
    punch_id: Annotated[str, Field(min_length=1, max_length=64)]


class Undone(BaseModel):
    """The correction that cancels the punch; the punch itself stays on record."""

    correction_id: str


@router.post(
    "/pairings", status_code=201, openapi_extra=needs(Permission.DEVICES_WRITE, secret=True)
)
def open_pairing(
    services: ServicesHere, kiosk: KioskHere, principal: PrincipalHere, body: NewPairing
) -> PairingAnswer:
    """Make a code with which a tablet becomes a kiosk."""
    wanted = NewKiosk(Actor.of(principal), body.name, body.place or services.place)
    made = kiosk.pair.open(wanted)
    return PairingAnswer(code=made.code, expires_at=made.expires_at)


@router.post("/pair", status_code=201, openapi_extra=needs(Permission.OPEN, secret=True))
def pair(kiosk: KioskHere, request: Request, body: Pairing) -> Paired:
    """Exchange a pairing code for the kiosk's token."""
    client = request.client.host if request.client else ""
    paired, token = kiosk.pair.execute(body.code, client=client)
    return Paired(token=token, name=paired.name, place=paired.place)


@router.get("", openapi_extra=needs(Permission.PUNCH_BY_PHOTO))
def show_kiosk(services: ServicesHere, principal: PrincipalHere) -> KioskReady:
    """Say where this kiosk stands and what time it is."""
    return KioskReady(
        place=principal.place or services.place,
        zone=services.zone,
        now=services.clock.now(),
        version=adsum.__version__,
    )


@router.post("/undo", openapi_extra=needs(Permission.PUNCH_BY_PHOTO))
def undo(services: ServicesHere, kiosk: KioskHere, principal: PrincipalHere, body: Undo) -> Undone:
    """Cancel a punch that this kiosk has just made for the wrong person ("not me")."""
    place = principal.place or services.place
    correction = kiosk.undo.execute(Actor.of(principal), place, body.punch_id)
    return Undone(correction_id=correction.id)


@router.post("/pin", openapi_extra=needs(Permission.PUNCH_BY_PIN))
def punch_by_pin(
    services: ServicesHere, kiosk: KioskHere, principal: PrincipalHere, body: PinDelivery
) -> GreetingAnswer:
    """Clock by PIN, with the same rights as by face, now or as it waited on the kiosk.

    Repeated deliveries with the same client id change nothing.
    """
    given = PinPunch(
        person=body.person,
        pin=body.pin,
        place=principal.place or services.place,
        at=body.instant(services.clock.now()),
        direction=body.direction,
        client_id=body.client_id,
    )
    result = kiosk.punch_by_pin.execute(Actor.of(principal), given)
    return GreetingAnswer.of(kiosk.greet.of(result))


@router.post("/sightings", openapi_extra=needs(Permission.PUNCHES_DELIVER))
def deliver(
    services: ServicesHere,
    kiosk: KioskHere,
    principal: PrincipalHere,
    photos: list[UploadFile],
    delivery: Annotated[str, Form(max_length=1000, description="JSON of a KioskDelivery")],
) -> list[GreetingAnswer]:
    """Clock whoever is recognised on the pictures of one moment that a kiosk took offline.

    Repeated deliveries change nothing.
    """
    said = _delivery(delivery)
    if not 1 <= len(photos) <= MAX_PICTURES:
        raise TooManyPictures(f"{len(photos)} pictures were sent")
    greetings = kiosk.deliver.execute(
        principal.account_id,
        principal.place or services.place,
        [photo.file.read() for photo in photos],
        said.instant(services.clock.now()),
        Given(said.client_id, said.direction),
    )
    return [GreetingAnswer.of(greeting) for greeting in greetings]


def _delivery(text: str) -> KioskDelivery:
    try:
        return KioskDelivery.model_validate_json(text)
    except ValidationError as error:
        raise InvalidDelivery("the delivery cannot be read") from error
