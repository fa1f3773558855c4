"""What was recorded last, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from adsum.domain.punch import Punch
from adsum.storage.punch_rows import COLUMNS, read
from adsum.storage.tables import punches

_SINCE = (
    select(*(punches.c[name] for name in COLUMNS))
    .where(punches.c.recorded_at >= bindparam("at"))
    .order_by(punches.c.recorded_at, punches.c.id)
    .limit(bindparam("most"))
)
# Not DISTINCT: SQLite would walk the whole index by person instead of the end of this one.
_PEOPLE = select(punches.c.person_id).where(punches.c.recorded_at >= bindparam("at"))


class SqlRecent:
    """Implements `app.ports.recent.Recent`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def people_since(self, at: datetime) -> frozenset[str]:
        return frozenset(self._connection.execute(_PEOPLE, {"at": at}).scalars())

    def punches_since(self, at: datetime, *, limit: int = 1000) -> Sequence[Punch]:
        rows = self._connection.execute(_SINCE, {"at": at, "most": limit})
        return [read(row) for row in rows]
