"""Delete enrolment jobs that ended long ago."""

from __future__ import annotations

from datetime import timedelta

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store


class PurgeJobs:
    """Delete enrolment jobs that ended longer ago than they are kept, with the names and file names
    in their rows. Whom they enrolled stays enrolled, and that it was confirmed stays in the audit
    log."""

    def __init__(self, store: Store, clock: Clock, keep_for: timedelta) -> None:
        self._store = store
        self._clock = clock
        self._keep_for = keep_for

    def execute(self, actor: Actor, keep_for: timedelta | None = None) -> int:
        """Return how many jobs were deleted. keep_for: instead of what is usual."""
        now = self._clock.now()
        kept = self._keep_for if keep_for is None else keep_for
        with self._store.write() as records:
            gone = records.jobs.purge(now - kept)
            if gone:
                subject = Subject("enrolment", "all")
                detail = {"jobs": str(gone)}
                act = Journal(actor, now).act("enrolments.purged", subject, detail=detail)
                records.audit.append(act)
        return gone
