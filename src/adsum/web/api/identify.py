"""Who is in this picture?"""

from __future__ import annotations

from fastapi import APIRouter, UploadFile
from pydantic import BaseModel

from adsum.web.guard import GuardedRoute, PrincipalHere, ServicesHere, needs
from adsum.web.permissions import Permission, may
from adsum.web.shapes import FaceAnswer

router = APIRouter(prefix="/identify", tags=["identify"], route_class=GuardedRoute)


class Identification(BaseModel):
    """The faces, the most confident detection first."""

    faces: list[FaceAnswer]


@router.post("", openapi_extra=needs(Permission.IDENTIFY))
def identify(services: ServicesHere, principal: PrincipalHere, photo: UploadFile) -> Identification:
    """Find every face in a photo and name the enrolled person, or answer null for "unknown"."""
    faces = services.identify.execute(photo.file.read())
    with_score = may(principal.role, Permission.SCORES_READ)
    return Identification(faces=[FaceAnswer.of(face, with_score=with_score) for face in faces])
