"""Temporary databases: a file for SQLite, an own database on each server that can be reached."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from adsum.storage.engine import open_engine
from adsum.storage.schema import bring_up_to_date
from adsum.storage.tables import gallery_generation, metadata

# Where the servers are; the last part is a database that exists, to connect to and create from.
SERVERS = {
    "mariadb": os.environ.get("ADSUM_TEST_MYSQL", "mysql+pymysql://root@127.0.0.1:3306/mysql"),
    "postgresql": os.environ.get(
        "ADSUM_TEST_POSTGRESQL", "postgresql+psycopg://root@127.0.0.1:5432/postgres"
    ),
}
KINDS = ("sqlite", *SERVERS)

# Odd defaults on purpose: what Adsum needs must be stated in its own tables.
_DEFAULTS = {
    "mariadb": "CHARACTER SET latin1",
    "postgresql": "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' "
    "LOCALE_PROVIDER icu ICU_LOCALE 'en-US'",
}


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """Yield the URL of a new database without tables, and drop it afterwards.

    Skips the test where the server or its driver is missing.
    """
    name = f"adsum_test_{secrets.token_hex(6)}"
    if kind == "sqlite":
        yield f"sqlite:///{folder / name}.db"
        return
    admin = _admin(kind)
    try:
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} {_DEFAULTS[kind]}"))
        try:
            url = make_url(SERVERS[kind]).set(database=name)
            yield url.render_as_string(hide_password=False)
        finally:
            with admin.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name}"))
    finally:
        admin.dispose()


def _admin(kind: str) -> Engine:
    try:
        admin = create_engine(SERVERS[kind], isolation_level="AUTOCOMMIT")
    except ModuleNotFoundError as error:
        pytest.skip(f"the driver for {kind} is not installed: {error}")
    try:
        admin.connect().close()
    except DBAPIError as error:
        admin.dispose()
        where = make_url(SERVERS[kind]).render_as_string()
        pytest.skip(f"no {kind} server at {where}: {error.orig}")
    return admin


@contextmanager
def ready_engine(kind: str, folder: Path) -> Iterator[Engine]:
    """Yield an engine on a new database with all tables."""
    with empty_database(kind, folder) as url:
        engine = open_engine(url)
        try:
            bring_up_to_date(engine)
            yield engine
        finally:
            engine.dispose()


def wipe(engine: Engine) -> None:
    """Delete every row and start the gallery's generation anew."""
    with engine.execution_options(adsum_write=True).begin() as connection:
        for table in reversed(metadata.sorted_tables):
            if table is not gallery_generation:
                connection.execute(table.delete())
        connection.execute(gallery_generation.update().values(value=0))
