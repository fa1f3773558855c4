"""Documents as the edges see them: typed, with their secrets masked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from adsum.app import codec
from adsum.app.kinds import PERSON, Kind
from adsum.app.masterdata import MASK, InvalidDocument
from adsum.app.ports.documents import StoredDocument
from adsum.app.ports.store import Records
from adsum.errors import Conflict, NotFound


class UnknownDocument(NotFound):
    """There is no such document (any more)."""

    code = "document.unknown"
    remedy = "List the documents of this kind."


class UnknownReference(InvalidDocument):
    """A document names another one that does not exist."""

    code = "document.unknown_reference"
    remedy = "Set up the other one first, or correct the id."


class StillReferenced(Conflict):
    """Other documents name the document that is to be removed."""

    code = "document.referenced"
    remedy = "Change or remove the others first."


@dataclass(frozen=True, slots=True)
class Document:
    """One document. value: its dataclass, secrets masked. body: the same as plain JSON data."""

    kind: Kind
    id: str
    revision: int
    value: Any
    body: dict[str, Any]
    updated_at: datetime


def opened(kind: Kind, stored: StoredDocument) -> Document:
    """Return a stored document with its value."""
    value = codec.loads(kind.type, stored.body)
    body = codec.plain(value)
    return Document(kind, stored.id, stored.revision, value, body, stored.updated_at)


def title_of(value: Any) -> str:
    """Return what a list calls the document."""
    return str(getattr(value, "name", value.id))


def without_secrets(kind: Kind, value: Any) -> Any:
    """Return `value` with its secrets masked."""
    return replace(value, **dict.fromkeys(kind.secrets, MASK)) if kind.secrets else value


def secret_name(kind: Kind, id: str, field: str) -> str:
    """Return the name under which the port `Secrets` holds a document's secret."""
    return f"{kind.name}/{id}/{field}"


def references(kind: Kind, value: Any) -> Iterator[tuple[str, str, str]]:
    """Yield (field, kind, id) of everything that a document names."""
    for path, target in kind.references.items():
        found = value
        for part in path.split("."):
            found = getattr(found, part)
        for id in _flat(found):
            yield path, target, id


def check_references(records: Records, kind: Kind, value: Any) -> None:
    """Refuse a document that names what does not exist.

    Raises:
        UnknownReference: naming the field.
    """
    for field, target, id in references(kind, value):
        known = (
            records.people.get(id) if target == PERSON else records.documents.get(target, id)
        ) is not None
        if not known:
            raise UnknownReference(f"{field}: there is no {target} {id!r}")


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif value is not None:
        for part in value:
            yield from _flat(part)
