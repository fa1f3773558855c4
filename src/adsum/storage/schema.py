"""Bringing a database to the schema that this version needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from adsum.storage.engine import writer
from adsum.storage.errors import SchemaTooNew, translated

# The newest migration; a test holds it against the migrations folder. Known here so that a start on
# an up-to-date database need not load the migration machinery.
HEAD = "0007"
# Any number that no other program on the server uses for a lock of its own.
_LOCK = 20_260_302
_LOCK_SECONDS = 60


def bring_up_to_date(engine: Engine) -> None:
    """Run the migrations that are missing, in one transaction where the database can.

    Raises:
        SchemaTooNew: the database is ahead of this program.
        AdsumError: it cannot be opened or written (codes `storage.*`).
    """
    with translated():
        if _seems_ready(engine):
            return
        with writer(engine).begin() as connection, _alone(connection):
            # Asked again under the write lock: two processes may have started at once.
            found = _revision(connection)
            if found is not None and found > HEAD:
                raise SchemaTooNew(f"the database has schema {found}, this Adsum knows {HEAD}")
            if found != HEAD:
                migrate(connection, HEAD)


def _seems_ready(engine: Engine) -> bool:
    """Say whether the tables are up to date, as far as can be seen without the lock."""
    try:
        with engine.connect() as connection:
            return _revision(connection) == HEAD
    except DBAPIError:
        # Another process may be making the tables at this moment (MariaDB's DDL is seen half done);
        # what is really wrong is found again under the lock.
        return False


def migrate(connection: Connection, revision: str) -> None:
    """Upgrade or downgrade to `revision` ("base" for an empty schema) on an open connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    current = _revision(connection)
    target = "" if revision == "base" else revision
    if current is not None and target < current:
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Keep other processes from migrating; on SQLite the write lock does."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    if connection.dialect.name not in ("mysql", "mariadb"):
        yield
        return
    name = func.concat(f"adsum.{_LOCK}.", func.database())
    connection.execute(select(func.get_lock(name, _LOCK_SECONDS)))
    try:
        yield
    finally:
        connection.execute(select(func.release_lock(name)))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)
