"""Account for what was learnt about closed days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.closed_days import check_open
from adsum.app.company import Company
from adsum.app.company_rules import CompanyRules
from adsum.app.days import Asked, Days
from adsum.app.ports.clock import Clock
from adsum.app.ports.periods import PeriodHead
from adsum.app.ports.store import Records, Store
from adsum.domain.closing import Adjustment, ClosedPeriod, adjustments
from adsum.domain.figures import all_figures

_MARGIN = timedelta(days=3)


class PostAdjustments:
    """Compare every closed period with what late punches and corrections say now, and account for
    each difference once, on a day that is still open.

    Only people with facts that came after the closing are worked out again.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company

    def execute(self, actor: Actor, posted_on: date) -> list[Adjustment]:
        """Return the adjustments that were posted now.

        Raises:
            PeriodLocked: `posted_on` is closed.
        """
        now = self._clock.now()
        made: list[Adjustment] = []
        with self._store.write() as records:
            check_open(records, posted_on)
            rules = self._company.at(records)
            for head in records.periods.heads():
                found = _differences(records, rules, head, posted_on, now)
                records.periods.post(head.id, found)
                made += found
                for change in found:
                    subject = Subject("adjustment", head.id, change.person_id)
                    detail = {"date": change.date.isoformat(), "on": posted_on.isoformat()}
                    act = Journal(actor, now).act(
                        "adjustment.posted",
                        subject,
                        before=change.before,
                        after=change.after,
                        detail=detail,
                    )
                    records.audit.append(act)
        return made


def _differences(
    records: Records, rules: CompanyRules, head: PeriodHead, posted_on: date, now: datetime
) -> list[Adjustment]:
    start = datetime.combine(head.span.first, time(), UTC) - _MARGIN
    end = datetime.combine(head.span.last, time(), UTC) + _MARGIN
    since = head.closed_at
    people = records.punches.recorded_since(since, start, end)
    people |= records.corrections.decided_since(since, start, end)
    if not people:
        return []
    frozen = tuple(day for _, days in records.periods.figures(head.span, people) for day in days)
    closed = ClosedPeriod(head.span, head.closed_by, head.closed_at, frozen)
    asked = Asked(head.span, people)
    days = Days(records, rules, now).work_days(asked)
    current = [day for _, own in days for day in all_figures(own)]
    posted = records.periods.adjustments(period_id=head.id)
    return list(adjustments(closed, current, posted_on, posted))
