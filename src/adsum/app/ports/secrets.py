"""Secrets that Adsum itself has to use (webhook keys, chat addresses), encrypted at rest."""

from __future__ import annotations

from typing import Protocol


class Secrets(Protocol):
    """Secrets by name, for example `webhook/payroll/secret`."""

    def put(self, name: str, value: str) -> None: ...

    def get(self, name: str) -> str | None: ...

    def remove(self, name: str) -> None: ...
