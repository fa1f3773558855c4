"""The user that `adsum db init` makes can do the work and nothing else."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from adsum.app.ids import new_id
from adsum.domain.person import Person
from adsum.storage.engine import BadDatabaseUrl, open_engine
from adsum.storage.schema import bring_up_to_date
from adsum.storage.setup import BadDatabaseName, DatabaseSetup, set_up_server
from adsum.storage.store import SqlStore
from adsum.storage.vault import Vault
from adsum.system.clock import SystemClock
from tests.contract.servers import SERVERS, empty_database


@pytest.fixture(params=sorted(SERVERS))
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DatabaseSetup]:
    """A server's new database with a user of its own, dropped afterwards."""
    user = f"adsum_{secrets.token_hex(4)}"
    with empty_database(request.param, tmp_path) as url:
        try:
            yield set_up_server(url, user)
        finally:
            _drop(url, user)


def _drop(url: str, user: str) -> None:
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"DROP OWNED BY {user}"))
            connection.execute(text(f"DROP ROLE {user}"))
        else:
            connection.execute(text(f"DROP USER IF EXISTS '{user}'@'%'"))
    admin.dispose()


def test_the_user_can_do_the_work(made: DatabaseSetup) -> None:
    engine = open_engine(made.url)
    bring_up_to_date(engine)  # nothing to do, and no right needed to see that
    store = SqlStore(engine, Vault(b"k" * 32))
    person = Person(new_id(), "Ada", SystemClock().now())
    with store.write() as records:
        records.people.add(person)
    with store.write() as records:
        records.people.remove(person.id)
    store.close()
    assert any("user" in sentence for sentence in made.did)


@pytest.mark.parametrize(
    "forbidden",
    [
        "DELETE FROM audit_log",
        "UPDATE audit_log SET digest = ''",
        "DELETE FROM correction_decisions",
        "DROP TABLE people",
        "CREATE TABLE mine (a INTEGER)",
        "ALTER TABLE people ADD COLUMN mine INTEGER",
        "UPDATE alembic_version SET version_num = '0'",
    ],
)
def test_the_user_cannot_rewrite_history_or_the_schema(made: DatabaseSetup, forbidden: str) -> None:
    engine = create_engine(made.url)
    with engine.connect() as connection, pytest.raises(DBAPIError, match=r"(?i)denied|owner"):
        connection.execute(text(forbidden))
    engine.dispose()


def test_a_second_set_up_keeps_the_rows_and_renews_the_password(made: DatabaseSetup) -> None:
    admin = make_url(made.url)
    kind = "postgresql" if admin.get_backend_name() == "postgresql" else "mariadb"
    again = set_up_server(
        make_url(SERVERS[kind]).set(database=admin.database).render_as_string(False),
        str(admin.username),
    )
    assert make_url(again.url).password != admin.password
    engine = create_engine(again.url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM people")).scalar() == 0
    engine.dispose()
    assert not any("database" in sentence for sentence in again.did)


def test_names_that_would_need_quoting_are_refused_before_anything_is_done() -> None:
    with pytest.raises(BadDatabaseName):
        set_up_server("postgresql+psycopg://root@127.0.0.1/adsum", "x'; DROP TABLE people")
    with pytest.raises(BadDatabaseName):
        set_up_server("postgresql+psycopg://root@127.0.0.1/a-b", "adsum")
    with pytest.raises(BadDatabaseUrl):
        set_up_server("sqlite:///x.db", "adsum")
