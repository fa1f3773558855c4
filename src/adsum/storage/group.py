"""Group commit: writers of one process that come at the same time share one disk flush.

A commit waits for the disk, and SQLite commits one writer after the other. Here a writer that ends
while another one waits hands its open transaction on; the last one commits for all. Everybody
returns only after that commit, so what was answered is on disk, as if each had committed alone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from adsum.storage.engine import BUSY_SECONDS, driver
from adsum.storage.errors import StorageBusy, StorageUnavailable

# Nobody waits for more than so many others to do their writing.
AT_MOST = 64


class _Group:
    """Writers that share a transaction. error: why nothing of it is on disk."""

    def __init__(self, engine: Engine) -> None:
        self.connection = engine.connect()
        self.members = 0
        self.written = False
        self.done = threading.Event()
        self.error: Exception | None = None
        try:
            self.connection.begin()
        except BaseException:
            self.connection.close()
            raise

    @property
    def intact(self) -> bool:
        """Whether the transaction is still open: a full disk makes SQLite undo all of it."""
        return bool(getattr(driver(self.connection), "in_transaction", True))

    def run(self, words: str) -> None:
        """Execute a word about savepoints: SQLAlchemy takes longer for one than for a punch."""
        driver(self.connection).execute(words)

    def end(self) -> None:
        """Commit what was written, or undo it if the transaction broke, and wake everybody."""
        try:
            if self.error is None and self.written:
                self.connection.commit()
            else:
                self.connection.rollback()
        except DBAPIError as error:
            self.error = self.error or error
            self.connection.invalidate()  # nobody knows what state a failed commit leaves
        finally:
            self.connection.close()
            self.done.set()


class GroupCommit:
    """Opens transactions of one SQLite database; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self._waiting = 0
        self._group: _Group | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that is on disk when the block ends, or has left no trace if it raised."""
        self._wait()
        try:
            group = self._group = self._group or _Group(self._engine)
        except BaseException:
            self._turn.release()
            raise
        group.members += 1
        try:
            yield from self._member(group)
            group.written = True
        finally:
            self._leave(group)
        group.done.wait()
        if group.error is not None:
            raise group.error

    def _wait(self) -> None:
        with self._counting:
            self._waiting += 1
        got = False
        try:
            got = self._turn.acquire(timeout=BUSY_SECONDS)
        finally:
            with self._counting:
                self._waiting -= 1
                # The transaction may have been handed to this one just as it gave up.
                got = got or self._turn.acquire(blocking=False)
        if not got:
            raise StorageBusy("another part of this program has been writing for too long")

    @staticmethod
    def _member(group: _Group) -> Iterator[Connection]:
        """Run one block; its failure undoes what it wrote, and nothing of the others."""
        if not group.written:
            yield group.connection  # alone so far: if it fails, all of the transaction goes
            return
        group.run("SAVEPOINT member")
        try:
            yield group.connection
        except BaseException:
            if group.intact:
                group.run("ROLLBACK TO member")
            raise
        if group.intact:
            group.run("RELEASE member")

    def _leave(self, group: _Group) -> None:
        """Hand the transaction on if somebody waits, else end it; then let the next one in."""
        if not group.intact:
            group.error = StorageUnavailable("the database undid the transaction")
        with self._counting:
            others = self._waiting > 0 and group.members < AT_MOST
            if others and group.written and group.error is None:
                # In one step with the counting: whoever gives up waiting now takes the turn.
                self._turn.release()
                return
        try:
            self._group = None
            group.end()
        finally:
            self._turn.release()
