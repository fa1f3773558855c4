"""Adapters for secrets: Argon2id for passwords, the system's randomness for tokens."""
