"""One reader of the database for all who watch: a numbered log in memory, and who waits for it."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from starlette.concurrency import run_in_threadpool

from adsum.app.ids import new_id
from adsum.app.live_feed import Cursor, FeedEvent, LiveFeed
from adsum.app.ports.clock import Clock
from adsum.errors import AdsumError

KEPT = 2000
# Seconds between two looks at the database, while anybody watches.
INTERVAL = 0.5
# Connections of one account: a person with very many tabs, or a program that loops.
MOST_PER_ACCOUNT = 20
# After so long without watchers nobody asks any more for what happened in between.
_STALE = timedelta(minutes=10)

_log = logging.getLogger(__name__)


class TooManyStreams(AdsumError):
    """One account has too many live connections open."""

    code = "live.too_many"
    remedy = "Close some tabs or programs that follow the live feed."


class Lost(Exception):
    """What happened in between is not kept any more: load everything anew."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its number, and the cursor after the look that found it."""

    number: int
    event: FeedEvent
    cursor: Cursor


class LiveLog:
    """The newest events, numbered from 1 within `epoch`; a restart of the server is a new epoch.

    Everybody who watches reads the same log at their own pace, so a slow one costs nothing.
    """

    def __init__(self, feed: LiveFeed, clock: Clock) -> None:
        self.epoch = new_id()[:12]
        self._feed = feed
        self._clock = clock
        self._log: deque[Told] = deque(maxlen=KEPT)
        self._number = 0
        self._cursor: Cursor | None = None
        self._looked_at = datetime.min.replace(tzinfo=UTC)
        self._watching: Counter[str] = Counter()
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()
        self.closed = False

    def check(self, account_id: str) -> None:
        """Refuse another connection of an account that has enough.

        Raises:
            TooManyStreams: this account watches often enough.
        """
        if self._watching[account_id] >= MOST_PER_ACCOUNT:
            raise TooManyStreams(f"one account may follow the feed {MOST_PER_ACCOUNT} times")

    async def enter(self, account_id: str) -> int:
        """Begin to watch; return the number of the newest event."""
        self._watching[account_id] += 1
        try:
            if self._reader is None or self._reader.done():
                await self._begin()
                self._reader = asyncio.create_task(self._read())
        except BaseException:
            self.leave(account_id)
            raise
        return self._number

    def leave(self, account_id: str) -> None:
        """End to watch; after the last one nobody asks the database any more."""
        self._watching[account_id] -= 1
        if self._watching[account_id] <= 0:
            del self._watching[account_id]
        if not self._watching and self._reader is not None:
            self._reader.cancel()
            self._reader = None

    @property
    def newest(self) -> int:
        """The number of the newest event."""
        return self._number

    async def close(self) -> None:
        """Let all who watch go, because the server stops."""
        self.closed = True
        async with self._news:
            self._news.notify_all()

    async def after(self, number: int, wait: float) -> list[Told]:
        """Return the events after `number`; wait at most `wait` seconds for the first.

        Raises:
            Lost: some of them are not kept any more.
        """
        try:
            async with asyncio.timeout(wait), self._news:
                # Asked under the lock: news that come now wake this one up.
                while not self._since(number) and not self.closed:
                    await self._news.wait()
        except TimeoutError:
            return []
        return self._since(number)

    async def replay(self, cursor: Cursor) -> list[FeedEvent]:
        """Return what happened after a cursor of another epoch, as far as this log begins.

        Raises:
            Lost: that was too much.
        """
        found, _ = await run_in_threadpool(self._feed.since, cursor)
        if len(found) >= KEPT // 2:
            raise Lost
        return found

    def _since(self, number: int) -> list[Told]:
        first = self._log[0].number if self._log else self._number + 1
        if number > self._number or number < first - 1:
            raise Lost
        return [told for told in self._log if told.number > number]

    async def _begin(self) -> None:
        now = self._clock.now()
        if self._cursor is None or now - self._looked_at > _STALE:
            self._cursor = await run_in_threadpool(self._feed.start, now)
            self._log.clear()

    async def _read(self) -> None:
        while True:
            try:
                await self._look()
            except AdsumError as error:
                # The database may come back; until then there is nothing to tell.
                _log.warning("live feed: %s: %s", error.code, error)
            await asyncio.sleep(INTERVAL)

    async def _look(self) -> None:
        assert self._cursor is not None
        found, cursor = await run_in_threadpool(self._feed.since, self._cursor)
        self._cursor, self._looked_at = cursor, self._clock.now()
        if not found:
            return
        for event in found:
            self._number += 1
            self._log.append(Told(self._number, event, cursor))
        async with self._news:
            self._news.notify_all()
