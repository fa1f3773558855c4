"""Is Adsum alive, and is it ready to work?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

import adsum
from adsum.errors import AdsumError
from adsum.web.guard import GuardedRoute, ServicesHere, needs
from adsum.web.permissions import Permission

router = APIRouter(prefix="/health", tags=["health"], route_class=GuardedRoute)


class Health(BaseModel):
    """`parts` says "ready" or the code of what keeps a part from working."""

    status: Literal["ready", "degraded"]
    version: str
    parts: dict[str, str]
    setup_needed: bool | None


@router.get("", openapi_extra=needs(Permission.OPEN))
def health(services: ServicesHere, response: Response) -> Health:
    """Answer 200 if everything is ready, 503 with the reasons if not. Names no person or number."""
    parts = {
        "database": _state(services.accounts.needs_setup),
        "recognition": _state(services.gallery.current),
    }
    ready = set(parts.values()) == {"ready"}
    if not ready:
        response.status_code = 503
    known = parts["database"] == "ready"
    return Health(
        status="ready" if ready else "degraded",
        version=adsum.__version__,
        parts=parts,
        setup_needed=services.accounts.needs_setup() if known else None,
    )


def _state(check: Callable[[], object]) -> str:
    try:
        check()
    except AdsumError as error:
        return error.code
    return "ready"
