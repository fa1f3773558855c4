"""Setting up a database: the database itself, its tables, and a user who may do no more than work.

The user reads and writes rows. It makes, alters and drops nothing, and what is only ever added to
(the audit log, decisions, closed periods) it can neither change nor delete: whoever takes over the
running program cannot rewrite its history.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import URL, Connection, Engine, inspect, make_url
from sqlalchemy.exc import ArgumentError

from adsum.errors import InvalidInput
from adsum.storage.engine import BadDatabaseUrl, open_engine, writer
from adsum.storage.errors import translated
from adsum.storage.schema import HEAD, bring_up_to_date, migrate

ADD_ONLY = frozenset({"audit_log", "correction_decisions", "leave_decisions", "closed_periods"})
READ_ONLY = frozenset({"alembic_version"})
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,30}")


class BadDatabaseName(InvalidInput):
    """A database or a user with a name that would need quoting."""

    code = "storage.bad_name"
    remedy = "Use lower-case letters, digits and underscores, at most 31, a letter first."


class UnknownRevision(InvalidInput):
    """A revision of the schema that never was."""

    code = "storage.unknown_revision"
    remedy = f"Use base, or 0001 to {HEAD}."


@dataclass(frozen=True, slots=True)
class DatabaseSetup:
    """What was done, in sentences, and the URL for the settings (with the new password)."""

    did: tuple[str, ...]
    url: str


def set_up_server(admin_url: str, user: str, host: str = "%") -> DatabaseSetup:
    """Make the database that `admin_url` names, its tables, and the user `user`.

    What exists is kept; a user that exists gets a new password and exactly these rights. host: from
    where the user may connect, for MariaDB and MySQL.

    Raises:
        BadDatabaseUrl, BadDatabaseName: as they say. AdsumError: the server refuses (`storage.*`).
    """
    admin = _parsed(admin_url)
    name = _checked(admin.database or "")
    _checked(user)
    _checked(host.replace("%", "a").replace(".", "a"))
    did = []
    server = admin.set(database=_MAINTENANCE.get(admin.get_backend_name()))
    with _connected(server) as connection:
        if _make(connection, name):
            did.append(f"Made the database {name}.")
    engine = open_engine(admin.render_as_string(hide_password=False))
    try:
        bring_up_to_date(engine)
        did.append("Made or updated the tables.")
        password = secrets.token_urlsafe(24)
        with _connected(admin) as connection:
            tables = sorted(inspect(connection).get_table_names())
            for statement in _rights(connection, name, user, host, password, tables):
                connection.exec_driver_sql(statement.replace("%", "%%"))
    finally:
        engine.dispose()
    did.append(f"Made the user {user}, who may read and write rows and nothing else.")
    did.append(f"It can only add to: {', '.join(sorted(ADD_ONLY))}.")
    url = admin.set(username=user, password=password)
    return DatabaseSetup(tuple(did), url.render_as_string(hide_password=False))


def move_schema(url: str | URL, revision: str | None) -> str:
    """Upgrade or downgrade the tables to `revision` (None: the newest) and return where they are.

    Raises:
        UnknownRevision: there is no such revision. AdsumError: see `storage.*`.
    """
    engine = open_engine(url)
    try:
        if revision is None:
            bring_up_to_date(engine)
        elif revision != "base" and not (revision.isdecimal() and "0001" <= revision <= HEAD):
            raise UnknownRevision(f"there is no revision {revision!r}")
        else:
            with translated(), writer(engine).begin() as connection:
                migrate(connection, revision)
    finally:
        engine.dispose()
    return revision or HEAD


# Where to connect while the database may not exist yet.
_MAINTENANCE = {"postgresql": "postgres", "mysql": None, "mariadb": None}


def _parsed(text: str) -> URL:
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise BadDatabaseUrl(f"the database URL cannot be used: {error}") from error
    if url.get_backend_name() not in _MAINTENANCE:
        raise BadDatabaseUrl("a user is made on MariaDB, MySQL and PostgreSQL")
    return url


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise BadDatabaseName(f"{name!r} cannot be the name of a database or a user")
    return name


@contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    engine: Engine = open_engine(url.render_as_string(hide_password=False))
    try:
        with translated(), engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")
    finally:
        engine.dispose()


def _make(connection: Connection, name: str) -> bool:
    """Make the database; return whether there was none."""
    if connection.dialect.name == "postgresql":
        look = f"SELECT 1 FROM pg_database WHERE datname = '{name}'"
        make = f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"
    else:
        look = f"SHOW DATABASES LIKE '{name}'"
        make = f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4"
    if connection.exec_driver_sql(look).first() is not None:
        return False
    connection.exec_driver_sql(make)
    return True


def _rights(
    connection: Connection, name: str, user: str, host: str, password: str, tables: list[str]
) -> Iterator[str]:
    """Yield the statements that make the user; the password has no character to be quoted."""
    if connection.dialect.name == "postgresql":
        yield from _postgresql(connection, name, user, password, tables)
        return
    account = f"'{user}'@'{host}'"
    yield f"CREATE USER IF NOT EXISTS {account} IDENTIFIED BY '{password}'"
    yield f"ALTER USER {account} IDENTIFIED BY '{password}'"
    yield f"REVOKE ALL PRIVILEGES, GRANT OPTION FROM {account}"
    for table in tables:
        yield f"GRANT {_of(table)} ON `{name}`.`{table}` TO {account}"


def _postgresql(
    connection: Connection, name: str, user: str, password: str, tables: list[str]
) -> Iterator[str]:
    known = connection.exec_driver_sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{user}'")
    verb = "CREATE" if known.first() is None else "ALTER"
    yield (f"{verb} ROLE {user} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{password}'")
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {user}"
    yield f"GRANT CONNECT ON DATABASE {name} TO {user}"
    yield f"GRANT USAGE ON SCHEMA public TO {user}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {user}"
    for table in tables:
        yield f"GRANT {_of(table)} ON {table} TO {user}"


def _of(table: str) -> str:
    if table in READ_ONLY:
        return "SELECT"
    return "SELECT, INSERT" if table in ADD_ONLY else "SELECT, INSERT, UPDATE, DELETE"
