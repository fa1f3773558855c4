"""Do what falls due once a work day is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from adsum.app.actor import SYSTEM
from adsum.app.company import Company
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.app.propose_forgotten import ProposeForgotten
from adsum.app.purge_jobs import PurgeJobs
from adsum.domain.dayspan import DaySpans
from adsum.domain.rules import PersonRules

_DAY = timedelta(days=1)
# A server that was off, and night shifts that were still running at the cut, are caught up with.
LOOK_BACK = 14


@dataclass(frozen=True, slots=True)
class Chores:
    """What is to be done; None: it is left to people."""

    propose: ProposeForgotten | None
    purge: PurgeJobs | None


class Housekeeping:
    """Once a work day is over in every zone of the company and under every policy: propose a
    correction for each forgotten punch and tell of the days that stayed open, and delete finished
    enrolment jobs whose retention has ended.

    Closed days are left alone. Each proposal and message is made once, however often and on however
    many servers this runs: they have ids of their own, looked up in the transaction that adds them.
    """

    def __init__(self, store: Store, clock: Clock, company: Company, chores: Chores) -> None:
        self._store = store
        self._clock = clock
        self._company = company
        self._chores = chores
        self._done: date | None = None

    def execute(self) -> bool:
        """Do what is due; return whether anything was.

        What an absent database interrupts (`AdsumError`) is due again the next time.
        """
        over = self.over(self._clock.now())
        if self._done is not None and over <= self._done:
            return False
        if self._chores.propose is not None:
            self._propose(self._chores.propose, over)
        if self._chores.purge is not None:
            self._chores.purge.execute(SYSTEM)
        self._done = over
        return True

    def over(self, now: datetime) -> date:
        """Return the last work day that is over for everybody in the company."""
        rules = self._company.current()
        books = {id(book): book for book in rules.rulebook.policies_of.values()}
        zones = {rules.zone, *(site.zone for site in rules.sites.values())}
        spans = [DaySpans(PersonRules(book)) for book in (rules.rulebook.policies, *books.values())]
        return min(each.of(now, zone).date for each in spans for zone in zones) - _DAY

    def _propose(self, propose: ProposeForgotten, over: date) -> None:
        with self._store.read() as records:
            closed = [head.span for head in records.periods.heads()]
        for back in range(LOOK_BACK - 1, -1, -1):
            day = over - back * _DAY
            # A day at a time: whoever punches meanwhile waits for one day's work, not for all.
            if not any(day in span for span in closed):
                propose.execute(SYSTEM, day, day)
