"""The rules of a company without a single document, and holidays that a test sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from adsum.app.company import Company
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.domain.policy import Policy
from adsum.errors import InvalidInput


class FakeHolidays:
    """Implements `app.ports.holidays.PublicHolidays` for the country XX."""

    def __init__(self, days: Mapping[date, str] | None = None) -> None:
        self._days = dict(days or {})

    def of(self, country: str, region: str, years: Iterable[int]) -> Mapping[date, str]:
        if country != "XX":
            raise InvalidInput(f"{country} is not known")
        wanted = set(years)
        return {day: name for day, name in self._days.items() if day.year in wanted}

    def regions(self) -> Mapping[str, tuple[str, ...]]:
        return {"XX": ()}


def company(
    store: Store, clock: Clock, zone: str = "Europe/Berlin", policy: Policy | None = None
) -> Company:
    """Return a company in `zone` whose holidays are none."""
    return Company(store, clock, FakeHolidays(), zone, policy)
