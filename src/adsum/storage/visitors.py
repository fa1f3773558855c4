"""Visits of unknown people in the database, sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import (
    Connection,
    Row,
    Select,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from adsum.app.ports.visitors import Visit, Visitor, VisitSummary
from adsum.storage.vault import Vault
from adsum.storage.visit_tables import visits
from adsum.vision.types import RecogniserId, Vector

_LANDMARK_BYTES = 5 * 2 * 4

_SUMMARY = (
    visits.c.id,
    visits.c.visitor_id,
    visits.c.camera,
    visits.c.place,
    visits.c.first_at,
    visits.c.last_at,
    visits.c.quality,
)


class SqlVisitors:
    """Implements `app.ports.visitors.Visitors`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, visit: Visit) -> None:
        self._connection.execute(insert(visits).values(**self._values(visit)))

    def replace(self, visit: Visit) -> None:
        change = update(visits).where(visits.c.id == visit.summary.id)
        self._connection.execute(change.values(**self._values(visit)))

    def extend(self, visit_id: str, last_at: datetime) -> None:
        change = update(visits).where(visits.c.id == visit_id)
        self._connection.execute(change.values(last_at=last_at))

    def vectors(self, made_by: RecogniserId) -> Sequence[tuple[str, Vector]]:
        query = select(visits.c.id, visits.c.visitor_id, visits.c.sealed_vector).where(
            visits.c.model == made_by.model,
            visits.c.version == made_by.version,
            visits.c.precision == made_by.precision,
        )
        return [
            (row.visitor_id, self._vector(row.id, row.sealed_vector))
            for row in self._connection.execute(query.order_by(visits.c.first_at, visits.c.id))
        ]

    def latest(self, visitor_id: str, camera: str) -> VisitSummary | None:
        query = (
            select(*_SUMMARY)
            .where(visits.c.visitor_id == visitor_id, visits.c.camera == camera)
            .order_by(visits.c.last_at.desc(), visits.c.id)
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return None if row is None else _summary(row)

    def page(self, *, after: str = "", limit: int = 100) -> Sequence[Visitor]:
        seen = func.max(visits.c.last_at)
        query = _grouped()
        if after:
            known = self.get(after)
            if known is None:
                return []
            later = and_(seen == known.last_at, visits.c.visitor_id > after)
            query = query.having(or_(seen < known.last_at, later))
        query = query.order_by(seen.desc(), visits.c.visitor_id).limit(limit)
        rows = self._connection.execute(query).all()
        best = self._best([row.visitor_id for row in rows])
        return [_visitor(row, best[row.visitor_id]) for row in rows]

    def get(self, visitor_id: str) -> Visitor | None:
        row = self._connection.execute(_grouped().where(visits.c.visitor_id == visitor_id)).first()
        return None if row is None else _visitor(row, self._best([visitor_id])[visitor_id])

    def visits(self, visitor_id: str) -> Sequence[VisitSummary]:
        query = select(*_SUMMARY).where(visits.c.visitor_id == visitor_id)
        rows = self._connection.execute(query.order_by(visits.c.first_at, visits.c.id))
        return [_summary(row) for row in rows]

    def crop(self, visit_id: str) -> bytes | None:
        query = select(visits.c.sealed_crop).where(visits.c.id == visit_id)
        sealed = self._connection.execute(query).scalar()
        if sealed is None:
            return None
        return self._vault.open(sealed, f"visit crop {visit_id}")[_LANDMARK_BYTES:]

    def count(self) -> int:
        return self._connection.execute(select(func.count()).select_from(visits)).scalar() or 0

    def remove(self, visitor_id: str) -> int:
        gone = delete(visits).where(visits.c.visitor_id == visitor_id)
        return self._connection.execute(gone).rowcount

    def purge(self, before: datetime) -> int:
        return self._connection.execute(delete(visits).where(visits.c.last_at < before)).rowcount

    def trim(self, keep: int) -> int:
        # MySQL deletes nothing from a table that the same statement reads.
        query = select(visits.c.id).order_by(visits.c.last_at.desc(), visits.c.id)
        old = list(self._connection.execute(query.offset(keep).limit(10_000)).scalars())
        if old:
            self._connection.execute(delete(visits).where(visits.c.id.in_(old)))
        return len(old)

    def _best(self, visitor_ids: Sequence[str]) -> dict[str, str]:
        """Return the visit with the best shot by visitor."""
        query = select(visits.c.visitor_id, visits.c.id).where(visits.c.visitor_id.in_(visitor_ids))
        ordered = query.order_by(visits.c.quality, visits.c.id.desc())
        return {row.visitor_id: row.id for row in self._connection.execute(ordered)}

    def _values(self, visit: Visit) -> dict[str, Any]:
        summary, made_by = visit.summary, visit.embedding.made_by
        crop = visit.landmarks.astype("<f4").tobytes() + visit.crop
        vector = visit.embedding.vector.astype("<f4").tobytes()
        return {
            "id": summary.id,
            "visitor_id": summary.visitor_id,
            "camera": summary.camera,
            "place": summary.place,
            "first_at": summary.first_at,
            "last_at": summary.last_at,
            "quality": summary.quality,
            "model": made_by.model,
            "version": made_by.version,
            "precision": made_by.precision,
            "sealed_crop": self._vault.seal(crop, f"visit crop {summary.id}"),
            "sealed_vector": self._vault.seal(vector, f"visit vector {summary.id}"),
        }

    def _vector(self, visit_id: str, sealed: bytes) -> Vector:
        return np.frombuffer(self._vault.open(sealed, f"visit vector {visit_id}"), dtype="<f4")


def _grouped() -> Select[Any]:
    return select(
        visits.c.visitor_id,
        func.count().label("visits"),
        func.min(visits.c.first_at).label("first_at"),
        func.max(visits.c.last_at).label("last_at"),
    ).group_by(visits.c.visitor_id)


def _summary(row: Row[*tuple[Any, ...]]) -> VisitSummary:
    return VisitSummary(
        row.id, row.visitor_id, row.camera, row.place, row.first_at, row.last_at, row.quality
    )


def _visitor(row: Row[Any], best: str) -> Visitor:
    return Visitor(row.visitor_id, row.visits, row.first_at, row.last_at, best)
