"""Transactions over the repositories."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from adsum.storage.accounts import SqlAccounts
from adsum.storage.errors import translated
from adsum.storage.people import SqlPeople
from adsum.storage.photos import SqlPhotos
from adsum.storage.punches import SqlPunches
from adsum.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class SqlRecords:
    """All repositories on one connection."""

    people: SqlPeople
    photos: SqlPhotos
    punches: SqlPunches
    accounts: SqlAccounts


class SqlStore:
    """The store on any database that SQLAlchemy speaks to."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._writer = engine.execution_options(adsum_write=True)
        self._vault = vault

    @contextmanager
    def read(self) -> Iterator[SqlRecords]:
        """A consistent view; nothing is changed."""
        with translated(), self._engine.connect() as connection:
            yield self._records(connection)

    @contextmanager
    def write(self) -> Iterator[SqlRecords]:
        """A transaction that is on disk when the block ends, or has left no trace if it raised."""
        with translated(), self._writer.begin() as connection:
            yield self._records(connection)

    def scrub(self) -> None:
        """Overwrite what SQLite still holds of deleted rows in its write-ahead log."""
        if self._engine.dialect.name != "sqlite":
            return
        with translated(), self._engine.connect() as connection:
            raw = connection.connection.cursor()
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.close()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _records(self, connection: Connection) -> SqlRecords:
        return SqlRecords(
            SqlPeople(connection),
            SqlPhotos(connection, self._vault),
            SqlPunches(connection),
            SqlAccounts(connection),
        )
