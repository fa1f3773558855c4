"""Master data over HTTP: for each kind of document the same five routes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Response
from fastapi.responses import JSONResponse

from adsum.app.documents import Document
from adsum.app.ids import new_id
from adsum.app.kinds import KINDS, Kind
from adsum.app.masterdata import InvalidDocument
from adsum.app.put_document import Change
from adsum.web.document_schema import (
    answer_reference,
    body_reference,
    page_reference,
)
from adsum.web.etag import ANY, IfMatch, IfNoneMatch, expected, tag
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, needs
from adsum.web.paging import After, Limit, Search
from adsum.web.permissions import Permission
from adsum.web.scope import visible_documents

# What everybody who uses Adsum may know: where, when and which leave there is, and nobody's name.
_CATALOGUE = {
    "site",
    "place",
    "team",
    "shift",
    "rotation",
    "holiday_set",
    "leave_type",
    "consent_text",
}

GivenBody = Annotated[dict[str, Any], Body()]


def read_permission(kind: Kind) -> Permission:
    """Return what reading documents of a kind asks for."""
    if kind.name in _CATALOGUE:
        return Permission.CATALOGUE_READ
    return Permission(f"{kind.permission}.read")


def write_permission(kind: Kind) -> Permission:
    """Return what changing documents of a kind asks for."""
    return Permission(f"{kind.permission}.write")


def shown(document: Document) -> dict[str, Any]:
    """Return a document as the answers have it."""
    return {
        "kind": document.kind.name,
        "id": document.id,
        "revision": document.revision,
        "updated_at": document.updated_at.isoformat(),
        "body": document.body,
    }


def document_router(kind: Kind) -> APIRouter:
    """Return the routes of one kind."""
    router = APIRouter(prefix=f"/{kind.plural}", tags=[kind.plural], route_class=GuardedRoute)
    _add_reading(router, kind)
    _add_writing(router, kind)
    return router


def _add_reading(router: APIRouter, kind: Kind) -> None:
    title = kind.title.lower()

    def list_documents(
        admin: AdministrationHere,
        actor: ActorHere,
        after: After = "",
        limit: Limit = 100,
        search: Search = "",
    ) -> Response:
        read = admin.read_documents.page(kind.name, after=after, limit=limit + 1, search=search)
        page = read[:limit]
        items = [shown(one) for one in visible_documents(admin, actor, page)]
        following = page[-1].id if len(read) > limit else None
        return JSONResponse({"items": items, "next": following})

    def show_document(admin: AdministrationHere, actor: ActorHere, id: str) -> Response:
        document = admin.read_documents.execute(kind.name, id)
        (found,) = visible_documents(admin, actor, [document], strict=True)
        return _answer(found)

    read = read_permission(kind)
    router.add_api_route(
        "",
        list_documents,
        name=f"list_{kind.plural}",
        summary=f"List {kind.plural.replace('-', ' ')}",
        description=f"Page by page, by id; `search` looks in id and name ({title}).",
        openapi_extra=needs(read, extra={"responses": _answers(200, page_reference(kind))}),
    )
    router.add_api_route(
        "/{id}",
        show_document,
        name=f"show_{kind.name}",
        summary=f"Show a {title}",
        description="The ETag is the revision; send it as If-Match with a change.",
        openapi_extra=needs(read, extra={"responses": _answers(200, answer_reference(kind))}),
    )


def _add_writing(router: APIRouter, kind: Kind) -> None:
    title, write = kind.title.lower(), write_permission(kind)
    given = {"requestBody": _content(body_reference(kind)) | {"required": True}}

    def create_document(
        admin: AdministrationHere, actor: ActorHere, body: GivenBody, response: Response
    ) -> Response:
        id = body.get("id") or new_id()
        document = admin.put_document.execute(actor, Change(kind.name, _text(id), body, 0))
        answer = _answer(document, status=201)
        answer.headers["Location"] = f"/api/v1/{kind.plural}/{document.id}"
        return answer

    def put_document(
        admin: AdministrationHere,
        actor: ActorHere,
        id: str,
        body: GivenBody,
        if_match: IfMatch = None,
        if_none_match: IfNoneMatch = None,
    ) -> Response:
        if body.get("id", id) != id:
            raise InvalidDocument(f"id: the body is about another {title} than the address")
        revision = expected(if_match, if_none_match)
        if revision is None and if_match == ANY:
            admin.read_documents.execute(kind.name, id)  # there must be one
        document = admin.put_document.execute(actor, Change(kind.name, id, body, revision))
        return _answer(document, status=201 if document.revision == 1 else 200)

    def remove_document(
        admin: AdministrationHere, actor: ActorHere, id: str, if_match: IfMatch = None
    ) -> Response:
        admin.remove_document.execute(actor, kind.name, id, expected=expected(if_match))
        return Response(status_code=204)

    for method, path, endpoint, name, summary, extra in (
        ("POST", "", create_document, "create", f"Set up a {title}", given),
        ("PUT", "/{id}", put_document, "put", f"Set up or replace a {title}", given),
        ("DELETE", "/{id}", remove_document, "remove", f"Remove a {title}", {}),
    ):
        status = {"POST": 201, "PUT": 200, "DELETE": 204}[method]
        answers = {} if status == 204 else {"responses": _answers(status, answer_reference(kind))}
        router.add_api_route(
            path,
            endpoint,
            methods=[method],
            status_code=status,
            name=f"{name}_{kind.name}",
            summary=summary,
            description=kind.type.__doc__,
            openapi_extra=needs(write, extra=extra | answers),
        )


def _answer(document: Document, status: int = 200) -> Response:
    return JSONResponse(shown(document), status, headers={"ETag": tag(document.revision)})


def _text(id: object) -> str:
    if not isinstance(id, str):
        raise InvalidDocument("id: it is a text")
    return id


def _content(schema: dict[str, str]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _answers(status: int, schema: dict[str, str]) -> dict[str, Any]:
    return {str(status): {"description": "Done", **_content(schema)}}


routers: tuple[APIRouter, ...] = tuple(document_router(kind) for kind in KINDS.values())
"""The routes of all kinds."""
