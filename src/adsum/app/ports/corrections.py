"""Corrections and their decisions, each a fact that is only added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from adsum.domain.correction import Approval, Correction


class Corrections(Protocol):
    """What people say is wrong with the punch log."""

    def add(self, correction: Correction, about: datetime) -> None:
        """Store a pending correction of what happened at the instant `about`.

        Raises `Conflict` if there is one with its id.
        """
        ...

    def decide(self, correction: Correction) -> None:
        """Store the decision that `correction` carries. Raises `Conflict` if there is one."""
        ...

    def get(self, correction_id: str) -> Correction | None: ...

    def about(self, correction_id: str) -> datetime | None:
        """Return the instant that a correction is about."""
        ...

    def between(
        self, start: datetime, end: datetime, people: Iterable[str] | None = None
    ) -> Sequence[Correction]:
        """Return the corrections about start <= instant < end, with their decisions, by made_at."""
        ...

    def page(
        self,
        *,
        after: str = "",
        limit: int = 100,
        approval: Approval | None = None,
        people: Iterable[str] | None = None,
    ) -> Sequence[Correction]:
        """Return corrections by id; `after` is the last id of the page before."""
        ...

    def decided_since(self, at: datetime, start: datetime, end: datetime) -> frozenset[str]:
        """Return whose punches in start <= instant < end were corrected at or after `at`."""
        ...

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        """Give a person's corrections to `pseudonym`."""
        ...
