"""Master data as typed documents: what HR sets up, one table for all kinds of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

RULES = "rules"
"""The generation of everything that the company's rules are made of: documents and leave."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One document as stored. `body` is canonical JSON; `revision` counts from 1."""

    kind: str
    id: str
    revision: int
    body: str
    updated_at: datetime


class Documents(Protocol):
    """Documents by kind and id."""

    def get(self, kind: str, id: str) -> StoredDocument | None: ...

    def page(
        self, kind: str, *, after: str = "", limit: int = 100, search: str = ""
    ) -> Sequence[StoredDocument]:
        """Return documents by id, those after the id `after`, whose id or title has `search`."""
        ...

    def all(self, kind: str | None = None) -> Sequence[StoredDocument]:
        """Return every document of a kind, or of all kinds, by kind and id."""
        ...

    def put(self, document: StoredDocument, *, title: str, expected: int | None) -> None:
        """Store `document` under its `revision`, and change the generation.

        expected: the revision that is to be replaced; 0: there must be none; None: whatever there
        is. Raises `Conflict` if it is another one.
        """
        ...

    def remove(self, kind: str, id: str, *, expected: int | None) -> None:
        """Delete a document and change the generation. Raises `Conflict` as `put` does."""
        ...


class Generations(Protocol):
    """Numbers that change whenever something that is kept in memory changed in the database."""

    def of(self, name: str) -> int: ...

    def bump(self, name: str) -> None:
        """Change it to a number that it has never been."""
        ...
