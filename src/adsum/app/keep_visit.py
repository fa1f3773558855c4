"""Keep the best shot of somebody who is not enrolled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from adsum.app.events import Publisher, targets_of
from adsum.app.ids import new_id
from adsum.app.ports.clock import Clock
from adsum.app.ports.pictures import PictureEncoder
from adsum.app.ports.store import Records, Store
from adsum.app.ports.visitors import Visit, VisitSummary
from adsum.app.targets import Event
from adsum.vision.gallery import DecisionRule, Gallery
from adsum.vision.types import Embedding, Image, Points

# A shot of less quality (0 to 1) helps nobody to say who it was.
WORTH_KEEPING = 0.3


@dataclass(frozen=True, slots=True)
class VisitRule:
    """How unknown people are kept.

    keep_for: a visit is deleted so long after its end; zero: none is kept at all. at_most: visits
    that are kept; the oldest go first. same: when two shots are one person's. gap: somebody who is
    seen again at the same camera within it is still on the same visit.
    """

    keep_for: timedelta = timedelta(days=7)
    at_most: int = 5_000
    same: DecisionRule = field(default_factory=lambda: DecisionRule(0.5, 0.02))
    gap: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, eq=False)
class StrangerShot:
    """The best picture of somebody unknown, from one track.

    crop: BGR, the face with some margin; landmarks: 5 x 2, its pixels. quality: 0 to 1.
    """

    camera: str
    place: str
    first_at: datetime
    last_at: datetime
    crop: Image
    landmarks: Points
    quality: float
    embedding: Embedding

    def until(self, last_at: datetime) -> StrangerShot:
        """Return the shot of somebody who has stayed until then."""
        return replace(self, last_at=last_at)


class KeepVisit:
    """Keep one shot, sealed, for each visit of a person who is not enrolled.

    Visits that look alike are one visitor, ready for review. Somebody who comes back to the same
    camera within some minutes is still on the same visit, which keeps the better shot. What is
    older than the retention is deleted at the same time; new visitors are told to whoever hears
    the event `visitor.unknown`.
    """

    def __init__(
        self, store: Store, clock: Clock, encoder: PictureEncoder, rule: VisitRule | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._encoder = encoder
        self.rule = rule or VisitRule()

    def execute(self, shot: StrangerShot) -> VisitSummary | None:
        """Return the visit that the shot belongs to; None if none are kept."""
        if not self.rule.keep_for:
            return None
        content = self._encoder.encode(shot.crop)
        now = self._clock.now()
        with self._store.write() as records:
            records.visitors.purge(now - self.rule.keep_for)
            visit = self._placed(records, shot, content, now)
            records.visitors.trim(self.rule.at_most)
        return visit

    def purge(self) -> int:
        """Delete what is older than the retention; return how many visits."""
        with self._store.write() as records:
            return records.visitors.purge(self._clock.now() - self.rule.keep_for)

    def _placed(
        self, records: Records, shot: StrangerShot, content: bytes, now: datetime
    ) -> VisitSummary:
        visitor_id = self._visitor(records, shot.embedding)
        known = records.visitors.latest(visitor_id, shot.camera) if visitor_id else None
        if known is not None and shot.first_at - known.last_at < self.rule.gap:
            return _continued(records, known, shot, content)
        summary = VisitSummary(
            id=new_id(),
            visitor_id=visitor_id or new_id(),
            camera=shot.camera,
            place=shot.place,
            first_at=shot.first_at,
            last_at=shot.last_at,
            quality=shot.quality,
        )
        records.visitors.add(Visit(summary, content, shot.landmarks, shot.embedding))
        facts = {
            "visitor_id": summary.visitor_id,
            "visit_id": summary.id,
            "place": summary.place,
            "camera": summary.camera,
            "at": summary.first_at.isoformat(),
            "known_visitor": visitor_id is not None,
        }
        Publisher(records, now, targets_of(records)).publish(Event.VISITOR_UNKNOWN, facts)
        return summary

    def _visitor(self, records: Records, embedding: Embedding) -> str | None:
        """Return whom the shot resembles among the visitors, if anybody."""
        known = records.visitors.vectors(embedding.made_by)
        (match,) = Gallery(known, embedding.made_by).match([embedding], self.rule.same)
        return match.person_id


def _continued(
    records: Records, known: VisitSummary, shot: StrangerShot, content: bytes
) -> VisitSummary:
    last_at = max(known.last_at, shot.last_at)
    if shot.quality <= known.quality:
        records.visitors.extend(known.id, last_at)
        return replace(known, last_at=last_at)
    better = replace(known, last_at=last_at, quality=shot.quality)
    records.visitors.replace(Visit(better, content, shot.landmarks, shot.embedding))
    return better


def spaced(visits: Sequence[VisitSummary], gap: timedelta) -> list[VisitSummary]:
    """Return `visits` (oldest first) without those that begin within `gap` of the one before."""
    kept: list[VisitSummary] = []
    for visit in visits:
        if not kept or visit.first_at - kept[-1].first_at >= gap:
            kept.append(visit)
    return kept
