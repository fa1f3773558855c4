"""API keys, device tokens and PINs in the database, all hashed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, select, update

from adsum.app.ports.credentials import Credential, CredentialKind
from adsum.storage.attendance_tables import credentials, pins


class SqlCredentials:
    """Implements `app.ports.credentials.Credentials`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, credential: Credential) -> None:
        scopes = credential.scopes
        self._connection.execute(
            insert(credentials).values(
                id=credential.id,
                kind=credential.kind.value,
                name=credential.name,
                token_hash=credential.token_hash,
                role=credential.role,
                account_id=credential.account_id,
                created_at=credential.created_at,
                scopes=None if scopes is None else json.dumps(sorted(scopes)),
                place=credential.place,
                expires_at=credential.expires_at,
                last_used_at=credential.last_used_at,
                revoked_at=credential.revoked_at,
            )
        )

    def get(self, credential_id: str) -> Credential | None:
        query = select(credentials).where(credentials.c.id == credential_id)
        row = self._connection.execute(query).first()
        return None if row is None else _credential(row)

    def by_token(self, token_hash: str) -> Credential | None:
        query = select(credentials).where(credentials.c.token_hash == token_hash)
        row = self._connection.execute(query).first()
        return None if row is None else _credential(row)

    def all(self, kind: CredentialKind | None = None) -> Sequence[Credential]:
        query = select(credentials).order_by(credentials.c.created_at, credentials.c.id)
        if kind is not None:
            query = query.where(credentials.c.kind == kind.value)
        return [_credential(row) for row in self._connection.execute(query)]

    def used(self, credential_id: str, at: datetime) -> None:
        change = update(credentials).where(credentials.c.id == credential_id)
        self._connection.execute(change.values(last_used_at=at))

    def revoke(self, credential_id: str, at: datetime) -> None:
        change = update(credentials).where(credentials.c.id == credential_id)
        self._connection.execute(change.values(revoked_at=at))


class SqlPins:
    """Implements `app.ports.credentials.Pins`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set(self, person_id: str, pin_hash: str, at: datetime) -> None:
        self.remove(person_id)
        row = insert(pins).values(person_id=person_id, pin_hash=pin_hash, updated_at=at)
        self._connection.execute(row)

    def hash_of(self, person_id: str) -> str | None:
        query = select(pins.c.pin_hash).where(pins.c.person_id == person_id)
        return self._connection.execute(query).scalar()

    def holders(self) -> frozenset[str]:
        return frozenset(self._connection.execute(select(pins.c.person_id)).scalars())

    def remove(self, person_id: str) -> bool:
        gone = delete(pins).where(pins.c.person_id == person_id)
        return self._connection.execute(gone).rowcount > 0


def _credential(row: Row[tuple[object, ...]]) -> Credential:
    return Credential(
        row.id,
        CredentialKind(row.kind),
        row.name,
        row.token_hash,
        row.role,
        row.account_id,
        row.created_at,
        None if row.scopes is None else frozenset(json.loads(row.scopes)),
        row.place,
        row.expires_at,
        row.last_used_at,
        row.revoked_at,
    )
