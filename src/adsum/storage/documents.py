"""Documents of all kinds in the database."""

from __future__ import annotations

from collections.abc import Sequence
from secrets import randbits

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from adsum.app.ports.documents import RULES, StoredDocument
from adsum.errors import Conflict
from adsum.storage.attendance_tables import documents, generations
from adsum.storage.columns import folded
from adsum.storage.prepared import Prepared
from adsum.storage.unique import insert_unique

# Built once: asked for at every punch.
_GENERATION = Prepared(select(generations.c.value).where(generations.c.name == bindparam("name")))


class DocumentExists(Conflict):
    """There is a document of this kind with this id."""

    code = "document.exists"
    remedy = "Choose another id, or change the document that there is."


class StaleDocument(Conflict):
    """Somebody changed or removed the document in the meantime."""

    code = "document.stale"
    remedy = "Fetch the document again and repeat the change on it."


class SqlDocuments:
    """Implements `app.ports.documents.Documents`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._generations = SqlGenerations(connection)

    def get(self, kind: str, id: str) -> StoredDocument | None:
        query = select(documents).where(documents.c.kind == kind, documents.c.id == id)
        row = self._connection.execute(query).first()
        return None if row is None else _document(row)

    def page(
        self, kind: str, *, after: str = "", limit: int = 100, search: str = ""
    ) -> Sequence[StoredDocument]:
        query = select(documents).where(documents.c.kind == kind, documents.c.id > after)
        if search:
            wanted = folded(search)
            query = query.where(
                or_(
                    documents.c.title_key.contains(wanted, autoescape=True),
                    documents.c.id.contains(search, autoescape=True),
                )
            )
        rows = self._connection.execute(query.order_by(documents.c.id).limit(limit))
        return [_document(row) for row in rows]

    def all(self, kind: str | None = None) -> Sequence[StoredDocument]:
        query = select(documents).order_by(documents.c.kind, documents.c.id)
        if kind is not None:
            query = query.where(documents.c.kind == kind)
        return [_document(row) for row in self._connection.execute(query)]

    def put(self, document: StoredDocument, *, title: str, expected: int | None) -> None:
        given = {
            "revision": document.revision,
            "title_key": folded(title)[:360],
            "body": document.body,
            "updated_at": document.updated_at,
        }
        if expected == 0 or self.get(document.kind, document.id) is None:
            if expected:
                raise StaleDocument(f"there is no {document.kind} {document.id} any more")
            row = insert(documents).values(kind=document.kind, id=document.id, **given)
            known = DocumentExists(f"there is a {document.kind} {document.id} already")
            insert_unique(self._connection, row, known)
        else:
            change = update(documents).where(*_at(document.kind, document.id, expected))
            self._expect_one(self._connection.execute(change.values(**given)).rowcount)
        self._generations.bump(RULES)

    def remove(self, kind: str, id: str, *, expected: int | None) -> None:
        gone = delete(documents).where(*_at(kind, id, expected))
        self._expect_one(self._connection.execute(gone).rowcount)
        self._generations.bump(RULES)

    @staticmethod
    def _expect_one(count: int) -> None:
        if count != 1:
            raise StaleDocument("the document is not the one that was expected")


class SqlGenerations:
    """Implements `app.ports.documents.Generations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, name: str) -> int:
        rows = _GENERATION.rows(self._connection, {"name": name})
        return int(rows[0][0]) if rows else 0

    def bump(self, name: str) -> None:
        # Random: a counter would give the number of a transaction that failed to the next one.
        value = randbits(31)
        change = update(generations).where(generations.c.name == name)
        if not self._connection.execute(change.values(value=value)).rowcount:
            self._connection.execute(insert(generations).values(name=name, value=value))


def _at(kind: str, id: str, expected: int | None) -> list[ColumnElement[bool]]:
    found = [documents.c.kind == kind, documents.c.id == id]
    return found if expected is None else [*found, documents.c.revision == expected]


def _document(row: Row[tuple[object, ...]]) -> StoredDocument:
    return StoredDocument(row.kind, row.id, row.revision, row.body, row.updated_at)
