"""Credentials, PINs, outbox, kept answers and secrets in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from adsum.app.ports.credentials import Credential, CredentialKind
from adsum.app.ports.idempotency import KeptAnswer
from adsum.app.ports.outbox import Delivery, DeliveryState
from adsum.errors import Conflict


@dataclass
class FakeCredentials:
    rows: dict[str, Credential] = field(default_factory=dict)

    def add(self, credential: Credential) -> None:
        self.rows[credential.id] = credential

    def get(self, credential_id: str) -> Credential | None:
        return self.rows.get(credential_id)

    def by_token(self, token_hash: str) -> Credential | None:
        return next((c for c in self.rows.values() if c.token_hash == token_hash), None)

    def all(self, kind: CredentialKind | None = None) -> Sequence[Credential]:
        found = [c for c in self.rows.values() if kind in (None, c.kind)]
        return sorted(found, key=lambda c: (c.created_at, c.id))

    def used(self, credential_id: str, at: datetime) -> None:
        self.rows[credential_id] = replace(self.rows[credential_id], last_used_at=at)

    def revoke(self, credential_id: str, at: datetime) -> None:
        self.rows[credential_id] = replace(self.rows[credential_id], revoked_at=at)


@dataclass
class FakePins:
    rows: dict[str, str] = field(default_factory=dict)

    def set(self, person_id: str, pin_hash: str, at: datetime) -> None:
        self.rows[person_id] = pin_hash

    def hash_of(self, person_id: str) -> str | None:
        return self.rows.get(person_id)

    def holders(self) -> frozenset[str]:
        return frozenset(self.rows)

    def remove(self, person_id: str) -> bool:
        return self.rows.pop(person_id, None) is not None


@dataclass
class FakeOutbox:
    rows: dict[str, Delivery] = field(default_factory=dict)

    def add(self, delivery: Delivery) -> None:
        self.rows[delivery.id] = delivery

    def get(self, delivery_id: str) -> Delivery | None:
        return self.rows.get(delivery_id)

    def due(self, now: datetime, *, limit: int = 100) -> Sequence[Delivery]:
        waiting = [
            d for d in self.rows.values() if d.state is DeliveryState.WAITING and d.next_at <= now
        ]
        return sorted(waiting, key=lambda d: (d.next_at, d.created_at, d.id))[:limit]

    def update(self, delivery: Delivery) -> None:
        self.rows[delivery.id] = delivery

    def page(
        self, *, after: str = "", limit: int = 100, state: DeliveryState | None = None
    ) -> Sequence[Delivery]:
        return [
            d for id, d in sorted(self.rows.items()) if id > after and state in (None, d.state)
        ][:limit]

    def purge(self, before: datetime) -> int:
        gone = [
            id
            for id, d in self.rows.items()
            if d.finished_at is not None and d.finished_at < before
        ]
        for id in gone:
            del self.rows[id]
        return len(gone)


@dataclass
class FakeIdempotencyKeys:
    rows: dict[tuple[str, str], KeptAnswer] = field(default_factory=dict)

    def get(self, scope: str, key: str) -> KeptAnswer | None:
        return self.rows.get((scope, key))

    def add(self, answer: KeptAnswer) -> None:
        if (answer.scope, answer.key) in self.rows:
            raise Conflict("the key was used")
        self.rows[answer.scope, answer.key] = answer

    def purge(self, before: datetime) -> int:
        gone = [key for key, answer in self.rows.items() if answer.created_at < before]
        for key in gone:
            del self.rows[key]
        return len(gone)


@dataclass
class FakeSecrets:
    rows: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: str) -> None:
        self.rows[name] = value

    def get(self, name: str) -> str | None:
        return self.rows.get(name)

    def remove(self, name: str) -> None:
        self.rows.pop(name, None)
