"""The punch log in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from adsum.domain.punch import Direction, Punch, Source
from adsum.errors import Conflict
from adsum.storage.tables import punches
from adsum.storage.unique import insert_unique


class PunchExists(Conflict):
    """A punch with this client id is recorded already."""

    code = "punch.exists"
    remedy = "Nothing is lost: the first delivery counts."


class SqlPunches:
    """Implements `app.ports.store.Punches`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, punch: Punch) -> None:
        row = insert(punches).values(
            id=punch.id,
            person_id=punch.person_id,
            at=punch.at,
            zone=punch.zone,
            place=punch.place,
            source=punch.source.value,
            recorded_at=punch.recorded_at,
            client_id=punch.client_id,
            declared=punch.declared.value if punch.declared else None,
            score=punch.score,
            clock_offset_seconds=punch.clock_offset_seconds,
        )
        known = PunchExists(f"the punch {punch.client_id} is recorded already")
        insert_unique(self._connection, row, known)

    def by_client_id(self, client_id: str) -> Punch | None:
        query = select(punches).where(punches.c.client_id == client_id)
        row = self._connection.execute(query).first()
        return None if row is None else _punch(row)

    def between(
        self, start: datetime, end: datetime, person_id: str | None = None
    ) -> Sequence[Punch]:
        query = (
            select(punches)
            .where(punches.c.at >= start, punches.c.at < end)
            .order_by(punches.c.at, punches.c.recorded_at, punches.c.id)
        )
        if person_id is not None:
            query = query.where(punches.c.person_id == person_id)
        return [_punch(row) for row in self._connection.execute(query)]

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        change = (
            update(punches)
            .where(punches.c.person_id == person_id)
            .values(person_id=pseudonym, score=None)
        )
        return self._connection.execute(change).rowcount


def _punch(row: Row[tuple[object, ...]]) -> Punch:
    return Punch(
        id=row.id,
        person_id=row.person_id,
        at=row.at,
        zone=row.zone,
        place=row.place,
        source=Source(row.source),
        recorded_at=row.recorded_at,
        client_id=row.client_id,
        declared=Direction(row.declared) if row.declared else None,
        score=row.score,
        clock_offset_seconds=row.clock_offset_seconds,
    )
