"""The built user interface: its pages, their files, and what makes the kiosk installable."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Response
from fastapi import Path as InPath
from fastapi.responses import FileResponse

from adsum.errors import Unavailable
from adsum.web.guard import FileRoute, needs
from adsum.web.headers import PAGE_POLICY
from adsum.web.pages import PageMissing
from adsum.web.permissions import Permission

UI = Path(__file__).parent / "static" / "ui"
# The kiosk is an installable page with recorded voices; still nothing comes from elsewhere.
UI_POLICY = f"{PAGE_POLICY}; manifest-src 'self'; worker-src 'self'; media-src 'self' blob:"
_REVALIDATE = {"Cache-Control": "no-cache", "Content-Security-Policy": UI_POLICY}
# The name of a built file holds the hash of its content: it never changes.
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_open: dict[str, Any] = needs(Permission.OPEN)

router = APIRouter(route_class=FileRoute)


class UiMissing(Unavailable):
    """The user interface was not built into this installation."""

    code = "ui.missing"
    remedy = "Install Adsum from a wheel, or in a clone run: pip install -e ."


def ui_page(name: str) -> Response:
    """Return the built page `name`.

    Raises:
        UiMissing: there is none.
    """
    return _file(f"{name}.html", _REVALIDATE)


@router.get("/", openapi_extra=_open)
@router.get("/app", openapi_extra=_open)
@router.get("/app/{path:path}", openapi_extra=_open)
def admin() -> Response:
    """Serve the administration; which of its pages is shown is decided in the browser."""
    return ui_page("admin")


@router.get("/kiosk", openapi_extra=_open)
def kiosk() -> Response:
    """Serve the kiosk."""
    return ui_page("kiosk")


@router.get("/ui/kiosk.webmanifest", openapi_extra=_open)
def manifest() -> Response:
    """Serve what makes the kiosk installable."""
    return _file("kiosk.webmanifest", _REVALIDATE, media_type="application/manifest+json")


@router.get("/kiosk-sw.js", openapi_extra=_open)
def service_worker() -> Response:
    """Serve the kiosk's service worker; from the root, so that it may serve /kiosk."""
    return _file("kiosk-sw.js", _REVALIDATE)


@router.get("/ui/assets/{name}", openapi_extra=_open)
def asset(
    name: Annotated[str, InPath(pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$")],
) -> Response:
    """Serve one built file; names with a path in them match nothing."""
    path = UI / "assets" / name
    if not path.is_file():
        raise PageMissing(f"there is no file {name}")
    return FileResponse(path, headers=_FOREVER)


def _file(name: str, headers: dict[str, str], media_type: str | None = None) -> Response:
    path = UI / name
    if not path.is_file():
        raise UiMissing("the user interface is not part of this installation")
    return FileResponse(path, headers=headers, media_type=media_type)
