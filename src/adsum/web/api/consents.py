"""Consent to being recognised by face."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from adsum.app.consent import Given, Standing, Withdrawn
from adsum.domain.consent import Channel, Consent, ConsentState
from adsum.web.api.me import own_person
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, needs
from adsum.web.paging import After, Limit, Page, page
from adsum.web.permissions import Permission
from adsum.web.shapes import PersonRef

router = APIRouter(tags=["consent"], route_class=GuardedRoute)

_own = needs(Permission.PROFILE)
_reads = needs(Permission.CONSENTS_READ)
_writes = needs(Permission.CONSENTS_WRITE)


class NewConsent(BaseModel):
    """version: of the text; null for the newest. channel: how the person said it."""

    version: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    channel: Channel = Channel.PAPER


class ConsentAnswer(BaseModel):
    """One thing that somebody said. given false: a withdrawal. by: who noted it. text_digest:
    SHA-256 of the words that were agreed to."""

    id: str
    given: bool
    at: datetime
    by: str
    channel: Channel
    version: int | None
    text_digest: str | None

    @classmethod
    def of(cls, consent: Consent) -> Self:
        return cls(
            id=consent.id,
            given=consent.given,
            at=consent.at,
            by=consent.by,
            channel=consent.channel,
            version=consent.version,
            text_digest=consent.text_digest,
        )


class ConsentsAnswer(BaseModel):
    """Where somebody stands, and all that they said, oldest first."""

    state: ConsentState
    history: list[ConsentAnswer]


class WithdrawnAnswer(BaseModel):
    """What a withdrawal took away. has_pin: whether a PIN is left to clock with."""

    consent: ConsentAnswer
    photos: int
    templates: int
    has_pin: bool
    scrubbed: bool

    @classmethod
    def of(cls, done: Withdrawn) -> Self:
        return cls(
            consent=ConsentAnswer.of(done.consent),
            photos=done.photos,
            templates=done.templates,
            has_pin=done.has_pin,
            scrubbed=done.scrubbed,
        )


class StandingAnswer(BaseModel):
    """Where somebody stands. photos: how many are enrolled."""

    person: PersonRef
    state: ConsentState
    last: ConsentAnswer | None
    photos: int

    @classmethod
    def of(cls, standing: Standing) -> Self:
        return cls(
            person=PersonRef(id=standing.person_id, name=standing.name),
            state=standing.state,
            last=ConsentAnswer.of(standing.last) if standing.last else None,
            photos=standing.photos,
        )


@router.get("/consents", openapi_extra=_reads)
def report(
    admin: AdministrationHere,
    state: Annotated[ConsentState | None, Query()] = None,
    after: After = "",
    limit: Limit = 100,
) -> Page[StandingAnswer]:
    """List by name who has agreed, or who has not: `state=missing`, `outdated`, `withdrawn`."""
    found = admin.consent.report(state, after=after, limit=limit + 1)
    return page(found, limit, lambda one: one.name, StandingAnswer.of)


@router.get("/people/{person_id}/consents", openapi_extra=_reads)
def history(admin: AdministrationHere, actor: ActorHere, person_id: str) -> ConsentsAnswer:
    """Show what a person said about being recognised."""
    return _history(admin, actor, person_id)


@router.post("/people/{person_id}/consents", status_code=201, openapi_extra=_writes)
def give(
    admin: AdministrationHere, actor: ActorHere, person_id: str, body: NewConsent
) -> ConsentAnswer:
    """Note that a person agreed, for example on paper."""
    given = Given(person_id, body.channel, body.version)
    return ConsentAnswer.of(admin.consent.give(actor, given))


@router.delete("/people/{person_id}/consents", openapi_extra=_writes)
def withdraw(
    admin: AdministrationHere,
    actor: ActorHere,
    person_id: str,
    channel: Annotated[Channel, Query()] = Channel.PAPER,
) -> WithdrawnAnswer:
    """Note that a person withdrew; templates and photos are destroyed, the PIN stays."""
    return WithdrawnAnswer.of(admin.consent.withdraw(actor, person_id, channel))


@router.get("/me/consents", openapi_extra=_own)
def my_history(admin: AdministrationHere, actor: ActorHere) -> ConsentsAnswer:
    """Show what one has said about being recognised."""
    return _history(admin, actor, own_person(actor))


@router.post("/me/consents", status_code=201, openapi_extra=_own)
def agree(
    admin: AdministrationHere, actor: ActorHere, response: Response, version: int | None = None
) -> ConsentAnswer:
    """Agree to being recognised by face, to the newest text or a named version of it."""
    given = Given(own_person(actor), Channel.WEB, version)
    response.headers["Location"] = "/api/v1/me/consents"
    return ConsentAnswer.of(admin.consent.give(actor, given))


@router.delete("/me/consents", openapi_extra=_own)
def withdraw_mine(admin: AdministrationHere, actor: ActorHere) -> WithdrawnAnswer:
    """Withdraw; one's templates and photos are destroyed, and the PIN stays."""
    return WithdrawnAnswer.of(admin.consent.withdraw(actor, own_person(actor), Channel.WEB))


def _history(admin: AdministrationHere, actor: ActorHere, person_id: str) -> ConsentsAnswer:
    facts = admin.consent.of(actor, person_id)
    return ConsentsAnswer(
        state=admin.consent.standing(person_id),
        history=[ConsentAnswer.of(fact) for fact in facts],
    )
