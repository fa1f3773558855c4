"""Answers that were given once, so that a repeated request gets the same one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """scope: whose key it is (account or credential). fingerprint: SHA-256 of the request."""

    scope: str
    key: str
    fingerprint: str
    status: int
    body: str
    created_at: datetime


class IdempotencyKeys(Protocol):
    """Answers by scope and key."""

    def get(self, scope: str, key: str) -> KeptAnswer | None: ...

    def add(self, answer: KeptAnswer) -> None:
        """Keep an answer. Raises `Conflict` if the key was used."""
        ...

    def purge(self, before: datetime) -> int:
        """Forget the answers given before then; return how many."""
        ...
