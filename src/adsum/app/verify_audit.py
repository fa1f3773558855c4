"""Is the audit log as it was written?"""

from __future__ import annotations

from collections.abc import Sequence

from adsum.app.audit_chain import AuditVerdict, verdict
from adsum.app.ports.audit import EVERY_ENTRY, AuditEntry, AuditFilter
from adsum.app.ports.store import Store


class VerifyAudit:
    """Check the chain of the audit log from its first entry and name the first broken link.

    A change, a removal or an insertion anywhere breaks the chain. Entries cut off at the end show
    only against a head that was noted before, which is why the verdict states it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self) -> AuditVerdict:
        """Return how far the log is whole."""
        with self._store.read() as records:
            return verdict(records.audit.entries())


class ReadAudit:
    """Show the newest entries of the audit log: of one person's record, by one actor, about one
    kind of thing, or of some days of the company's calendar."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(
        self, of: AuditFilter = EVERY_ENTRY, *, before: int | None = None, limit: int = 100
    ) -> Sequence[AuditEntry]:
        """Return entries, newest first; `before`: the number of the last one of the page before."""
        with self._store.read() as records:
            return records.audit.page(of, before=before, limit=limit)

    def occurring(self) -> tuple[list[str], list[str]]:
        """Return the actors and the kinds of things that can be asked for."""
        with self._store.read() as records:
            return records.audit.occurring()
