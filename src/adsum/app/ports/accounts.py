"""Who may sign in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `password_hash` is an Argon2id string.

    person_id: who it belongs to, if anybody enrolled. team_ids: the teams that a manager leads.
    disabled_at: since when it opens nothing.
    """

    id: str
    login: str
    role: str
    password_hash: str
    created_at: datetime
    person_id: str | None = None
    team_ids: frozenset[str] = frozenset()
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A bearer token as stored: only its SHA-256, so that a stolen database opens no door."""

    token_hash: str
    account_id: str
    created_at: datetime
    expires_at: datetime


class Accounts(Protocol):
    """Who may use the HTTP interface."""

    def add(self, account: Account) -> None:
        """Store an account. Raises `Conflict` if the login is taken, whatever its case."""
        ...

    def count(self) -> int: ...

    def by_login(self, login: str) -> Account | None: ...

    def get(self, account_id: str) -> Account | None: ...

    def page(self, *, after: str = "", limit: int = 100, search: str = "") -> Sequence[Account]:
        """Return accounts by login, those after the login `after`, whose login has `search`."""
        ...

    def update(self, account: Account) -> None:
        """Replace everything but the login of an account."""
        ...

    def count_role(self, role: str) -> int:
        """Return how many accounts of a role may sign in."""
        ...

    def remove_tokens_of(self, account_id: str) -> int:
        """End all sessions of an account; return how many there were."""
        ...

    def add_token(self, token: AccessToken) -> None: ...

    def by_token(self, token_hash: str, now: datetime) -> Account | None:
        """Return the account whose unexpired token has this hash."""
        ...

    def remove_token(self, token_hash: str) -> None: ...
