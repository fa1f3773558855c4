"""Public holidays, as a port: they are other people's data and change every year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol


class PublicHolidays(Protocol):
    """Knows the public holidays of countries and their regions."""

    def of(self, country: str, region: str, years: Iterable[int]) -> Mapping[date, str]:
        """Return name by date. `country` is ISO 3166-1 alpha-2, `region` ISO 3166-2 or empty.

        Raises `InvalidInput` if the country or the region is not known.
        """
        ...

    def regions(self) -> Mapping[str, tuple[str, ...]]:
        """Return the known regions by country."""
        ...
