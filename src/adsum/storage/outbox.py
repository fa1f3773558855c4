"""The outbox and the kept answers of idempotent requests in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, select, update

from adsum.app.ports.idempotency import KeptAnswer
from adsum.app.ports.outbox import Delivery, DeliveryState
from adsum.errors import Conflict
from adsum.storage.attendance_tables import idempotency_keys, outbox
from adsum.storage.unique import insert_unique


class KeyUsed(Conflict):
    """An idempotency key was used for another request."""

    code = "idempotency.key_used"
    remedy = "Make a new key for every request; repeat it only to send the same request again."


class SqlOutbox:
    """Implements `app.ports.outbox.Outbox`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, delivery: Delivery) -> None:
        self._connection.execute(
            insert(outbox).values(
                id=delivery.id,
                channel=delivery.channel,
                target=delivery.target,
                event=delivery.event,
                body=delivery.body,
                created_at=delivery.created_at,
                **_changeable(delivery),
            )
        )

    def get(self, delivery_id: str) -> Delivery | None:
        row = self._connection.execute(select(outbox).where(outbox.c.id == delivery_id)).first()
        return None if row is None else _delivery(row)

    def due(self, now: datetime, *, limit: int = 100) -> Sequence[Delivery]:
        query = (
            select(outbox)
            .where(outbox.c.state == DeliveryState.WAITING.value, outbox.c.next_at <= now)
            .order_by(outbox.c.next_at, outbox.c.created_at, outbox.c.id)
            .limit(limit)
        )
        return [_delivery(row) for row in self._connection.execute(query)]

    def update(self, delivery: Delivery) -> None:
        change = update(outbox).where(outbox.c.id == delivery.id)
        self._connection.execute(change.values(**_changeable(delivery)))

    def page(
        self, *, after: str = "", limit: int = 100, state: DeliveryState | None = None
    ) -> Sequence[Delivery]:
        query = select(outbox).where(outbox.c.id > after).order_by(outbox.c.id).limit(limit)
        if state is not None:
            query = query.where(outbox.c.state == state.value)
        return [_delivery(row) for row in self._connection.execute(query)]

    def purge(self, before: datetime) -> int:
        gone = delete(outbox).where(outbox.c.finished_at < before)
        return self._connection.execute(gone).rowcount


class SqlIdempotencyKeys:
    """Implements `app.ports.idempotency.IdempotencyKeys`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, scope: str, key: str) -> KeptAnswer | None:
        query = select(idempotency_keys).where(
            idempotency_keys.c.scope == scope, idempotency_keys.c.name == key
        )
        row = self._connection.execute(query).first()
        if row is None:
            return None
        return KeptAnswer(
            row.scope, row.name, row.fingerprint, row.status, row.body, row.created_at
        )

    def add(self, answer: KeptAnswer) -> None:
        row = insert(idempotency_keys).values(
            scope=answer.scope,
            name=answer.key,
            fingerprint=answer.fingerprint,
            status=answer.status,
            body=answer.body,
            created_at=answer.created_at,
        )
        insert_unique(self._connection, row, KeyUsed("this idempotency key was used before"))

    def purge(self, before: datetime) -> int:
        gone = delete(idempotency_keys).where(idempotency_keys.c.created_at < before)
        return self._connection.execute(gone).rowcount


def _changeable(delivery: Delivery) -> dict[str, object]:
    return {
        "next_at": delivery.next_at,
        "attempts": delivery.attempts,
        "state": delivery.state.value,
        "finished_at": delivery.finished_at,
        "error": delivery.error,
    }


def _delivery(row: Row[tuple[object, ...]]) -> Delivery:
    return Delivery(
        row.id,
        row.channel,
        row.target,
        row.event,
        row.body,
        row.created_at,
        row.next_at,
        row.attempts,
        DeliveryState(row.state),
        row.finished_at,
        row.error,
    )
