"""What is still to be told to the outside: written with the fact, delivered after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class DeliveryState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one target.

    channel: the document kind of the target (`webhook`, `notification`); target: that document's
    id. body: canonical JSON. next_at: not before then. error: why the last attempt failed.
    """

    id: str
    channel: str
    target: str
    event: str
    body: str
    created_at: datetime
    next_at: datetime
    attempts: int = 0
    state: DeliveryState = DeliveryState.WAITING
    finished_at: datetime | None = None
    error: str = ""


class Outbox(Protocol):
    """Messages in the order in which their facts were recorded."""

    def add(self, delivery: Delivery) -> None: ...

    def get(self, delivery_id: str) -> Delivery | None: ...

    def due(self, now: datetime, *, limit: int = 100) -> Sequence[Delivery]:
        """Return what is waiting and may be sent at `now`, oldest first."""
        ...

    def update(self, delivery: Delivery) -> None:
        """Store how far a delivery has come."""
        ...

    def page(
        self, *, after: str = "", limit: int = 100, state: DeliveryState | None = None
    ) -> Sequence[Delivery]:
        """Return deliveries by id."""
        ...

    def purge(self, before: datetime) -> int:
        """Delete what was finished before then; return how many."""
        ...
