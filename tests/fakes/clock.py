"""A clock that a test sets."""

from __future__ import annotations

from datetime import datetime, timedelta


class FakeClock:
    """Implements `app.ports.clock.Clock`."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, step: timedelta) -> None:
        self._now += step
