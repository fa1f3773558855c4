"""Everybody who is known by name."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from adsum.app.audit import Journal, Subject
from adsum.app.ids import new_id
from adsum.app.ports.photos import PhotoSummary
from adsum.app.punch import UnknownPerson
from adsum.app.services import Services
from adsum.domain.person import Person, clean_name
from adsum.domain.span import DateSpan
from adsum.web.etag import IfMatch, PreconditionFailed, matches
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, ServicesHere, needs
from adsum.web.permissions import Permission
from adsum.web.scope import check_person, note_view, people_visible

router = APIRouter(prefix="/people", tags=["people"], route_class=GuardedRoute)

_Name = Annotated[str, Field(max_length=1000)]


class NewPerson(BaseModel):
    name: _Name


class NewPin(BaseModel):
    pin: Annotated[str, Field(max_length=100)]


class PersonAnswer(BaseModel):
    id: str
    name: str
    created_at: datetime

    @classmethod
    def of(cls, person: Person) -> Self:
        return cls(id=person.id, name=person.name, created_at=person.created_at)


class PeoplePage(BaseModel):
    """`next` is the `after` of the next page; null at the end."""

    items: list[PersonAnswer]
    next: str | None


class PhotoAnswer(BaseModel):
    """`made_by` names model, version and precision of the template. quality: 0 to 1."""

    id: str
    quality: float
    made_by: str
    created_at: datetime

    @classmethod
    def of(cls, photo: PhotoSummary) -> Self:
        return cls(
            id=photo.id,
            quality=photo.quality,
            made_by=", ".join(map(str, photo.made_by)),
            created_at=photo.created_at,
        )


class PersonDetail(PersonAnswer):
    photos: list[PhotoAnswer]

    @property
    def etag(self) -> str:
        """The entity tag of the person with these photos."""
        return f'"{hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:32]}"'


class Receipt(BaseModel):
    """Proof of a deletion; `digest` is the SHA-256 of the other fields as canonical JSON."""

    receipt: str
    at: str
    pseudonym: str
    photos: int
    templates: int
    punches: int
    digest: str


@router.get("", openapi_extra=needs(Permission.PEOPLE_READ))
def list_people(
    services: ServicesHere,
    admin: AdministrationHere,
    actor: ActorHere,
    search: Annotated[str, Query(max_length=120)] = "",
    after: Annotated[str, Query(max_length=120)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> PeoplePage:
    """List people by name, those whose name contains `search`, a page at a time.

    A manager's pages leave out whoever is in nobody's team whom they lead.
    """
    today = services.report.today()
    visible = people_visible(admin, actor, DateSpan(today, today))
    with services.store.read() as records:
        people = records.people.page(after=after, limit=limit + 1, search=search, among=visible)
    shown = people[:limit]
    more = len(people) > limit
    return PeoplePage(
        items=[PersonAnswer.of(one) for one in shown],
        next=shown[-1].name if more else None,
    )


@router.post("", status_code=201, openapi_extra=needs(Permission.PEOPLE_WRITE))
def add_person(
    services: ServicesHere, actor: ActorHere, body: NewPerson, response: Response
) -> PersonAnswer:
    """Add somebody by name; photos can follow, or never: nobody must be recognised by face."""
    person = Person(new_id(), clean_name(body.name), services.clock.now())
    act = Journal(actor, person.created_at).act(
        "person.added", Subject("person", person.id, person.id)
    )
    with services.store.write() as records:
        records.people.add(person)
        records.audit.append(act)
    response.headers["Location"] = f"/api/v1/people/{person.id}"
    return PersonAnswer.of(person)


@router.get("/{person_id}", openapi_extra=needs(Permission.PEOPLE_READ))
def show_person(
    services: ServicesHere,
    admin: AdministrationHere,
    actor: ActorHere,
    response: Response,
    person_id: str,
) -> PersonDetail:
    """Show a person and their enrolment photos."""
    check_person(admin, actor, person_id, services.report.today())
    detail = _detail(services, person_id)
    note_view(admin, actor, "person", person_id)
    response.headers["ETag"] = detail.etag
    return detail


@router.put("/{person_id}", openapi_extra=needs(Permission.PEOPLE_WRITE))
def rename_person(
    services: ServicesHere,
    admin: AdministrationHere,
    actor: ActorHere,
    person_id: str,
    body: NewPerson,
    if_match: IfMatch = None,
) -> PersonDetail:
    """Give a person another name; all that is recorded of them stays theirs."""
    was = _detail(services, person_id)
    if not matches(if_match, was.etag):
        raise PreconditionFailed("the person has been changed since they were read")
    admin.rename_person.execute(actor, person_id, body.name, was=was.name)
    return _detail(services, person_id)


@router.delete("/{person_id}", openapi_extra=needs(Permission.PEOPLE_FORGET))
def forget_person(services: ServicesHere, actor: ActorHere, person_id: str) -> Receipt:
    """Forget a person: photos and templates are gone for good, punches keep a pseudonym."""
    return Receipt(**asdict(services.forget.execute(person_id, actor)))


@router.put("/{person_id}/pin", status_code=204, openapi_extra=needs(Permission.PEOPLE_WRITE))
def set_pin(admin: AdministrationHere, actor: ActorHere, person_id: str, body: NewPin) -> None:
    """Give a person a PIN; it clocks them in and out with the same rights as their face."""
    admin.set_pin.execute(actor, person_id, body.pin)


@router.delete("/{person_id}/pin", status_code=204, openapi_extra=needs(Permission.PEOPLE_WRITE))
def remove_pin(
    services: ServicesHere, admin: AdministrationHere, actor: ActorHere, person_id: str
) -> None:
    """Take a person's PIN away."""
    known_person(services, person_id)
    admin.set_pin.remove(actor, person_id)


def _detail(services: Services, person_id: str) -> PersonDetail:
    person, photos = known_person(services, person_id)
    shown = [PhotoAnswer.of(photo) for photo in photos]
    return PersonDetail(**PersonAnswer.of(person).model_dump(), photos=shown)


def known_person(services: ServicesHere, person_id: str) -> tuple[Person, list[PhotoSummary]]:
    """Return a person with the photos.

    Raises:
        UnknownPerson: there is no such person.
    """
    with services.store.read() as records:
        person = records.people.get(person_id)
        if person is None:
            raise UnknownPerson(
                "there is no such person", remedy="The people are listed at /api/v1/people."
            )
        return person, list(records.photos.of(person_id))
