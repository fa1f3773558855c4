"""Secrets: hashing the ones that people choose, making the ones that machines carry."""

from __future__ import annotations

from typing import Protocol


class PasswordHasher(Protocol):
    """Keeps passwords so that a stolen database does not give them away. Slow by design."""

    def hash(self, password: str) -> str:
        """Return a salted hash that names its own parameters."""
        ...

    def verify(self, password_hash: str, password: str) -> bool:
        """Say whether `password` is the one that was hashed."""
        ...


class TokenSource(Protocol):
    """Makes secrets that nobody can guess."""

    def new(self) -> str:
        """Return at least 128 random bits in characters that are safe in a URL and a header."""
        ...
