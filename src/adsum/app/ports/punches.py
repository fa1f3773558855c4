"""The punch log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from adsum.domain.punch import Punch


@dataclass(frozen=True, slots=True)
class Origin:
    """Who or what made a punch. author: of a punch by hand. device_id: its credential."""

    author: str | None = None
    device_id: str | None = None


NO_ORIGIN = Origin()


class Punches(Protocol):
    """The punch log: facts, only ever added to."""

    def add(self, punch: Punch, origin: Origin = NO_ORIGIN) -> None:
        """Store a punch. Raises `Conflict` if its client id is known."""
        ...

    def get(self, punch_id: str) -> Punch | None: ...

    def origins(self, punch_ids: Iterable[str]) -> dict[str, Origin]:
        """Return the origin of those that have one."""
        ...

    def by_person(
        self, start: datetime, end: datetime, people: Iterable[str] | None = None
    ) -> dict[str, list[Punch]]:
        """Return the punches with start <= at < end, oldest first, by person."""
        ...

    def punchers(self, start: datetime, end: datetime) -> frozenset[str]:
        """Return who has punches with start <= at < end."""
        ...

    def pseudonyms(self) -> frozenset[str]:
        """Return the pseudonyms of forgotten people who have punches at any time."""
        ...

    def recorded_since(self, at: datetime, start: datetime, end: datetime) -> frozenset[str]:
        """Return whose punches with start <= at < end were recorded at or after `at`."""
        ...

    def by_client_id(self, client_id: str) -> Punch | None: ...

    def between(
        self, start: datetime, end: datetime, person_id: str | None = None
    ) -> Sequence[Punch]:
        """Return the punches with start <= at < end, oldest first."""
        ...

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        """Give a person's punches to `pseudonym`; the times stay, the link and the score go."""
        ...
