"""People who were seen and are not enrolled: one shot for each visit, grouped by likeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from adsum.vision.types import Embedding, Points, RecogniserId, Vector


@dataclass(frozen=True, slots=True)
class VisitSummary:
    """A visit without its picture. visitor_id: the group. camera: whose camera or kiosk saw it.

    first_at, last_at: from when to when it was seen. quality: of the kept shot, 0 to 1.
    """

    id: str
    visitor_id: str
    camera: str
    place: str
    first_at: datetime
    last_at: datetime
    quality: float


@dataclass(frozen=True, slots=True, eq=False)
class Visit:
    """A visit with its best shot. crop: JPEG bytes, sealed at rest. landmarks: 5 x 2, pixels of
    the crop."""

    summary: VisitSummary
    crop: bytes
    landmarks: Points
    embedding: Embedding


@dataclass(frozen=True, slots=True)
class Visitor:
    """All visits that look like one person. best_visit: the one with the best shot."""

    id: str
    visits: int
    first_at: datetime
    last_at: datetime
    best_visit: str


class Visitors(Protocol):
    """Visits of unknown people."""

    def add(self, visit: Visit) -> None: ...

    def replace(self, visit: Visit) -> None:
        """Give a stored visit a better shot and a later end."""
        ...

    def extend(self, visit_id: str, last_at: datetime) -> None:
        """Give a stored visit a later end."""
        ...

    def vectors(self, made_by: RecogniserId) -> Sequence[tuple[str, Vector]]:
        """Return (visitor id, unit vector) of every visit's shot made by this recogniser."""
        ...

    def latest(self, visitor_id: str, camera: str) -> VisitSummary | None:
        """Return the visitor's last visit at this camera."""
        ...

    def page(self, *, after: str = "", limit: int = 100) -> Sequence[Visitor]:
        """Return visitors, who was seen last first, those after the visitor `after`."""
        ...

    def get(self, visitor_id: str) -> Visitor | None: ...

    def visits(self, visitor_id: str) -> Sequence[VisitSummary]:
        """Return the visits of one visitor, oldest first."""
        ...

    def crop(self, visit_id: str) -> bytes | None: ...

    def count(self) -> int:
        """Return the number of visits."""
        ...

    def remove(self, visitor_id: str) -> int:
        """Delete a visitor with all visits; return how many there were."""
        ...

    def purge(self, before: datetime) -> int:
        """Delete all visits that ended before then; return how many."""
        ...

    def trim(self, keep: int) -> int:
        """Delete the oldest visits until `keep` are left; return how many."""
        ...
