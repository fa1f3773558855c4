"""Public holidays of some 200 countries and their regions, from the `holidays` package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays

from adsum.errors import InvalidInput


class UnknownCountry(InvalidInput):
    """There are no public holidays for this country or region."""

    code = "holidays.unknown_country"
    remedy = "Give an ISO 3166 country code such as DE and, if needed, a region such as BY."


class PublicHolidayCalendars:
    """Implements `app.ports.holidays.PublicHolidays`."""

    def of(self, country: str, region: str, years: Iterable[int]) -> Mapping[date, str]:
        return MappingProxyType(
            {day: name for year in years for day, name in _year(country, region, year)}
        )

    def regions(self) -> Mapping[str, tuple[str, ...]]:
        return {
            country: tuple(regions)
            for country, regions in sorted(holidays.list_supported_countries().items())
        }


@lru_cache(maxsize=4096)
def _year(country: str, region: str, year: int) -> tuple[tuple[date, str], ...]:
    try:
        found = holidays.country_holidays(country, subdiv=region or None, years=year)
    except NotImplementedError as error:
        where = f"{country} {region}".strip()
        raise UnknownCountry(f"no public holidays are known for {where!r}") from error
    return tuple(sorted(found.items()))
