"""How large files may be, so that a page can say so before it sends one."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from adsum.web.guard import GuardedRoute, ServicesHere, needs
from adsum.web.permissions import Permission
from adsum.web.uploads import BodyLimits

router = APIRouter(tags=["health"], route_class=GuardedRoute)


class LimitsAnswer(BaseModel):
    """The most bytes of a file. Anything larger is answered with `request.too_large`, unread."""

    photo: int
    photos: int = Field(description="all photos of one enrolment together")
    table: int = Field(description="a CSV, XLSX or JSON lines file")
    archive: int


@router.get("/limits", openapi_extra=needs(Permission.SIGNED_IN))
def limits(services: ServicesHere) -> LimitsAnswer:
    """Say how large files may be."""
    most = BodyLimits(services.decoder.max_bytes, services.max_archive_bytes)
    return LimitsAnswer(
        photo=most.photo, photos=most.photos, table=most.photo, archive=most.archive
    )
