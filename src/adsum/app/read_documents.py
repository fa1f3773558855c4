"""Show master data."""

from __future__ import annotations

from adsum.app.documents import Document, UnknownDocument, opened
from adsum.app.kinds import kind_of
from adsum.app.ports.store import Store


class ReadDocuments:
    """Show documents of a kind, one or page by page, by id. Secrets are never shown."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, kind_name: str, id: str) -> Document:
        """Return one document.

        Raises:
            UnknownDocument, UnknownKind.
        """
        kind = kind_of(kind_name)
        with self._store.read() as records:
            stored = records.documents.get(kind.name, id)
        if stored is None:
            raise UnknownDocument(f"there is no {kind.title.lower()} {id!r}")
        return opened(kind, stored)

    def page(
        self, kind_name: str, *, after: str = "", limit: int = 100, search: str = ""
    ) -> list[Document]:
        """Return documents by id, those after the id `after`, whose id or name has `search`."""
        kind = kind_of(kind_name)
        with self._store.read() as records:
            found = records.documents.page(kind.name, after=after, limit=limit, search=search)
        return [opened(kind, stored) for stored in found]
