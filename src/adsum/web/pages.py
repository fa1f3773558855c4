"""The documentation's viewer and the icon, from this package: nothing comes from elsewhere."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi import Path as InPath
from fastapi.responses import FileResponse, JSONResponse

from adsum.errors import NotFound, Unavailable
from adsum.web.guard import FileRoute, needs
from adsum.web.headers import DOCS_POLICY
from adsum.web.permissions import Permission

STATIC = Path(__file__).parent / "static"
# Swagger UI's two files come with this registry package; it is located, never imported.
DOCS_PACKAGE = "fastapi-offline"
DOCS_FILES = {
    "swagger-ui.css": "fastapi_offline/static/swagger-ui.css",
    "swagger-ui-bundle.js": "fastapi_offline/static/swagger-ui-bundle.js",
}
# A new release's files are seen at once: browsers ask whether theirs are still the ones.
_REVALIDATE = {"Cache-Control": "no-cache"}

router = APIRouter(route_class=FileRoute)
_open: dict[str, Any] = needs(Permission.OPEN)


class PageMissing(NotFound):
    """There is no such file among the pages."""

    code = "page.unknown"
    remedy = "Start at the first page: /"


class DocsMissing(Unavailable):
    """The package with the documentation's viewer is not installed."""

    code = "docs.viewer_missing"
    remedy = f"Run: pip install {DOCS_PACKAGE} (the document itself is at /api/openapi.json)"


@router.get("/static/{name}", openapi_extra=_open)
def static_file(name: Annotated[str, InPath(pattern=r"^[a-z0-9-]+\.(js|css|svg)$")]) -> Response:
    """Serve one of the package's own files; names with a path in them match nothing."""
    path = STATIC / name
    if not path.is_file():
        raise PageMissing(f"there is no file {name}")
    return FileResponse(path, headers=_REVALIDATE)


@router.get("/favicon.ico", openapi_extra=_open)
def favicon() -> Response:
    """Serve the icon that browsers ask for unasked."""
    return FileResponse(STATIC / "icon.svg", headers=_REVALIDATE)


@router.get("/api/openapi.json", openapi_extra=_open)
def openapi_document(request: Request) -> Response:
    """Serve the OpenAPI document."""
    return JSONResponse(request.app.openapi())


@router.get("/api/docs", openapi_extra=_open)
def docs() -> Response:
    """Serve the documentation's viewer."""
    headers = {**_REVALIDATE, "Content-Security-Policy": DOCS_POLICY}
    return FileResponse(STATIC / "docs.html", headers=headers)


@router.get("/api/docs/{name}", openapi_extra=_open)
def docs_file(name: str) -> Response:
    """Serve one of the viewer's files."""
    member = DOCS_FILES.get(name)
    if member is None:
        raise PageMissing(f"there is no file {name}")
    try:
        path = Path(str(metadata.distribution(DOCS_PACKAGE).locate_file(member)))
    except metadata.PackageNotFoundError as error:
        raise DocsMissing(f"{DOCS_PACKAGE} is not installed") from error
    if not path.is_file():
        raise DocsMissing(f"{DOCS_PACKAGE} lacks its file {name}")
    return FileResponse(path, headers=_REVALIDATE)
