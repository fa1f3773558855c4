"""Opening a database by URL, with SQLite set up so that a punch is on disk before it is
answered."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from adsum.errors import InvalidInput
from adsum.storage.errors import StorageReadOnly

# From 3.7.0 to 3.51.2 a checkpoint that meets a writer can corrupt a WAL database.
SAFE_SQLITE = (3, 51, 3)
BUSY_SECONDS = 15

_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Deleted rows are overwritten: to forget a face means that its bytes are gone.
    "PRAGMA secure_delete = ON",
)


class BadDatabaseUrl(InvalidInput):
    """The database URL cannot be understood, or its driver is not installed."""

    code = "storage.bad_url"
    remedy = "Use for example postgresql+psycopg://user:password@host/adsum"


def sqlite_module() -> ModuleType:
    """Return the newest SQLite at hand: Python's own, or `pysqlite3` where that is newer."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3
    bundled: ModuleType = dbapi2
    newer = bundled.sqlite_version_info > sqlite3.sqlite_version_info
    return bundled if newer else sqlite3


def sqlite_warning() -> str | None:
    """Return a warning if the only SQLite at hand has the WAL bug, else None."""
    module = sqlite_module()
    if module.sqlite_version_info >= SAFE_SQLITE:
        return None
    return (
        f"SQLite {module.sqlite_version} can damage a database under load; "
        "install pysqlite3 or a Python with SQLite 3.51.3 or newer"
    )


def open_engine(url: str | URL) -> Engine:
    """Return the engine for `url`; no connection is made yet.

    Raises:
        BadDatabaseUrl: the URL is no database URL, or its driver is missing.
    """
    try:
        if make_url(url).get_backend_name() == "sqlite":
            return _open_sqlite(url)
        return create_engine(url, pool_pre_ping=True, pool_recycle=1800)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        raise BadDatabaseUrl(f"the database URL cannot be used: {error}") from error


def reader(engine: Engine) -> Engine:
    """Return `engine` for transactions that see one moment of the database from start to end."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def driver(connection: Connection) -> Any:
    """Return the driver's own connection, for what SQLAlchemy would take longer to wrap than the
    database to do."""
    return connection.connection.dbapi_connection


def writer(engine: Engine) -> Engine:
    """Return `engine` for transactions that write; they see what the writer before them left."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(adsum_write=True)
    return engine.execution_options(isolation_level="READ COMMITTED")


def _open_sqlite(url: str | URL) -> Engine:
    engine = create_engine(url, module=sqlite_module())
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "connect", _set_up_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _connect(dialect: Any, _record: object, path: list[str], named: dict[str, Any]) -> Any:
    try:
        return dialect.connect(*path, **named)
    except dialect.loaded_dbapi.OperationalError as error:
        # SQLite says no more than "unable to open database file".
        folder = Path(path[0]).parent
        effective = os.access in os.supports_effective_ids
        if folder.is_dir() and not os.access(folder, os.W_OK, effective_ids=effective):
            raise StorageReadOnly(f"{folder} cannot be written") from error
        raise


def _set_up_connection(connection: Any, _record: object) -> None:
    # The driver's own transaction handling is switched off; `_begin` states how one begins.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: a reader that turns writer half-way could only fail.
    mode = "IMMEDIATE" if connection.get_execution_options().get("adsum_write") else "DEFERRED"
    driver(connection).execute(f"BEGIN {mode}")
