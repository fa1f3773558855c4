"""Closed periods with their frozen figures, and the adjustments that came later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from adsum.domain.closing import Adjustment, ClosedPeriod
from adsum.domain.figures import DayFigures
from adsum.domain.span import DateSpan


@dataclass(frozen=True, slots=True)
class PeriodHead:
    """A closed period without its figures. digest: SHA-256 of the frozen figures."""

    id: str
    span: DateSpan
    closed_by: str
    closed_at: datetime
    people: int
    digest: str


class Periods(Protocol):
    """What has been closed; never opened again."""

    def add(self, id: str, period: ClosedPeriod) -> PeriodHead: ...

    def heads(self) -> Sequence[PeriodHead]:
        """Return all closed periods by their first date."""
        ...

    def figures(
        self, span: DateSpan, people: Iterable[str] | None = None
    ) -> Iterator[tuple[str, tuple[DayFigures, ...]]]:
        """Yield (person id, frozen figures within `span`), by period and person."""
        ...

    def post(self, period_id: str, adjustments: Iterable[Adjustment]) -> None:
        """Add adjustments of a closed period."""
        ...

    def adjustments(
        self, *, period_id: str | None = None, posted: DateSpan | None = None
    ) -> Sequence[Adjustment]:
        """Return adjustments, oldest first: of one period, or posted within `posted`."""
        ...

    def last_closed(self) -> date | None:
        """Return the last closed date."""
        ...

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        """Give a person's frozen figures and adjustments to `pseudonym`."""
        ...
