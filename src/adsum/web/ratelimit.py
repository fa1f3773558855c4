"""How many requests somebody may send: a bucket of tokens for each principal and each address."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime

from adsum.errors import AdsumError

# A flood of invented addresses costs no more memory than this many buckets.
MAX_KEYS = 10_000


class TooManyRequests(AdsumError):
    """Requests came faster than they are answered; `retry_after` says how many seconds to wait."""

    code = "request.too_many"
    remedy = "Wait as long as Retry-After says; send punches in batches."

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many requests; the next is possible in {retry_after} s")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` requests at once, then `per_second`."""

    burst: float
    per_second: float


@dataclass(frozen=True, slots=True)
class RateLimits:
    """signed_in: for each account or credential. unknown: for each address without a session.

    The defaults let a kiosk empty the queue of a long night and a page load everything it shows,
    and leave a guesser two tries a second.
    """

    signed_in: Rate = field(default_factory=lambda: Rate(600, 100))
    unknown: Rate = field(default_factory=lambda: Rate(120, 2))


class Buckets:
    """Buckets by key, in memory; a restart fills them. Safe to share between threads."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._lock = threading.Lock()
        self._levels: OrderedDict[str, tuple[float, datetime]] = OrderedDict()

    def take(self, key: str, now: datetime) -> None:
        """Take one token.

        Raises:
            TooManyRequests: the bucket of `key` is empty at `now`.
        """
        with self._lock:
            level, since = self._levels.get(key, (self._rate.burst, now))
            passed = max(0.0, (now - since).total_seconds())
            level = min(self._rate.burst, level + passed * self._rate.per_second)
            if level < 1:
                raise TooManyRequests(max(1, math.ceil((1 - level) / self._rate.per_second)))
            self._levels[key] = (level - 1, now)
            self._levels.move_to_end(key)
            if len(self._levels) > MAX_KEYS:
                self._levels.popitem(last=False)


class RateGate:
    """The buckets of one application."""

    def __init__(self, limits: RateLimits | None = None) -> None:
        chosen = limits or RateLimits()
        self.signed_in = Buckets(chosen.signed_in)
        self.unknown = Buckets(chosen.unknown)
