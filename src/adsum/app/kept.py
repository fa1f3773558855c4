"""Values worked out once for each person, and again only for those with new facts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from adsum.app.company_rules import CompanyRules
from adsum.app.ports.store import Records

T = TypeVar("T")
# A fact carries the time at which its transaction began; it may be seen this much later.
SLACK = timedelta(seconds=30)
_EVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """What values are worked out from: one transaction's records and rules, as of `now`.

    key: what else they depend on; values for another key are worked out anew.
    """

    records: Records
    rules: CompanyRules
    now: datetime
    key: Hashable


WorkOut = Callable[[Moment, frozenset[str]], Mapping[str, T]]
"""Return the values of these people."""


class Kept(Generic[T]):
    """Remembers values by person; ten thousand people are worked out once, not at every look.

    A value is dropped when its person punched or was corrected (by any process), when any rule or
    leave changed, and when it says itself that it holds no longer. Safe to share between threads.
    """

    def __init__(self, work_out: WorkOut[T], until: Callable[[T], datetime | None]) -> None:
        self._work_out = work_out
        self._until = until
        self._lock = threading.Lock()
        self._values: dict[str, T] = {}
        self._rules: CompanyRules | None = None
        self._key: Hashable = None
        self._as_of = _EVER[0]

    def of(self, moment: Moment, people: Iterable[str], at_most: int | None = None) -> dict[str, T]:
        """Return the value of each of `people`; of as many as are known if too many are missing.

        at_most: how many are worked out in this call; None: all.
        """
        with self._lock:
            self._drop_outdated(moment)
            wanted = frozenset(people)
            missing = wanted.difference(self._values)
            if at_most is not None and len(missing) > at_most:
                missing = frozenset(sorted(missing)[:at_most])
            if missing:
                self._values |= self._work_out(moment, missing)
            return {id: value for id, value in self._values.items() if id in wanted}

    def _drop_outdated(self, moment: Moment) -> None:
        # The rules of one generation are one object: another object, other rules.
        backwards = moment.now < self._as_of - SLACK  # somebody set the clock
        if moment.rules is not self._rules or moment.key != self._key or backwards:
            self._values.clear()
        elif self._values:
            since = self._as_of - SLACK
            changed = moment.records.recent.people_since(since)
            changed |= moment.records.corrections.decided_since(since, *_EVER)
            for person_id in changed:
                self._values.pop(person_id, None)
            expired = [id for id, value in self._values.items() if self._over(value, moment.now)]
            for person_id in expired:
                del self._values[person_id]
        self._rules, self._key, self._as_of = moment.rules, moment.key, moment.now

    def _over(self, value: T, now: datetime) -> bool:
        until = self._until(value)
        return until is not None and until < now
