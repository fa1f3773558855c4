"""What sends webhooks and notifications."""

from __future__ import annotations

from adsum.app.deliver import DeliverDue
from adsum.app.ports.clock import Clock
from adsum.app.ports.notify import Sender
from adsum.app.ports.store import Store
from adsum.app.stored_targets import StoredTargets
from adsum.config.settings import Settings
from adsum.notify.messages import MessageSender
from adsum.notify.webhook import WebhookRules, WebhookSender
from adsum.notify.worker import DeliveryWorker


def delivery_worker(settings: Settings, store: Store, clock: Clock) -> DeliveryWorker:
    """Return the worker, to be started and stopped."""
    targets = StoredTargets(store)
    rules = WebhookRules(
        allow_private=settings.webhook_allow_private, allow_plain=settings.webhook_allow_plain
    )
    senders: dict[str, Sender] = {
        "webhook": WebhookSender(targets, clock, rules),
        "notification": MessageSender(targets),
    }
    return DeliveryWorker(DeliverDue(store, clock, senders))
