"""API keys, device tokens and PINs: secrets of machines and short secrets of people, hashed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class CredentialKind(StrEnum):
    API_KEY = "api_key"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Credential:
    """A token that a machine carries; only its SHA-256 is stored.

    role: what it may do at most. scopes: permissions that it is limited to; None: all of the role.
    place: where a device stands; None for API keys. account_id: who made it.
    """

    id: str
    kind: CredentialKind
    name: str
    token_hash: str
    role: str
    account_id: str
    created_at: datetime
    scopes: frozenset[str] | None = None
    place: str | None = None
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None

    def live(self, now: datetime) -> bool:
        """Return whether it opens doors at `now`."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class Credentials(Protocol):
    """Tokens of machines."""

    def add(self, credential: Credential) -> None: ...

    def get(self, credential_id: str) -> Credential | None: ...

    def by_token(self, token_hash: str) -> Credential | None: ...

    def all(self, kind: CredentialKind | None = None) -> Sequence[Credential]:
        """Return them by creation, the revoked ones too."""
        ...

    def used(self, credential_id: str, at: datetime) -> None: ...

    def revoke(self, credential_id: str, at: datetime) -> None: ...


class Pins(Protocol):
    """The PIN of each person who has one, as an Argon2id string."""

    def set(self, person_id: str, pin_hash: str, at: datetime) -> None: ...

    def hash_of(self, person_id: str) -> str | None: ...

    def holders(self) -> frozenset[str]:
        """Return the ids of everybody who has a PIN."""
        ...

    def remove(self, person_id: str) -> bool:
        """Return whether there was one."""
        ...
