"""Secrets that cost no time and that a test can predict."""

from __future__ import annotations

import hashlib
from itertools import count


class FakeHasher:
    """Implements `PasswordHasher` without its slowness, and counts the work."""

    def __init__(self) -> None:
        self.verified = 0

    def hash(self, password: str) -> str:
        return "fake$" + hashlib.sha256(password.encode()).hexdigest()

    def verify(self, password_hash: str, password: str) -> bool:
        self.verified += 1
        return password_hash == self.hash(password)


class FakeTokens:
    """Implements `TokenSource`: token-1, token-2, ..."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def new(self) -> str:
        return f"token-{next(self._numbers)}"
