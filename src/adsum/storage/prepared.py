"""Statements of the busiest paths, put into SQL once.

SQLite answers within the process, and SQLAlchemy takes ten times as long to wrap an execution as
the database takes to execute it. So there the driver is asked directly, with the same SQL and the
same conversions of values. Servers are asked in the usual way: the way to them is what counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Select
from sqlalchemy.exc import DBAPIError, IntegrityError

from adsum.storage.engine import driver

_Convert = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Sql:
    """words: SQL with `?`. binds: name and conversion of each. columns: conversions of a row."""

    words: str
    binds: tuple[tuple[str, _Convert], ...]
    columns: tuple[tuple[int, Callable[[Any], Any]], ...]


class Prepared:
    """A SELECT or INSERT that is built, and for SQLite also put into words, only once.

    An INSERT names all columns that it is given the first time.
    """

    def __init__(self, statement: Select[Any] | Insert) -> None:
        self._statement = statement
        self._sql: _Sql | None = None

    def rows(self, connection: Connection, values: Mapping[str, object]) -> Sequence[Sequence[Any]]:
        """Return all rows of a SELECT, with the types that SQLAlchemy gives them."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self._statement, values).all()
        sql, rows = self._ask(connection, values)
        if not sql.columns:
            return rows
        converted = [list(row) for row in rows]
        for row in converted:
            for place, convert in sql.columns:
                row[place] = convert(row[place])
        return converted

    def run(self, connection: Connection, values: Mapping[str, object]) -> None:
        """Run an INSERT.

        Raises:
            IntegrityError: a constraint forbids the row.
        """
        if connection.dialect.name != "sqlite":
            connection.execute(self._statement, values)
            return
        self._ask(connection, values)

    def _ask(
        self, connection: Connection, values: Mapping[str, object]
    ) -> tuple[_Sql, list[Sequence[Any]]]:
        sql = self._sql = self._sql or self._worded(connection.dialect, values)
        bound = [values[n] if convert is None else convert(values[n]) for n, convert in sql.binds]
        errors: Any = connection.dialect.loaded_dbapi
        try:
            return sql, driver(connection).execute(sql.words, bound).fetchall()
        except errors.IntegrityError as error:
            raise IntegrityError(sql.words, None, error) from error
        except errors.Error as error:
            raise DBAPIError(sql.words, None, error) from error

    def _worded(self, dialect: Dialect, values: Mapping[str, object]) -> _Sql:
        keys = list(values) if isinstance(self._statement, Insert) else None
        compiled: Any = self._statement.compile(dialect=dialect, column_keys=keys)
        binds = tuple(
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup
        )
        if isinstance(self._statement, Insert):
            return _Sql(str(compiled), binds, ())
        readers = [
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in self._statement.selected_columns
        ]
        columns = tuple((place, reader) for place, reader in enumerate(readers) if reader)
        return _Sql(str(compiled), binds, columns)
