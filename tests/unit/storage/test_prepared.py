"""A prepared statement means the same as the statement that it was made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, bindparam, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from adsum.storage.engine import open_engine, writer
from adsum.storage.prepared import Prepared
from adsum.storage.schema import bring_up_to_date
from adsum.storage.tables import people

AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = open_engine(f"sqlite:///{tmp_path / 'prepared.db'}")
    bring_up_to_date(engine)
    with writer(engine).begin() as opened:
        yield opened
    engine.dispose()


def person(id: str, at: datetime = AT) -> dict[str, object]:
    return {"id": id, "name": id.upper(), "name_key": id, "created_at": at}


def test_rows_are_stored_and_read_as_sqlalchemy_does_it(connection: Connection) -> None:
    add = Prepared(insert(people))
    add.run(connection, person("prepared"))
    connection.execute(insert(people), person("usual"))
    stored = connection.execute(text("SELECT DISTINCT created_at FROM people")).all()
    assert len(stored) == 1, "both write an instant in the same way"

    query = select(people.c.id, people.c.created_at).where(people.c.created_at == bindparam("at"))
    elsewhere = AT.astimezone(timezone(timedelta(hours=9)))
    found = Prepared(query.order_by(people.c.id)).rows(connection, {"at": elsewhere})
    assert [tuple(row) for row in found] == [("prepared", AT), ("usual", AT)]


def test_a_forbidden_row_is_told_apart_from_a_broken_statement(connection: Connection) -> None:
    add = Prepared(insert(people))
    add.run(connection, person("once"))
    with pytest.raises(IntegrityError):
        add.run(connection, person("once"))
    gone = Prepared(select(text("nothing")).select_from(text("nowhere")))
    with pytest.raises(DBAPIError, match="nowhere"):
        gone.rows(connection, {})
