"""The one base class of every error that a user of Adsum can meet.

It sits below `vision` and `domain`, which never import each other, so that both can raise errors
that the edges (terminal, HTTP) print in the same way: a stable code, what happened, what to do.
"""

from __future__ import annotations

from typing import ClassVar


class AdsumError(Exception):
    """Something that the user can understand and act on.

    `code` is stable across releases: scripts and translations rely on it. The message says what
    happened, `remedy` what to do next; both are plain sentences without a stack trace.
    """

    code: ClassVar[str] = "adsum.error"
    remedy: ClassVar[str] = ""

    def __init__(self, message: str, *, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.what_to_do = self.remedy if remedy is None else remedy

    def __str__(self) -> str:
        return self.message


class InvalidInput(AdsumError):
    """A value given by the user cannot be used."""

    code = "input.invalid"


class NotFound(AdsumError):
    """The thing that was asked for does not exist (any more)."""

    code = "not_found"


class Conflict(AdsumError):
    """The request contradicts what is already recorded."""

    code = "conflict"


class Unavailable(AdsumError):
    """A part that the work needs (disk, database, model) cannot be used now."""

    code = "unavailable"
