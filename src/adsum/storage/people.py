"""People in the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, select, update

from adsum.domain.person import Person
from adsum.errors import Conflict
from adsum.storage.columns import folded
from adsum.storage.prepared import Prepared
from adsum.storage.tables import people
from adsum.storage.unique import insert_unique

# Built once: asked for at every punch.
_BY_ID = Prepared(
    select(people.c.id, people.c.name, people.c.created_at).where(people.c.id == bindparam("id"))
)


class NameTaken(Conflict):
    """Two people cannot have the same name."""

    code = "person.exists"
    remedy = "Add something that tells the two apart, for example a middle name or staff number."


class SqlPeople:
    """Implements `app.ports.people.People`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, person: Person) -> None:
        row = insert(people).values(
            id=person.id,
            name=person.name,
            name_key=folded(person.name),
            created_at=person.created_at,
        )
        insert_unique(self._connection, row, NameTaken(f"{person.name} is already known"))

    def get(self, person_id: str) -> Person | None:
        rows = _BY_ID.rows(self._connection, {"id": person_id})
        return Person(*rows[0]) if rows else None

    def by_name(self, name: str) -> Person | None:
        return self._one(people.c.name_key == folded(name))

    def page(
        self,
        *,
        after: str = "",
        limit: int = 100,
        search: str = "",
        among: Iterable[str] | None = None,
    ) -> Sequence[Person]:
        query = select(people).order_by(people.c.name_key).limit(limit)
        if among is not None:
            query = query.where(people.c.id.in_(sorted(among)))
        if after:
            query = query.where(people.c.name_key > folded(after))
        if search:
            query = query.where(people.c.name_key.contains(folded(search), autoescape=True))
        return [_person(row) for row in self._connection.execute(query)]

    def names(self, ids: Iterable[str] | None = None) -> dict[str, str]:
        query = select(people.c.id, people.c.name)
        rows = self._connection.execute(query).all()
        if ids is None:
            return {row.id: row.name for row in rows}
        wanted = set(ids)
        return {person_id: name for person_id, name in rows if person_id in wanted}

    def rename(self, person_id: str, name: str) -> None:
        row = update(people).where(people.c.id == person_id)
        taken = NameTaken(f"{name} is already known")
        insert_unique(self._connection, row.values(name=name, name_key=folded(name)), taken)

    def remove(self, person_id: str) -> None:
        self._connection.execute(delete(people).where(people.c.id == person_id))

    def _one(self, condition: ColumnElement[bool]) -> Person | None:
        row = self._connection.execute(select(people).where(condition)).first()
        return None if row is None else _person(row)


def _person(row: Row[tuple[object, ...]]) -> Person:
    return Person(row.id, row.name, row.created_at)
