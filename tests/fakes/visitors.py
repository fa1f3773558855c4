"""Visits of unknown people in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from adsum.app.ports.visitors import Visit, Visitor, VisitSummary
from adsum.vision.types import RecogniserId, Vector


@dataclass
class FakeVisitors:
    rows: dict[str, Visit] = field(default_factory=dict)

    def add(self, visit: Visit) -> None:
        self.rows[visit.summary.id] = visit

    def replace(self, visit: Visit) -> None:
        self.rows[visit.summary.id] = visit

    def extend(self, visit_id: str, last_at: datetime) -> None:
        visit = self.rows[visit_id]
        self.rows[visit_id] = replace(visit, summary=replace(visit.summary, last_at=last_at))

    def vectors(self, made_by: RecogniserId) -> Sequence[tuple[str, Vector]]:
        found = sorted(self.rows.values(), key=lambda v: (v.summary.first_at, v.summary.id))
        return [
            (v.summary.visitor_id, v.embedding.vector)
            for v in found
            if v.embedding.made_by == made_by
        ]

    def latest(self, visitor_id: str, camera: str) -> VisitSummary | None:
        own = [s for s in self.visits(visitor_id) if s.camera == camera]
        return max(own, key=lambda s: s.last_at, default=None)

    def page(self, *, after: str = "", limit: int = 100) -> Sequence[Visitor]:
        ids = {v.summary.visitor_id for v in self.rows.values()}
        found = [visitor for id in ids if (visitor := self.get(id)) is not None]
        found.sort(key=lambda v: v.id)
        found.sort(key=lambda v: v.last_at, reverse=True)
        names = [v.id for v in found]
        if after and after not in names:
            return []
        return found[names.index(after) + 1 if after else 0 :][:limit]

    def get(self, visitor_id: str) -> Visitor | None:
        own = self.visits(visitor_id)
        if not own:
            return None
        best = min(own, key=lambda s: (-s.quality, s.id))
        first, last = min(s.first_at for s in own), max(s.last_at for s in own)
        return Visitor(visitor_id, len(own), first, last, best.id)

    def visits(self, visitor_id: str) -> Sequence[VisitSummary]:
        own = [v.summary for v in self.rows.values() if v.summary.visitor_id == visitor_id]
        return sorted(own, key=lambda s: (s.first_at, s.id))

    def crop(self, visit_id: str) -> bytes | None:
        visit = self.rows.get(visit_id)
        return visit.crop if visit else None

    def count(self) -> int:
        return len(self.rows)

    def remove(self, visitor_id: str) -> int:
        return self._drop([s.id for s in self.visits(visitor_id)])

    def purge(self, before: datetime) -> int:
        return self._drop([v.summary.id for v in self.rows.values() if v.summary.last_at < before])

    def trim(self, keep: int) -> int:
        found = sorted((v.summary for v in self.rows.values()), key=lambda s: s.id)
        found.sort(key=lambda s: s.last_at, reverse=True)
        return self._drop([s.id for s in found[keep:]])

    def _drop(self, ids: list[str]) -> int:
        for id in ids:
            del self.rows[id]
        return len(ids)
