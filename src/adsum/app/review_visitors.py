"""Look at the unknown people who were seen, and let them go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.app.ports.visitors import Visitor, VisitSummary
from adsum.errors import NotFound, Unavailable


class UnknownVisitor(NotFound):
    """There is no such visitor or visit (any more)."""

    code = "visitor.unknown"
    remedy = "List the visitors again; they are deleted when their retention ends."


class ReviewVisitors:
    """Show who was seen and is not enrolled, grouped by likeness, and delete on request.

    Dismissing deletes a visitor's pictures and vectors for good, also in the database's own free
    space where it can; so does purging, for everybody not seen since some time.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def page(self, *, after: str = "", limit: int = 100) -> Sequence[Visitor]:
        """Return visitors, who was seen last first."""
        with self._store.read() as records:
            return records.visitors.page(after=after, limit=limit)

    def execute(self, visitor_id: str) -> tuple[Visitor, Sequence[VisitSummary]]:
        """Return a visitor with all visits, oldest first. Raises `UnknownVisitor`."""
        with self._store.read() as records:
            visitor = records.visitors.get(visitor_id)
            if visitor is None:
                raise UnknownVisitor("there is no such visitor")
            return visitor, records.visitors.visits(visitor_id)

    def crop(self, visit_id: str) -> bytes:
        """Return the JPEG of a visit's best shot. Raises `UnknownVisitor`."""
        with self._store.read() as records:
            content = records.visitors.crop(visit_id)
        if content is None:
            raise UnknownVisitor("there is no such visit")
        return content

    def dismiss(self, actor: Actor, visitor_id: str) -> int:
        """Delete a visitor; return how many visits that were. Raises `UnknownVisitor`."""
        with self._store.write() as records:
            gone = records.visitors.remove(visitor_id)
            if not gone:
                raise UnknownVisitor("there is no such visitor")
            act = Journal(actor, self._clock.now()).act(
                "visitor.dismissed", Subject("visitor", visitor_id), detail={"visits": str(gone)}
            )
            records.audit.append(act)
        self._scrub()
        return gone

    def purge(self, actor: Actor, before: datetime) -> int:
        """Delete every visit that ended before then; return how many."""
        with self._store.write() as records:
            gone = records.visitors.purge(before)
            act = Journal(actor, self._clock.now()).act(
                "visitors.purged", Subject("visitor", "all"), detail={"visits": str(gone)}
            )
            records.audit.append(act)
        self._scrub()
        return gone

    def _scrub(self) -> None:
        """Overwrite now; where another command holds the database, when it lets go."""
        try:
            self._store.scrub()
        except Unavailable:
            return
