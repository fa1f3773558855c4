"""Set up or change master data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from adsum.app import codec
from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.closed_days import check_open, since
from adsum.app.consistency import check_consistent
from adsum.app.documents import (
    Document,
    check_references,
    opened,
    secret_name,
    title_of,
    without_secrets,
)
from adsum.app.events import Publisher, targets_of
from adsum.app.kinds import Kind, kind_of
from adsum.app.masterdata import MASK, InvalidDocument, check_id
from adsum.app.ports.clock import Clock
from adsum.app.ports.documents import StoredDocument
from adsum.app.ports.store import Records, Store
from adsum.app.targets import Event


@dataclass(frozen=True, slots=True)
class Change:
    """One document as somebody gives it: plain JSON data.

    expected: the revision that it replaces; 0: it must be new; None: whatever there is.
    """

    kind: str
    id: str
    body: Mapping[str, Any]
    expected: int | None = None


class _Undone(Exception):
    """Takes a rehearsed transaction back."""


class PutDocument:
    """Store documents, new or in place of older revisions, all of them or none.

    A document is checked as a whole: its fields, what it names, and that it does not contradict
    others. What would change a closed day is refused. Nothing is stored over a revision that
    the author has not seen.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def execute(self, actor: Actor, change: Change) -> Document:
        """Store one document.

        Raises:
            InvalidDocument: the body does not fit its kind, or contradicts another document.
            Conflict: the revision is another one (`document.stale`), or there is one already.
            PeriodLocked: a closed day would change.
        """
        return self.many(actor, (change,))[0]

    def many(self, actor: Actor, changes: Iterable[Change]) -> list[Document]:
        """Store documents that may name each other, in the order given, in one transaction."""
        with self._store.write() as records:
            return self._put_all(records, actor, changes)

    def rehearse(self, actor: Actor, changes: Iterable[Change]) -> None:
        """Do the same and undo it: raises what `many` would raise, and leaves no trace."""
        with suppress(_Undone), self._store.write() as records:
            self._put_all(records, actor, changes)
            raise _Undone

    def _put_all(self, records: Records, actor: Actor, changes: Iterable[Change]) -> list[Document]:
        done = [self._put(records, actor, change) for change in changes]
        for kind in {document.kind.name: document.kind for document in done}.values():
            check_consistent(records, kind)
        return done

    def _put(self, records: Records, actor: Actor, change: Change) -> Document:
        kind, now = kind_of(change.kind), self._clock.now()
        check_id(change.id)
        given = codec.parse(kind.type, {**change.body, "id": change.id})
        old = records.documents.get(kind.name, change.id)
        before = codec.loads(kind.type, old.body) if old else None
        check_references(records, kind, given)
        check_open(records, since(records, kind, before, without_secrets(kind, given)))
        self._keep_secrets(records, kind, given, before)
        value = without_secrets(kind, given)
        revision = old.revision + 1 if old else 1
        stored = StoredDocument(kind.name, change.id, revision, codec.dumps(value), now)
        records.documents.put(stored, title=title_of(value), expected=change.expected)
        subject = Subject(kind.name, change.id, getattr(value, "person", None))
        act = Journal(actor, now).act("document.put", subject, before=before, after=value)
        records.audit.append(act)
        facts = {"kind": kind.name, "id": change.id, "revision": revision}
        Publisher(records, now, targets_of(records)).publish(Event.DOCUMENT_CHANGED, facts)
        return opened(kind, stored)

    @staticmethod
    def _keep_secrets(records: Records, kind: Kind, value: Any, before: Any) -> None:
        for field in kind.secrets:
            secret = getattr(value, field)
            if secret != MASK:
                records.secrets.put(secret_name(kind, value.id, field), secret)
            elif before is None:
                raise InvalidDocument(f"{field}: a new {kind.title.lower()} needs it")
