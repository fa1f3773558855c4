"""`make_app(services)`: the ASGI application."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI

import adsum
from adsum.app.kiosk_services import KioskServices
from adsum.app.ports.cameras import LiveCameras
from adsum.app.services import Services
from adsum.web import kiosk_messages, kiosk_socket, pages, problems, ui_pages
from adsum.web.api import (
    administration,
    attendance,
    enrolment_jobs,
    enrolments,
    file_limits,
    health,
    identify,
    live_cameras,
    metrics,
    people,
    photos,
    punches,
    recognition,
    session,
    visitors,
)
from adsum.web.api import kiosk as kiosk_api
from adsum.web.document_schema import document_schemas
from adsum.web.guard import GuardedRoute, check_all_guarded
from adsum.web.headers import SecurityHeaders
from adsum.web.idempotency import IdempotentAnswers
from adsum.web.live import LiveLog
from adsum.web.ratelimit import RateGate, RateLimits
from adsum.web.uploads import BodyLimit, BodyLimits, keep_uploads_in_memory

API_ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    session.router,
    file_limits.router,
    people.router,
    photos.router,
    enrolments.router,
    enrolment_jobs.router,
    identify.router,
    punches.router,
    attendance.router,
    kiosk_api.router,
    visitors.router,
    visitors.pictures,
    live_cameras.router,
    recognition.router,
    *administration.ROUTERS,
)
_DESCRIPTION = (
    "Face-recognition attendance. Send the token of `POST /api/v1/session` as "
    "`Authorization: Bearer TOKEN`. Errors are problem details (RFC 9457) with a stable `code`. "
    "`x-permission` names what a route asks for."
)

_PROBLEM: dict[int | str, dict[str, Any]] = {
    "default": {"model": problems.Problem, "description": "A problem, see `code`"}
}


class AdsumApi(FastAPI):
    """FastAPI whose document names the one way to authenticate."""

    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        components = document.setdefault("components", {})
        components.setdefault("schemas", {}).update(document_schemas())
        schemes = components.setdefault("securitySchemes", {})
        schemes["bearer"] = {"type": "http", "scheme": "bearer"}
        document["components"].setdefault("schemas", {}).update(kiosk_messages.schemas())
        return document


def _described() -> AdsumApi:
    """Return the application with all routes of the API, and nothing to serve them with."""
    app = AdsumApi(
        title="Adsum",
        version=adsum.__version__,
        description=_DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.router.route_class = GuardedRoute
    for router in API_ROUTERS:
        app.include_router(router, prefix="/api/v1", responses=_PROBLEM)
    return app


def describe() -> dict[str, Any]:
    """Return the OpenAPI document; the user interface's types are made from it."""
    return _described().openapi()


def make_app(
    services: Services,
    *,
    extra: tuple[APIRouter, ...] = (),
    limits: RateLimits | None = None,
    kiosk: KioskServices | None = None,
    cameras: LiveCameras | None = None,
) -> FastAPI:
    """Return the application over the built use cases.

    extra: further routers below /api/v1; their routes are guarded like all others. limits: how
    fast somebody may ask. kiosk: the kiosk's use cases; without them its routes are unavailable.
    cameras: those that are being watched.

    Raises:
        PermissionMissing: a route does not state its permission.
    """
    keep_uploads_in_memory(services.decoder.max_bytes)
    app = _described()
    app.state.services = services
    app.state.kiosk = kiosk
    app.state.cameras = cameras
    app.state.rates = RateGate(limits)
    app.state.live = LiveLog(services.administration.live_feed, services.clock)
    app.state.answers = IdempotentAnswers(services.store)
    for router in extra:
        app.include_router(router, prefix="/api/v1", responses=_PROBLEM)
    for router in (pages.router, metrics.router, ui_pages.router):
        app.include_router(router, include_in_schema=False)
    check_all_guarded(app.routes)
    app.router.routes.append(kiosk_socket.route)
    problems.install(app)
    limits_of_bodies = BodyLimits(services.decoder.max_bytes, services.max_archive_bytes)
    app.add_middleware(BodyLimit, limits=limits_of_bodies)
    app.add_middleware(SecurityHeaders)
    return app
