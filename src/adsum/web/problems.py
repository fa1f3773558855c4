"""Errors as problem details (RFC 9457): a stable code, what happened, what to do."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from adsum.app.ids import new_id
from adsum.app.principal import Forbidden, Unauthenticated
from adsum.app.throttle import TooManyAttempts
from adsum.errors import AdsumError, Conflict, InvalidInput, NotFound, Unavailable
from adsum.web.etag import PreconditionFailed, PreconditionMissing
from adsum.web.headers import SECURITY_HEADERS
from adsum.web.ratelimit import TooManyRequests

SMALLER = "Send a smaller file, or split it into several."

_log = logging.getLogger(__name__)

# The first family that fits decides; the codes below know better where a family is too coarse.
_BY_FAMILY: tuple[tuple[type[AdsumError], int], ...] = (
    (InvalidInput, 422),
    (NotFound, 404),
    (Conflict, 409),
    (Unauthenticated, 401),
    (Forbidden, 403),
    (TooManyAttempts, 429),
    (TooManyRequests, 429),
    (PreconditionMissing, 428),
    (PreconditionFailed, 412),
    (Unavailable, 503),
)
_BY_CODE: Mapping[str, int] = {
    "image.too_large": 413,
    "image.not_an_image": 415,
    "image.unsupported": 415,
    "photo.belongs_to_another": 409,
    "document.stale": 412,
    "account.stale": 412,
    "person.stale": 412,
    "format.not_acceptable": 406,
    "live.too_many": 429,
}
_BY_CODE_FAMILY: Mapping[str, int] = {
    "image": 422,
    "photo": 422,
    "face": 422,
    "model": 503,
    "weights": 503,
    "storage": 503,
    "gallery": 503,
}


class FieldProblem(BaseModel):
    """One part of a request that cannot be used. The value itself is never repeated."""

    where: str
    message: str


class Problem(BaseModel):
    """What every error looks like; `code` is stable across releases."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    remedy: str
    errors: list[FieldProblem] = []
    incident: str | None = None


class ProblemResponse(JSONResponse):
    """JSON with the media type of problem details."""

    media_type = "application/problem+json"


def status_of(error: AdsumError) -> int:
    """Return the HTTP status for an error; 500 for one that no edge should ever meet."""
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    for family, status in _BY_FAMILY:
        if isinstance(error, family):
            return status
    return _BY_CODE_FAMILY.get(error.code.partition(".")[0], 500)


def respond(
    status: int,
    code: str,
    detail: str,
    remedy: str = "",
    *,
    errors: list[FieldProblem] | None = None,
    headers: Mapping[str, str] | None = None,
) -> ProblemResponse:
    """Return the response for one problem."""
    problem = Problem(
        type=f"urn:adsum:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        code=code,
        detail=detail,
        remedy=remedy,
        errors=errors or [],
    )
    body = problem.model_dump(exclude_defaults=True)
    return ProblemResponse(body, status, headers=dict(headers or {}))


async def _known(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, AdsumError)
    status = status_of(error)
    headers = {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, (TooManyAttempts, TooManyRequests)):
        headers["Retry-After"] = str(error.retry_after)
    if status >= 500:
        _log.error("%s %s: %s: %s", request.method, request.url.path, error.code, error)
    return respond(status, error.code, error.message, error.what_to_do, headers=headers)


async def _http(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, HTTPException)
    code, detail, remedy = _HTTP.get(error.status_code, ("request.refused", error.detail, ""))
    if error.status_code in (404, 405):
        detail = f"{detail}: {request.method} {request.url.path}"
    return respond(error.status_code, code, detail, remedy, headers=error.headers)


_HTTP: Mapping[int, tuple[str, str, str]] = {
    400: ("request.malformed", "the body cannot be read", "Send what /api/docs describes."),
    404: ("route.unknown", "there is nothing here", "The routes are listed at /api/docs."),
    405: ("route.method", "not with this method", "The routes are listed at /api/docs."),
    413: ("request.too_large", "what was sent is too large", SMALLER),
}


async def _invalid(_request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, RequestValidationError)
    errors = [
        FieldProblem(where=".".join(map(str, e["loc"])), message=str(e["msg"]))
        for e in error.errors()
    ]
    detail = "; ".join(f"{e.where}: {e.message}" for e in errors)
    remedy = "Send what /api/docs describes."
    return respond(422, "request.invalid", detail, remedy, errors=errors)


async def _unexpected(request: Request, error: Exception) -> ProblemResponse:
    incident = new_id()
    _log.error("incident %s: %s %s", incident, request.method, request.url.path, exc_info=error)
    problem = Problem(
        type="urn:adsum:problem:internal",
        title=HTTPStatus(500).phrase,
        status=500,
        code="internal",
        detail="something went wrong inside Adsum",
        remedy="Look for the incident's number in the server's log and report it.",
        incident=incident,
    )
    # Outside of every middleware, so the headers that they set must be set here.
    return ProblemResponse(problem.model_dump(exclude={"errors"}), 500, dict(SECURITY_HEADERS))


def install(app: FastAPI) -> None:
    """Make `app` answer every error as a problem."""
    app.add_exception_handler(AdsumError, _known)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unexpected)
