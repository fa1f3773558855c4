"""The punch log in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter

from sqlalchemy import Connection, bindparam, insert, select, update

from adsum.app.ports.punches import NO_ORIGIN, Origin
from adsum.domain.person import FORGOTTEN
from adsum.domain.punch import Punch
from adsum.errors import Conflict
from adsum.storage.columns import instant_reader
from adsum.storage.prepared import Prepared
from adsum.storage.punch_rows import COLUMNS, read, read_into
from adsum.storage.tables import punches
from adsum.storage.unique import insert_unique

_COLUMNS = tuple(punches.c[name] for name in COLUMNS)
# Built once: SQLAlchemy takes longer to build a statement than SQLite to run it.
_ADD = Prepared(insert(punches))
_BY_CLIENT_ID = Prepared(select(*_COLUMNS).where(punches.c.client_id == bindparam("client_id")))
_BETWEEN = (
    select(*_COLUMNS)
    .where(punches.c.at >= bindparam("start"), punches.c.at < bindparam("end"))
    .order_by(punches.c.at, punches.c.recorded_at, punches.c.id)
)
_BETWEEN_OF = Prepared(_BETWEEN.where(punches.c.person_id == bindparam("person_id")))
_IDS_AT_ONCE, _ROWS_AT_ONCE = 500, 1000
_ORDER = attrgetter("at", "recorded_at", "id")


class PunchExists(Conflict):
    """A punch with this client id is recorded already."""

    code = "punch.exists"
    remedy = "Nothing is lost: the first delivery counts."


class SqlPunches:
    """Implements `app.ports.punches.Punches`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, punch: Punch, origin: Origin = NO_ORIGIN) -> None:
        row = {
            "id": punch.id,
            "person_id": punch.person_id,
            "at": punch.at,
            "zone": punch.zone,
            "place": punch.place,
            "source": punch.source.value,
            "recorded_at": punch.recorded_at,
            "client_id": punch.client_id,
            "declared": punch.declared.value if punch.declared else None,
            "score": punch.score,
            "clock_offset_seconds": punch.clock_offset_seconds,
            "author": origin.author,
            "device_id": origin.device_id,
        }
        known = PunchExists(f"the punch {punch.client_id} is recorded already")
        insert_unique(self._connection, _ADD, known, row)

    def get(self, punch_id: str) -> Punch | None:
        row = self._connection.execute(select(*_COLUMNS).where(punches.c.id == punch_id)).first()
        return None if row is None else read(row)

    def origins(self, punch_ids: Iterable[str]) -> dict[str, Origin]:
        query = select(punches.c.id, punches.c.author, punches.c.device_id)
        query = query.where(punches.c.id.in_(sorted(punch_ids)))
        rows = self._connection.execute(query)
        return {id: Origin(author, device) for id, author, device in rows if author or device}

    def by_client_id(self, client_id: str) -> Punch | None:
        rows = _BY_CLIENT_ID.rows(self._connection, {"client_id": client_id})
        return read(rows[0]) if rows else None

    def between(
        self, start: datetime, end: datetime, person_id: str | None = None
    ) -> Sequence[Punch]:
        asked = {"start": start, "end": end}
        if person_id is None:
            return [read(row) for row in self._connection.execute(_BETWEEN, asked)]
        own = _BETWEEN_OF.rows(self._connection, asked | {"person_id": person_id})
        return [read(row) for row in own]

    def by_person(
        self, start: datetime, end: datetime, people: Iterable[str] | None = None
    ) -> dict[str, list[Punch]]:
        found: defaultdict[str, list[Punch]] = defaultdict(list)
        query = select(*_COLUMNS).where(punches.c.at >= start, punches.c.at < end)
        instant = instant_reader(self._connection.dialect)
        for part in _parts(people):
            asked = query if part is None else query.where(punches.c.person_id.in_(part))
            # Straight from the driver: a month of a thousand people is 124,000 rows, and SQLAlchemy
            # would take as long again to wrap them.
            cursor = self._connection.execute(asked).cursor
            while cursor is not None and (rows := cursor.fetchmany(_ROWS_AT_ONCE)):
                read_into(found, rows, instant)
        for own in found.values():
            own.sort(key=_ORDER)
        return dict(found)

    def punchers(self, start: datetime, end: datetime) -> frozenset[str]:
        query = select(punches.c.person_id).distinct()
        query = query.where(punches.c.at >= start, punches.c.at < end)
        return frozenset(self._connection.execute(query).scalars())

    def pseudonyms(self) -> frozenset[str]:
        # A span of the index, which LIKE would not be: text sorts by its code points everywhere.
        first, beyond = FORGOTTEN, FORGOTTEN[:-1] + chr(ord(FORGOTTEN[-1]) + 1)
        query = select(punches.c.person_id).distinct()
        query = query.where(punches.c.person_id >= first, punches.c.person_id < beyond)
        return frozenset(self._connection.execute(query).scalars())

    def recorded_since(self, at: datetime, start: datetime, end: datetime) -> frozenset[str]:
        query = select(punches.c.person_id).distinct()
        query = query.where(punches.c.at >= start, punches.c.at < end, punches.c.recorded_at >= at)
        return frozenset(self._connection.execute(query).scalars())

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        change = (
            update(punches)
            .where(punches.c.person_id == person_id)
            .values(person_id=pseudonym, score=None, author=None)
        )
        return self._connection.execute(change).rowcount


def _parts(people: Iterable[str] | None) -> list[list[str] | None]:
    """Cut a list of ids into parts that every database takes in one question."""
    if people is None:
        return [None]
    ids = sorted(people)
    return [ids[first : first + _IDS_AT_ONCE] for first in range(0, len(ids), _IDS_AT_ONCE)]
