"""The sum of a column while its rows go by."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from adsum.app.ports.exports import Cell
from adsum.domain.money import Money


class Sum:
    """Adds cells of one kind. Amounts of two currencies have no sum."""

    def __init__(self) -> None:
        self._time: timedelta | None = None
        self._number: Decimal | None = None
        self._currencies: set[str] = set()
        self._whole = True

    def add(self, cell: Cell) -> None:
        """Add `cell`; text, dates and empty cells add nothing."""
        if isinstance(cell, timedelta):
            self._time = (self._time or timedelta(0)) + cell
        elif isinstance(cell, Money):
            self._currencies.add(cell.currency)
            self._number = (self._number or Decimal(0)) + cell.amount
        elif isinstance(cell, int | Decimal):
            self._whole = self._whole and isinstance(cell, int)
            self._number = (self._number or Decimal(0)) + cell

    @property
    def value(self) -> Cell:
        """The sum; None of nothing and of several currencies."""
        if self._time is not None:
            return self._time
        if self._number is None or len(self._currencies) > 1:
            return None
        if self._currencies:
            return Money(self._number, next(iter(self._currencies)))
        return int(self._number) if self._whole else self._number
