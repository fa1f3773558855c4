"""Argon2id, the memory-hard winner of the Password Hashing Competition (RFC 9106)."""

from __future__ import annotations

import threading

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

# Each hash takes 64 MiB (RFC 9106, second recommended option): many sign-ins at once must queue
# for the memory instead of exhausting it.
AT_ONCE = 2


class Argon2Hasher:
    """Implements `app.ports.security.PasswordHasher`; safe to share between threads."""

    def __init__(self) -> None:
        self._argon2 = argon2.PasswordHasher(
            time_cost=3, memory_cost=65536, parallelism=4, type=argon2.Type.ID
        )
        self._slots = threading.BoundedSemaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        with self._slots:
            return self._argon2.hash(password)

    def verify(self, password_hash: str, password: str) -> bool:
        with self._slots:
            try:
                return self._argon2.verify(password_hash, password)
            except (VerificationError, InvalidHashError):
                return False
