"""Is the audit log as it was written?"""

from __future__ import annotations

from collections.abc import Sequence

from adsum.app.audit_chain import AuditVerdict, verdict
from adsum.app.ports.audit import AuditEntry
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
    """Show the newest entries of the audit log; of one person's record, or by one actor."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(
        self,
        *,
        before: int | None = None,
        limit: int = 100,
        person_id: str | None = None,
        by: str | None = None,
    ) -> Sequence[AuditEntry]:
        """Return entries, newest first; `before`: the number of the last one of the page before."""
        with self._store.read() as records:
            return records.audit.page(before=before, limit=limit, person_id=person_id, actor=by)
