"""Caps on what a request may carry, enforced while it arrives."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adsum.web.problems import SMALLER, respond

# Boundaries, part headers and the small fields beside a photo.
MULTIPART_OVERHEAD = 64 * 1024
MAX_JSON = 256 * 1024
# Photos of one person that are sent together, as whole sizes of the largest one.
PHOTOS_AT_ONCE = 4
SEVERAL_PHOTOS = re.compile(r"/api/v1/enrolments(/check)?")
# The one route that reads its body as a stream.
ARCHIVES = re.compile(r"/api/v1/enrolment-jobs/[^/]+/archive")


def keep_uploads_in_memory(max_photo: int) -> None:
    """Never let an upload touch the disk unencrypted: a photo is held in memory or refused.

    Starlette spools parts over 1 MB into temporary files; the size belongs to its parser's class.
    """
    MultiPartParser.spool_max_size = max_photo + MULTIPART_OVERHEAD


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """Bytes of a photo and of an archive of photos, at most."""

    photo: int
    archive: int

    @property
    def photos(self) -> int:
        """Bytes of all photos of one enrolment together."""
        return PHOTOS_AT_ONCE * self.photo

    def of(self, path: str, media_type: str) -> int:
        """Return how large a body may be."""
        if ARCHIVES.fullmatch(path):
            return self.archive
        if not media_type.lower().startswith("multipart/"):
            return MAX_JSON
        several = SEVERAL_PHOTOS.fullmatch(path)
        return (self.photos if several else self.photo) + MULTIPART_OVERHEAD


class BodyLimit:
    """Answers 413 to a body that announces too many bytes, and stops reading one that lies."""

    def __init__(self, app: ASGIApp, limits: BodyLimits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = self._limits.of(scope["path"], headers.get("content-type", ""))
        announced = headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > limit:
            await _too_large(limit)(scope, receive, send)
            return
        await self._app(scope, _counted(receive, limit), send)


def _too_large(limit: int) -> ASGIApp:
    shown = f"{limit / 1e6:,.0f} MB" if limit >= 1e6 else f"{limit // 1000} KB"
    detail = f"what was sent is too large: at most {shown} are taken"
    return respond(413, "request.too_large", detail, SMALLER)


def _counted(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            # An HTTPException passes through FastAPI's own reading of the body.
            raise HTTPException(413)
        return message

    return counted
