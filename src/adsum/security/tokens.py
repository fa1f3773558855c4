"""Random tokens from the operating system."""

from __future__ import annotations

import secrets

# 256 bits: more than anybody will ever count through, and as long as the SHA-256 that is stored.
TOKEN_BYTES = 32


class SecretTokens:
    """Implements `app.ports.security.TokenSource`."""

    def new(self) -> str:
        return secrets.token_urlsafe(TOKEN_BYTES)
