"""Close a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.closed_days import closed_periods
from adsum.app.company import Company
from adsum.app.days import Asked, Days
from adsum.app.events import Publisher
from adsum.app.ids import new_id
from adsum.app.ports.clock import Clock
from adsum.app.ports.periods import PeriodHead
from adsum.app.ports.store import Store
from adsum.app.targets import Event
from adsum.domain.closing import Adjustment, PeriodOverlaps, close
from adsum.domain.span import DateSpan
from adsum.errors import Conflict


class PeriodNotOver(Conflict):
    """The period still has days to come."""

    code = "period.not_over"
    remedy = "Wait until the work day after the last one has begun."


class ClosePeriod:
    """Freeze the figures of everybody for a period, once its days are over.

    From then on its days count as they were frozen, and rules that would change them are refused.
    What is learnt later becomes an adjustment. Days that are still open stop the closing, unless it
    is asked for all the same. A closed period is never opened again.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company

    def execute(self, actor: Actor, span: DateSpan, *, even_if_open: bool = False) -> PeriodHead:
        """Close the period.

        Raises:
            PeriodOverlaps, PeriodUnfinished, PeriodNotOver.
        """
        now = self._clock.now()
        if now.date() <= span.last:
            raise PeriodNotOver(f"{span.last} is not over")
        with self._store.write() as records:
            rules = self._company.at(records)
            closed = closed_periods(records)
            if any(period.span.overlaps(span) for period in closed):
                raise PeriodOverlaps("some of the days are closed already")
            days = Days(records, rules, now)
            figures = (day for _, own in days.figures(Asked(span)) for day in own)
            period = close(
                span, figures, closed, by=actor.identity, at=now, even_if_open=even_if_open
            )
            head = records.periods.add(new_id(), period)
            detail = {
                "first": span.first.isoformat(),
                "last": span.last.isoformat(),
                "people": str(head.people),
            }
            journal = Journal(actor, now)
            subject = Subject("period", head.id)
            records.audit.append(
                journal.act("period.closed", subject, after=head.digest, detail=detail)
            )
            Publisher(records, now, rules.targets).publish(
                Event.PERIOD_CLOSED, {"period_id": head.id, **detail, "digest": head.digest}
            )
        return head


class ListPeriods:
    """Show the closed periods and what was adjusted later."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self) -> Sequence[PeriodHead]:
        """Return the closed periods by their first date."""
        with self._store.read() as records:
            return records.periods.heads()

    def adjustments(self, posted: DateSpan) -> Sequence[Adjustment]:
        """Return the adjustments accounted for within `posted`, oldest first."""
        with self._store.read() as records:
            return records.periods.adjustments(posted=posted)

    def last_closed(self) -> date | None:
        """Return the last closed date."""
        with self._store.read() as records:
            return records.periods.last_closed()
