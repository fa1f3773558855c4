"""Sealed secrets in the database."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from adsum.storage.attendance_tables import secrets
from adsum.storage.vault import Vault


class SqlSecrets:
    """Implements `app.ports.secrets.Secrets`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def put(self, name: str, value: str) -> None:
        self.remove(name)
        sealed = self._vault.seal(value.encode(), _identity(name))
        self._connection.execute(insert(secrets).values(name=name, sealed=sealed))

    def get(self, name: str) -> str | None:
        query = select(secrets.c.sealed).where(secrets.c.name == name)
        sealed = self._connection.execute(query).scalar()
        return None if sealed is None else self._vault.open(sealed, _identity(name)).decode()

    def remove(self, name: str) -> None:
        self._connection.execute(delete(secrets).where(secrets.c.name == name))


def _identity(name: str) -> str:
    return f"secret {name}"
