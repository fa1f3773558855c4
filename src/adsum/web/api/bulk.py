"""Many people or records at once: JSON lines and CSV, with an answer for each row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response, UploadFile
from pydantic import BaseModel

from adsum.app.actor import Actor
from adsum.app.administration import Administration
from adsum.app.audit import Journal, Subject
from adsum.app.ids import new_id
from adsum.app.kinds import KINDS, Kind
from adsum.app.put_document import Change
from adsum.app.services import Services
from adsum.domain.person import Person, clean_name
from adsum.errors import AdsumError, InvalidInput, Unavailable
from adsum.web.api.documents import read_permission, write_permission
from adsum.web.bulk_text import read_rows, to_csv, to_json_lines
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, ServicesHere, needs
from adsum.web.permissions import Permission
from adsum.web.scope import note_view, visible_documents

router = APIRouter(tags=["bulk"], route_class=GuardedRoute)

_AT_ONCE = 1000


class BulkFormat(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"


class BadRow(InvalidInput):
    """A row that is no record."""

    code = "bulk.bad_row"
    remedy = "Write one JSON object a line, or as many CSV cells as there are columns."


class RowOutcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    REFUSED = "refused"


class RowAnswer(BaseModel):
    """What became of one row; `row` as an editor counts lines."""

    row: int
    id: str | None
    outcome: RowOutcome
    code: str | None = None
    detail: str | None = None


class ImportAnswer(BaseModel):
    """The rows that were good are stored, whatever became of the others."""

    created: int
    updated: int
    refused: int
    rows: list[RowAnswer]


Format = Annotated[BulkFormat, Query(description="jsonl: one JSON object a line")]
Store = Callable[[dict[str, Any]], tuple[str, RowOutcome]]


@router.get("/export/people", openapi_extra=needs(Permission.PEOPLE_WRITE), response_class=Response)
def export_people(
    services: ServicesHere,
    admin: AdministrationHere,
    actor: ActorHere,
    format: Format = BulkFormat.JSONL,
) -> Response:
    """Export everybody by name."""
    with services.store.read() as records:
        names = records.people.names()
    note_view(admin, actor, "people")
    by_name = sorted(names.items(), key=lambda item: item[1].casefold())
    return _file([{"id": id, "name": name} for id, name in by_name], ["id", "name"], format)


@router.post("/import/people", openapi_extra=needs(Permission.PEOPLE_WRITE))
def import_people(services: ServicesHere, actor: ActorHere, file: UploadFile) -> ImportAnswer:
    """Add people by name, with an id of your own if the rows have one."""
    return _imported(file, lambda row: _add_person(services, actor, row))


def _add_person(services: Services, actor: Actor, row: dict[str, Any]) -> tuple[str, RowOutcome]:
    name, id = row.get("name"), row.get("id") or new_id()
    if not isinstance(name, str) or not isinstance(id, str) or not _plain(id):
        raise BadRow("a person has a name, and an id of at most 64 letters, digits and . _ : -")
    now = services.clock.now()
    person = Person(id, clean_name(name), now)
    with services.store.write() as records:
        if records.people.get(id) is not None:
            raise BadRow(f"the id {id} is taken")
        records.people.add(person)
        records.audit.append(Journal(actor, now).act("person.added", Subject("person", id, id)))
    return id, RowOutcome.CREATED


def _plain(id: str) -> bool:
    return 0 < len(id) <= 64 and id.isascii() and all(c.isalnum() or c in "._:-" for c in id)


def _add_kind(kind: Kind) -> None:
    def export(
        admin: AdministrationHere, actor: ActorHere, format: Format = BulkFormat.JSONL
    ) -> Response:
        rows = [one.body for one in visible_documents(admin, actor, _all(admin, kind))]
        return _file(rows, [field.name for field in fields(kind.type)], format)

    def import_(admin: AdministrationHere, actor: ActorHere, file: UploadFile) -> ImportAnswer:
        def store(row: dict[str, Any]) -> tuple[str, RowOutcome]:
            id = row.get("id") or new_id()
            if not isinstance(id, str):
                raise BadRow("the id is a text")
            done = admin.put_document.execute(actor, Change(kind.name, id, row))
            return id, RowOutcome.CREATED if done.revision == 1 else RowOutcome.UPDATED

        return _imported(file, store)

    words = kind.plural.replace("-", " ")
    router.add_api_route(
        f"/export/{kind.plural}",
        export,
        name=f"export_{kind.plural}",
        summary=f"Export all {words}",
        description="Secrets are masked.",
        openapi_extra=needs(read_permission(kind)),
        response_class=Response,
    )
    router.add_api_route(
        f"/import/{kind.plural}",
        import_,
        methods=["POST"],
        name=f"import_{kind.plural}",
        summary=f"Set up or replace many {words}",
        description="Each row by itself, in the order given; rows without an id are new.",
        openapi_extra=needs(write_permission(kind)),
    )


for _kind in KINDS.values():
    _add_kind(_kind)


def _all(admin: Administration, kind: Kind) -> list[Any]:
    found: list[Any] = []
    while True:
        after = found[-1].id if found else ""
        page = admin.read_documents.page(kind.name, after=after, limit=_AT_ONCE)
        found += page
        if len(page) < _AT_ONCE:
            return found


def _file(rows: list[dict[str, Any]], columns: list[str], format: BulkFormat) -> Response:
    if format is BulkFormat.CSV:
        return Response(to_csv(rows, columns), media_type="text/csv; charset=utf-8")
    return Response(to_json_lines(rows), media_type="application/x-ndjson")


def _imported(file: UploadFile, store: Store) -> ImportAnswer:
    answers = [_row(number, row, store) for number, row in read_rows(file.file.read())]
    counts = {outcome: sum(a.outcome is outcome for a in answers) for outcome in RowOutcome}
    return ImportAnswer(
        created=counts[RowOutcome.CREATED],
        updated=counts[RowOutcome.UPDATED],
        refused=counts[RowOutcome.REFUSED],
        rows=answers,
    )


def _row(number: int, row: dict[str, Any] | None, store: Store) -> RowAnswer:
    try:
        if row is None:
            raise BadRow("the row is no record")
        id, outcome = store(row)
    except Unavailable:
        raise  # not this row's fault: the next one would fare no better
    except AdsumError as error:
        return RowAnswer(
            row=number,
            id=None,
            outcome=RowOutcome.REFUSED,
            code=error.code,
            detail=error.message,
        )
    return RowAnswer(row=number, id=id, outcome=outcome)
