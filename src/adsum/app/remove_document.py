"""Remove master data."""

from __future__ import annotations

from typing import Any

from adsum.app import codec
from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.closed_days import check_open, is_referenced, since
from adsum.app.consistency import check_consistent
from adsum.app.documents import StillReferenced, UnknownDocument, secret_name
from adsum.app.kinds import Kind, kind_of
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Records, Store


class RemoveDocument:
    """Remove master data that nothing else names and that no closed day depends on."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def execute(
        self, actor: Actor, kind_name: str, id: str, *, expected: int | None = None
    ) -> None:
        """Remove one document.

        Raises:
            UnknownDocument: there is none. StillReferenced: another document names it.
            Conflict: it has another revision. PeriodLocked: a closed day would change.
        """
        kind, now = kind_of(kind_name), self._clock.now()
        with self._store.write() as records:
            before = _removable(records, kind, id)
            records.documents.remove(kind.name, id, expected=expected)
            for field in kind.secrets:
                records.secrets.remove(secret_name(kind, id, field))
            subject = Subject(kind.name, id, getattr(before, "person", None))
            act = Journal(actor, now).act("document.removed", subject, before=before)
            records.audit.append(act)
            check_consistent(records, kind)


def _removable(records: Records, kind: Kind, id: str) -> Any:
    """Return the value of a document that may be removed; see `RemoveDocument`."""
    stored = records.documents.get(kind.name, id)
    if stored is None:
        raise UnknownDocument(f"there is no {kind.title.lower()} {id!r}")
    user = is_referenced(records, kind, id)
    if user is not None:
        raise StillReferenced(f"{kind.name} {id} is named by {user}")
    before = codec.loads(kind.type, stored.body)
    check_open(records, since(records, kind, before, None))
    return before
