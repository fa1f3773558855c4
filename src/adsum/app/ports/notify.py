"""Telling the outside: one attempt at a time, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from adsum.app.ports.outbox import Delivery
from adsum.app.targets import NotificationTarget, Webhook


class Fate(StrEnum):
    """RETRY: it may work later. REFUSED: it never will."""

    DELIVERED = "delivered"
    RETRY = "retry"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt. reason: for administrators, no secrets. after: not before."""

    fate: Fate
    reason: str = ""
    after: timedelta | None = None


class Targets(Protocol):
    """Where deliveries go, with their secrets."""

    def webhook(self, id: str) -> Webhook | None: ...

    def notification(self, id: str) -> NotificationTarget | None: ...

    def person_name(self, person_id: str) -> str:
        """Return what to call a person: events name people by id only."""
        ...


class Sender(Protocol):
    """Delivers over one channel."""

    def send(self, delivery: Delivery) -> Outcome:
        """Make one attempt, within a bounded time; never raises for what the target does."""
        ...
