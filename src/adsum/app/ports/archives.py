"""Archives of photos that somebody uploads: never trusted, never unpacked to disk."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from adsum.errors import AdsumError


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. path: with slashes. error: why it is not read."""

    path: str
    size: int
    error: AdsumError | None = None


class Archive(Protocol):
    """An open archive."""

    @property
    def members(self) -> Sequence[Member]:
        """All files, hidden ones left out, by path."""
        ...

    def read(self, path: str) -> bytes:
        """Return one file. Raises `InvalidInput` if it is damaged or larger than it said."""
        ...


class Archives(Protocol):
    """Opens archives."""

    def open(self, file: BinaryIO) -> AbstractContextManager[Archive]:
        """Raises `InvalidInput` for what is no archive, or one that unpacks to far too much."""
        ...
