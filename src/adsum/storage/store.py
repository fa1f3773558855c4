"""Transactions over the repositories."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select

from adsum.storage.accounts import SqlAccounts
from adsum.storage.audit import SqlAuditLog
from adsum.storage.consents import SqlConsents
from adsum.storage.corrections import SqlCorrections
from adsum.storage.credentials import SqlCredentials, SqlPins
from adsum.storage.documents import SqlDocuments, SqlGenerations
from adsum.storage.engine import reader, writer
from adsum.storage.errors import StorageBusy, translated
from adsum.storage.group import GroupCommit
from adsum.storage.jobs import SqlJobs
from adsum.storage.leave import SqlLeaveRequests
from adsum.storage.outbox import SqlIdempotencyKeys, SqlOutbox
from adsum.storage.people import SqlPeople
from adsum.storage.periods import SqlPeriods
from adsum.storage.photos import SqlPhotos
from adsum.storage.punches import SqlPunches
from adsum.storage.recent import SqlRecent
from adsum.storage.secrets import SqlSecrets
from adsum.storage.tables import gallery_generation
from adsum.storage.templates import SqlTemplates
from adsum.storage.vault import Vault
from adsum.storage.visitors import SqlVisitors


@dataclass(frozen=True, slots=True)
class SqlRecords:
    """All repositories on one connection."""

    people: SqlPeople
    photos: SqlPhotos
    punches: SqlPunches
    accounts: SqlAccounts
    documents: SqlDocuments
    generations: SqlGenerations
    audit: SqlAuditLog
    corrections: SqlCorrections
    leave: SqlLeaveRequests
    periods: SqlPeriods
    credentials: SqlCredentials
    pins: SqlPins
    outbox: SqlOutbox
    idempotency: SqlIdempotencyKeys
    secrets: SqlSecrets
    recent: SqlRecent
    jobs: SqlJobs
    consents: SqlConsents
    visitors: SqlVisitors
    templates: SqlTemplates


class SqlStore:
    """The store on any database that SQLAlchemy speaks to."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._reader, self._writer = reader(engine), writer(engine)
        self._vault = vault
        self._group = GroupCommit(self._writer) if engine.dialect.name == "sqlite" else None

    @contextmanager
    def read(self) -> Iterator[SqlRecords]:
        """A consistent view; nothing is changed."""
        with translated(), self._reader.begin() as connection:
            yield self._records(connection)

    @contextmanager
    def write(self) -> Iterator[SqlRecords]:
        """A transaction that is on disk when the block ends, or has left no trace if it raised."""
        with translated(), self._transaction() as connection:
            yield self._records(connection)

    def scrub(self) -> None:
        """Empty SQLite's write-ahead log, which still holds deleted rows.

        Raises:
            StorageBusy: another process has been reading it for too long.
        """
        if self._engine.dialect.name != "sqlite":
            return
        with translated(), self._engine.connect() as connection:
            raw = connection.connection.cursor()
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            answer = raw.fetchone()
            raw.close()
        if answer is not None and answer[0]:
            raise StorageBusy("deleted rows are still in the log, which another command reads")

    @property
    def engine(self) -> Engine:
        """The engine, for what no repository does: bulk loads and maintenance."""
        return self._engine

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """Let one writer in at a time, as SQLite does: what a use case checked stays true."""
        if self._group is not None:
            with self._group.transaction() as connection:
                yield connection
            return
        with self._writer.begin() as connection:
            connection.execute(select(gallery_generation.c.value).with_for_update())
            yield connection

    def _records(self, connection: Connection) -> SqlRecords:
        return SqlRecords(
            SqlPeople(connection),
            SqlPhotos(connection, self._vault),
            SqlPunches(connection),
            SqlAccounts(connection),
            SqlDocuments(connection),
            SqlGenerations(connection),
            SqlAuditLog(connection),
            SqlCorrections(connection),
            SqlLeaveRequests(connection),
            SqlPeriods(connection),
            SqlCredentials(connection),
            SqlPins(connection),
            SqlOutbox(connection),
            SqlIdempotencyKeys(connection),
            SqlSecrets(connection, self._vault),
            SqlRecent(connection),
            SqlJobs(connection),
            SqlConsents(connection),
            SqlVisitors(connection, self._vault),
            SqlTemplates(connection, self._vault),
        )
