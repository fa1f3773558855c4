"""Adding a row that must be the only one of its kind."""

from __future__ import annotations

from sqlalchemy import Connection, Executable
from sqlalchemy.exc import IntegrityError

from adsum.errors import Conflict


def insert_unique(connection: Connection, statement: Executable, conflict: Conflict) -> None:
    """Run an INSERT; raise `conflict` if there is such a row.

    In a savepoint of its own: PostgreSQL would refuse the rest of the transaction otherwise.
    """
    try:
        with connection.begin_nested():
            connection.execute(statement)
    except IntegrityError as error:
        raise conflict from error
