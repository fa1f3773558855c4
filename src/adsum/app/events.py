"""Telling the outside: a fact and the messages about it are stored in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adsum.app import codec
from adsum.app.ids import new_id
from adsum.app.ports.outbox import Delivery
from adsum.app.ports.store import Records
from adsum.app.targets import Event, NotificationTarget, Webhook

CHANNELS: Mapping[str, type[Webhook | NotificationTarget]] = {
    "webhook": Webhook,
    "notification": NotificationTarget,
}


Target = tuple[str, Webhook | NotificationTarget]


def targets_of(records: Records) -> tuple[Target, ...]:
    """Return (channel, target) of everything that is told of events."""
    return tuple(
        (channel, codec.loads(type_, stored.body))
        for channel, type_ in CHANNELS.items()
        for stored in records.documents.all(channel)
    )


@dataclass(frozen=True, slots=True)
class Publisher:
    """Puts messages into the outbox of the transaction `records`."""

    records: Records
    now: datetime
    targets: tuple[Target, ...]

    def publish(self, event: Event, facts: Mapping[str, Any]) -> None:
        """Queue one message for each target that hears `event`. `facts`: plain JSON data."""
        for channel, target in self.targets:
            if target.hears(event):
                self.records.outbox.add(self._message(channel, target.id, event, facts))

    def _message(
        self, channel: str, target: str, event: Event, facts: Mapping[str, Any]
    ) -> Delivery:
        id = new_id()
        body = {"id": id, "event": event.value, "at": self.now.isoformat(), "data": dict(facts)}
        return Delivery(id, channel, target, event.value, codec.canonical(body), self.now, self.now)
