"""Adding or changing a row that must be the only one of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext

from sqlalchemy import Connection, Executable
from sqlalchemy.exc import IntegrityError

from adsum.errors import Conflict
from adsum.storage.prepared import Prepared


def insert_unique(
    connection: Connection,
    statement: Executable | Prepared,
    conflict: Conflict,
    values: Mapping[str, object] | None = None,
) -> None:
    """Run an INSERT or an UPDATE; raise `conflict` if there is such a row.

    In a savepoint on PostgreSQL, which would refuse the rest of the transaction otherwise.
    Elsewhere a refused statement undoes only itself, and SQLite drops its savepoints when the disk
    is full.
    """
    postgresql = connection.dialect.name == "postgresql"
    try:
        with connection.begin_nested() if postgresql else nullcontext():
            if isinstance(statement, Prepared):
                statement.run(connection, values or {})
            else:
                connection.execute(statement, values)
    except IntegrityError as error:
        raise conflict from error
