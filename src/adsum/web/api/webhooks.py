"""Trying out webhooks and notification targets, and seeing what became of the messages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adsum.app import codec
from adsum.app.ids import new_id
from adsum.app.kinds import kind_of
from adsum.app.ports.outbox import Delivery, DeliveryState
from adsum.errors import NotFound
from adsum.web.guard import AdministrationHere, GuardedRoute, ServicesHere, needs
from adsum.web.paging import After, Limit, Page, page
from adsum.web.permissions import Permission

router = APIRouter(tags=["deliveries"], route_class=GuardedRoute)

TEST = "test"


class UnknownDelivery(NotFound):
    """There is no such message (any more)."""

    code = "delivery.unknown"
    remedy = "List the messages at /api/v1/deliveries."


class DeliveryAnswer(BaseModel):
    """A message to a target. error: why the last attempt failed."""

    id: str
    channel: str
    target: str
    event: str
    created_at: datetime
    next_at: datetime
    attempts: int
    state: DeliveryState
    finished_at: datetime | None
    error: str

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        return cls(
            id=delivery.id,
            channel=delivery.channel,
            target=delivery.target,
            event=delivery.event,
            created_at=delivery.created_at,
            next_at=delivery.next_at,
            attempts=delivery.attempts,
            state=delivery.state,
            finished_at=delivery.finished_at,
            error=delivery.error,
        )


@router.post("/webhooks/{id}/test", status_code=202, openapi_extra=needs(Permission.TARGETS_WRITE))
def test_webhook(services: ServicesHere, admin: AdministrationHere, id: str) -> DeliveryAnswer:
    """Send a message with the event `test` to a webhook; look at the delivery for what became."""
    return _test(services, admin, "webhook", id)


@router.post(
    "/notifications/{id}/test", status_code=202, openapi_extra=needs(Permission.TARGETS_WRITE)
)
def test_notification(services: ServicesHere, admin: AdministrationHere, id: str) -> DeliveryAnswer:
    """Send a message with the event `test` to a mailbox or chat."""
    return _test(services, admin, "notification", id)


@router.get("/deliveries", openapi_extra=needs(Permission.TARGETS_READ))
def list_deliveries(
    services: ServicesHere,
    after: After = "",
    limit: Limit = 100,
    state: Annotated[DeliveryState | None, Query()] = None,
) -> Page[DeliveryAnswer]:
    """List the messages by id: waiting, delivered and given up."""
    with services.store.read() as records:
        found = records.outbox.page(after=after, limit=limit + 1, state=state)
    return page(found, limit, lambda row: row.id, DeliveryAnswer.of)


@router.get("/deliveries/{delivery_id}", openapi_extra=needs(Permission.TARGETS_READ))
def show_delivery(services: ServicesHere, delivery_id: str) -> DeliveryAnswer:
    """Show what became of one message."""
    with services.store.read() as records:
        found = records.outbox.get(delivery_id)
    if found is None:
        raise UnknownDelivery("there is no such message")
    return DeliveryAnswer.of(found)


def _test(
    services: ServicesHere, admin: AdministrationHere, channel: str, id: str
) -> DeliveryAnswer:
    document = admin.read_documents.execute(kind_of(channel).name, id)
    now, message = services.clock.now(), new_id()
    body = {"id": message, "event": TEST, "at": now.isoformat(), "data": {"target": document.id}}
    delivery = Delivery(message, channel, document.id, TEST, codec.canonical(body), now, now)
    with services.store.write() as records:
        records.outbox.add(delivery)
    return DeliveryAnswer.of(delivery)
