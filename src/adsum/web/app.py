"""`make_app(services)`: the ASGI application."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI

import adsum
from adsum.app.services import Services
from adsum.web import pages, problems
from adsum.web.api import attendance, health, identify, people, photos, punches, session
from adsum.web.guard import GuardedRoute, check_all_guarded
from adsum.web.headers import SecurityHeaders
from adsum.web.idempotency import IdempotentAnswers
from adsum.web.ratelimit import RateGate, RateLimits
from adsum.web.uploads import BodyLimit, keep_uploads_in_memory

API_ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    session.router,
    people.router,
    photos.router,
    identify.router,
    punches.router,
    attendance.router,
)
_DESCRIPTION = (
    "Face-recognition attendance. Send the token of `POST /api/v1/session` as "
    "`Authorization: Bearer TOKEN`. Errors are problem details (RFC 9457) with a stable `code`. "
    "`x-permission` names what a route asks for."
)


class AdsumApi(FastAPI):
    """FastAPI whose document names the one way to authenticate."""

    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        schemes = document.setdefault("components", {}).setdefault("securitySchemes", {})
        schemes["bearer"] = {"type": "http", "scheme": "bearer"}
        return document


def make_app(
    services: Services,
    *,
    extra: tuple[APIRouter, ...] = (),
    limits: RateLimits | None = None,
) -> FastAPI:
    """Return the application over the built use cases.

    extra: further routers below /api/v1; their routes are guarded like all others. limits: how
    fast somebody may ask.

    Raises:
        PermissionMissing: a route does not state its permission.
    """
    keep_uploads_in_memory(services.decoder.max_bytes)
    app = AdsumApi(
        title="Adsum",
        version=adsum.__version__,
        description=_DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.state.services = services
    app.state.rates = RateGate(limits)
    app.state.answers = IdempotentAnswers(services.store)
    app.router.route_class = GuardedRoute
    problem: dict[int | str, dict[str, Any]] = {
        "default": {"model": problems.Problem, "description": "A problem, see `code`"}
    }
    for router in (*API_ROUTERS, *extra):
        app.include_router(router, prefix="/api/v1", responses=problem)
    app.include_router(pages.router, include_in_schema=False)
    check_all_guarded(app.routes)
    problems.install(app)
    app.add_middleware(BodyLimit, max_photo=services.decoder.max_bytes)
    app.add_middleware(SecurityHeaders)
    return app
