"""Encryption at rest of everything that shows or describes a face.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce per record; the record's identity is
authenticated beside it, so that a sealed face cannot be moved to another person's row.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from adsum.storage.errors import KeyUnusable, folder_trouble

KEY_BYTES = 32
NONCE_BYTES = 12


class Vault:
    """Seals and opens records under one key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, content: bytes, identity: str) -> bytes:
        """Return nonce + ciphertext + tag."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, identity.encode())

    def open(self, sealed: bytes, identity: str) -> bytes:
        """Return the content.

        Raises:
            KeyUnusable: sealed with another key or for another record, or changed since.
        """
        nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, ciphertext, identity.encode())
        except (InvalidTag, ValueError) as error:
            raise KeyUnusable("a stored face cannot be opened with the key file") from error


def load_key(path: Path) -> bytes:
    """Return the key in `path`, making it (mode 0600) if there is none.

    Written under a temporary name and linked into place, so that of two processes that start at
    once one wins and both use its key.

    Raises:
        KeyUnusable: the file has not the right length or cannot be read.
        StorageReadOnly, StorageFull, StorageUnavailable: it cannot be made.
    """
    try:
        if not path.exists():
            _make_key(path)
    except OSError as error:
        raise folder_trouble(error, path) from error
    try:
        key = path.read_bytes()
    except OSError as error:
        raise KeyUnusable(f"{path} cannot be read: {error.strerror}") from error
    if len(key) != KEY_BYTES:
        raise KeyUnusable(f"{path} has {len(key)} bytes instead of {KEY_BYTES}")
    return key


def _make_key(path: Path) -> None:
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        os.link(temporary, path)
        _flush_folder(path.parent)
    except FileExistsError:
        pass  # another process was faster: its key counts
    finally:
        temporary.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Put the folder's list of names on disk: the data is worth nothing without its key."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
