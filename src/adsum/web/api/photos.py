"""Enrolment photos."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Response, UploadFile
from pydantic import BaseModel, Field

from adsum.app.actor import Actor
from adsum.app.enrol import EnrolOutcome, EnrolRequest, Status
from adsum.app.remove_photo import UnknownPhoto
from adsum.app.services import Services
from adsum.web.api.people import PhotoAnswer, known_person
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, ServicesHere, needs
from adsum.web.permissions import Permission
from adsum.web.scope import note_view
from adsum.web.shapes import PersonRef

router = APIRouter(tags=["photos"], route_class=GuardedRoute)


RemoveLast = Annotated[bool, Query(description="also the last one: the person then clocks by PIN")]


class Enrolled(BaseModel):
    """What became of a photo. A refused one is answered as a problem instead."""

    person: PersonRef
    status: Status
    quality: float | None = Field(description="0 to 1; null for a file enrolled before")


@router.post("/photos", status_code=201, openapi_extra=needs(Permission.PEOPLE_WRITE))
def enrol(
    services: ServicesHere,
    actor: ActorHere,
    response: Response,
    photo: UploadFile,
    name: Annotated[str, Form(max_length=1000)],
    allow_lookalikes: Annotated[bool, Form()] = False,
) -> Enrolled:
    """Enrol a photo under a name; the first photo that is good enough creates the person."""
    request = EnrolRequest(name, photo.filename or "photo", photo.file.read)
    return _enrol(services, actor, response, request, allow_lookalikes)


@router.post(
    "/people/{person_id}/photos", status_code=201, openapi_extra=needs(Permission.PEOPLE_WRITE)
)
def add_photo(
    services: ServicesHere,
    actor: ActorHere,
    response: Response,
    person_id: str,
    photo: UploadFile,
    allow_lookalikes: Annotated[bool, Form()] = False,
) -> Enrolled:
    """Enrol one more photo of a person."""
    person, _ = known_person(services, person_id)
    request = EnrolRequest(person.name, photo.filename or "photo", photo.file.read)
    return _enrol(services, actor, response, request, allow_lookalikes)


@router.get("/people/{person_id}/photos", openapi_extra=needs(Permission.PHOTOS_READ))
def list_photos(
    services: ServicesHere, admin: AdministrationHere, actor: ActorHere, person_id: str
) -> list[PhotoAnswer]:
    """List a person's enrolment photos."""
    _, photos = known_person(services, person_id)
    note_view(admin, actor, "person", person_id)
    return [PhotoAnswer.of(photo) for photo in photos]


@router.get(
    "/photos/{photo_id}/crop",
    openapi_extra=needs(Permission.PHOTOS_READ),
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}, "description": "The kept face"}},
)
def crop(
    services: ServicesHere, admin: AdministrationHere, actor: ActorHere, photo_id: str
) -> Response:
    """Show what is kept of a photo: the face with some margin, never the whole photo."""
    with services.store.read() as records:
        content, whose = records.photos.crop(photo_id), records.photos.owner(photo_id)
    if content is None:
        raise UnknownPhoto("there is no such photo")
    note_view(admin, actor, "photo", whose)
    return Response(content, media_type="image/jpeg")


@router.delete("/photos/{photo_id}", status_code=204, openapi_extra=needs(Permission.PEOPLE_WRITE))
def remove_photo(
    admin: AdministrationHere, actor: ActorHere, photo_id: str, last: RemoveLast = False
) -> None:
    """Delete one enrolment photo: the kept face and all templates made of it, for good."""
    admin.remove_photo.execute(actor, photo_id, also_last=last)


def _enrol(
    services: Services, actor: Actor, response: Response, request: EnrolRequest, allowed: bool
) -> Enrolled:
    (outcome,) = services.enrol_person.execute(actor, [request], allow_lookalikes=allowed)
    if outcome.error is not None:
        raise outcome.error
    if outcome.status is not Status.ENROLLED:
        response.status_code = 200
    return Enrolled(
        person=_enrolled_person(services, outcome), status=outcome.status, quality=outcome.quality
    )


def _enrolled_person(services: Services, outcome: EnrolOutcome) -> PersonRef:
    with services.store.read() as records:
        person = records.people.by_name(outcome.name)
    if person is None:
        raise UnknownPhoto(f"{outcome.name} was forgotten meanwhile")
    return PersonRef.of(person)
