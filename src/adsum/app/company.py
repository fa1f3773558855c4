"""The rules of the company, always as new as the database."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from adsum.app.company_loader import Defaults, Loader
from adsum.app.company_rules import CompanyRules
from adsum.app.ports.clock import Clock
from adsum.app.ports.documents import RULES, StoredDocument
from adsum.app.ports.holidays import PublicHolidays
from adsum.app.ports.store import Records, Store
from adsum.domain.policy import Policy

_YEARS_AHEAD = 3


class Company:
    """Loads the rules once and again whenever anybody, in any process, has changed them.

    Without documents everybody follows the built-in policy in the company's zone.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        holidays: PublicHolidays,
        zone: str,
        policy: Policy | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._holidays = holidays
        self._zone = zone
        self._policy = policy or Policy()
        self._lock = threading.Lock()
        self._kept: tuple[int, CompanyRules] | None = None

    def current(self) -> CompanyRules:
        """Return the rules as of now."""
        with self._store.read() as records:
            return self.at(records)

    def at(self, records: Records) -> CompanyRules:
        """Return the rules that a transaction sees. Costs one small query while nothing changes."""
        generation = records.generations.of(RULES)
        kept = self._kept
        if kept is not None and kept[0] == generation:
            return kept[1]
        with self._lock:
            rules = self.preview(records, {})
            self._kept = generation, rules
            return rules

    def preview(
        self, records: Records, changed: Mapping[tuple[str, str], StoredDocument | None]
    ) -> CompanyRules:
        """Return the rules as they would be with some documents, by kind and id, changed or
        (None) removed."""
        last_year = self._clock.now().year + _YEARS_AHEAD
        defaults = Defaults(self._zone, self._policy, last_year)
        return Loader(records, self._holidays, defaults, changed).load()
