"""Slowing down whoever guesses."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from adsum.errors import AdsumError

# How many keys are remembered at most: a flood of invented logins costs no more memory than this.
MAX_KEYS = 10_000


class TooManyAttempts(AdsumError):
    """Somebody guessed wrong too often; `retry_after` says how many seconds to wait."""

    code = "sign_in.too_many_attempts"
    remedy = "Wait, then try again with the right password."

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many failed attempts; the next is possible in {retry_after} s")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class ThrottleRule:
    """After `free` failures every further one locks for `first`, doubling up to `longest`.

    Failures are forgotten `memory` after the last one.
    """

    free: int = 5
    first: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(minutes=15)
    memory: timedelta = timedelta(hours=1)

    def lock(self, failures: int) -> timedelta:
        """Return how long the key is locked after so many failures in a row."""
        if failures < self.free:
            return timedelta(0)
        doublings = min(failures - self.free, 20)
        return min(self.first * (1 << doublings), self.longest)


class Throttle:
    """Counts failures per key, in memory: a restart forgives. Safe to share between threads."""

    def __init__(self, rule: ThrottleRule | None = None) -> None:
        self._rule = rule or ThrottleRule()
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, tuple[int, datetime]] = OrderedDict()

    def enter(self, key: str, now: datetime) -> None:
        """Count an attempt as failed until `forgive` says otherwise.

        Counting before the slow password check keeps parallel guesses from slipping through.

        Raises:
            TooManyAttempts: the key is locked at `now`.
        """
        with self._lock:
            count, last = self._failures.get(key, (0, now))
            if now - last >= self._rule.memory:
                count = 0
            left = last + self._rule.lock(count) - now
            if count and left > timedelta(0):
                raise TooManyAttempts(max(1, round(left.total_seconds())))
            self._failures[key] = (count + 1, now)
            self._failures.move_to_end(key)
            if len(self._failures) > MAX_KEYS:
                self._failures.popitem(last=False)

    def forgive(self, key: str) -> None:
        """Forget the failures of `key`."""
        with self._lock:
            self._failures.pop(key, None)
