"""Unknown visitors: who was seen and is not enrolled."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from adsum.app.assign_visitor import Assigned, Assignment
from adsum.app.enrol import Status
from adsum.app.ports.visitors import Visitor, VisitSummary
from adsum.web.api.corrections import CorrectionAnswer
from adsum.web.guard import ActorHere, GuardedRoute, ServicesHere, needs
from adsum.web.paging import After, Limit, Page, page
from adsum.web.permissions import Permission
from adsum.web.shapes import Instant, PersonId, PersonRef

router = APIRouter(prefix="/visitors", tags=["visitors"], route_class=GuardedRoute)


class VisitorAnswer(BaseModel):
    """Visits that look like one person. best_visit: the one with the best shot."""

    id: str
    visits: int
    first_at: datetime
    last_at: datetime
    best_visit: str

    @classmethod
    def of(cls, visitor: Visitor) -> Self:
        return cls(
            id=visitor.id,
            visits=visitor.visits,
            first_at=visitor.first_at,
            last_at=visitor.last_at,
            best_visit=visitor.best_visit,
        )


class VisitAnswer(BaseModel):
    """One visit; its picture is at /api/v1/visits/{id}/crop. camera: a camera's or kiosk's id."""

    id: str
    camera: str
    place: str
    first_at: datetime
    last_at: datetime
    quality: float

    @classmethod
    def of(cls, visit: VisitSummary) -> Self:
        return cls(
            id=visit.id,
            camera=visit.camera,
            place=visit.place,
            first_at=visit.first_at,
            last_at=visit.last_at,
            quality=visit.quality,
        )


class VisitorWithVisits(VisitorAnswer):
    """A visitor and every visit, oldest first."""

    all_visits: list[VisitAnswer]


class NewAssignment(BaseModel):
    """Who the visitor is: `person_id` of an enrolled person, or the `name` of a new one.

    enrol: whether the best shots become enrolment photos. propose: whether the visits are offered
    as punches for approval.
    """

    person_id: PersonId | None = None
    name: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    enrol: bool = True
    propose: bool = True


class ShotAnswer(BaseModel):
    """What became of a shot; `reason` says why it was refused."""

    status: Status
    reason: str | None


class AssignmentAnswer(BaseModel):
    """What came of an assignment. not_offered: visits that cannot be proposed as punches."""

    person: PersonRef
    shots: list[ShotAnswer]
    corrections: list[CorrectionAnswer]
    not_offered: dict[str, str]

    @classmethod
    def of(cls, assigned: Assigned) -> Self:
        return cls(
            person=PersonRef.of(assigned.person),
            shots=[
                ShotAnswer(status=o.status, reason=o.error.message if o.error else None)
                for o in assigned.outcomes
            ],
            corrections=[CorrectionAnswer.of(one) for one in assigned.corrections],
            not_offered={id: error.message for id, error in assigned.refused.items()},
        )


class Purge(BaseModel):
    """before: visits that ended earlier are deleted."""

    before: Instant


class Purged(BaseModel):
    visits: int


@router.get("", openapi_extra=needs(Permission.VISITORS_READ))
def list_visitors(
    services: ServicesHere, after: After = "", limit: Limit = 100
) -> Page[VisitorAnswer]:
    """List unknown visitors, who was seen last first."""
    found = services.review_visitors.page(after=after, limit=limit + 1)
    return page(found, limit, lambda row: row.id, VisitorAnswer.of)


@router.post("/purge", openapi_extra=needs(Permission.VISITORS_WRITE))
def purge(services: ServicesHere, actor: ActorHere, body: Purge) -> Purged:
    """Delete all visits that ended before a time."""
    return Purged(visits=services.review_visitors.purge(actor, body.before))


@router.get("/{visitor_id}", openapi_extra=needs(Permission.VISITORS_READ))
def show(services: ServicesHere, visitor_id: str) -> VisitorWithVisits:
    """Show one visitor with all visits."""
    visitor, visits = services.review_visitors.execute(visitor_id)
    shown = VisitorAnswer.of(visitor).model_dump()
    return VisitorWithVisits(**shown, all_visits=[VisitAnswer.of(one) for one in visits])


@router.delete("/{visitor_id}", openapi_extra=needs(Permission.VISITORS_WRITE))
def dismiss(services: ServicesHere, actor: ActorHere, visitor_id: str) -> Purged:
    """Delete a visitor with all pictures for good."""
    return Purged(visits=services.review_visitors.dismiss(actor, visitor_id))


@router.post("/{visitor_id}/assignment", openapi_extra=needs(Permission.VISITORS_WRITE))
def assign(
    services: ServicesHere, actor: ActorHere, visitor_id: str, body: NewAssignment
) -> AssignmentAnswer:
    """Say who a visitor is; enrols the best shots and offers the visits as punches."""
    given = Assignment(visitor_id, body.person_id, body.name, body.enrol, body.propose)
    return AssignmentAnswer.of(services.assign_visitor.execute(actor, given))


pictures = APIRouter(prefix="/visits", tags=["visitors"], route_class=GuardedRoute)


@pictures.get(
    "/{visit_id}/crop",
    openapi_extra=needs(Permission.VISITORS_READ),
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}, "description": "The kept face"}},
)
def crop(services: ServicesHere, visit_id: str) -> Response:
    """Show the best shot of a visit: the face with some margin."""
    return Response(services.review_visitors.crop(visit_id), media_type="image/jpeg")
