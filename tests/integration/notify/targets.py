"""Targets in memory, and a delivery to send."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from adsum.app.ports.outbox import Delivery
from adsum.app.targets import NotificationTarget, Webhook

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECRET = "a secret of some length"


@dataclass
class FakeTargets:
    """Implements `app.ports.notify.Targets`."""

    webhooks: dict[str, Webhook] = field(default_factory=dict)
    notifications: dict[str, NotificationTarget] = field(default_factory=dict)

    def webhook(self, id: str) -> Webhook | None:
        return self.webhooks.get(id)

    def notification(self, id: str) -> NotificationTarget | None:
        return self.notifications.get(id)

    def person_name(self, person_id: str) -> str:
        return f"Łukasz {person_id}"


def targets(url: str, *, active: bool = True) -> FakeTargets:
    if url.startswith("http"):
        return FakeTargets({"t1": Webhook("t1", "Payroll", url, SECRET, (), active)})
    return FakeTargets({}, {"t1": NotificationTarget("t1", "Office", url, (), active)})


def delivery(body: str = '{"data":{"name":"Łukasz"},"id":"e1"}', **more: str) -> Delivery:
    given = {"channel": "webhook", "target": "t1", "event": "leave.requested", **more}
    return Delivery("e1", **given, body=body, created_at=NOW, next_at=NOW)
