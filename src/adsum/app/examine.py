"""Is everything there that the main job needs?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from adsum.errors import AdsumError


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check; `remedy` says how to mend what is not `ok`."""

    check: str
    ok: bool
    detail: str
    remedy: str = ""


class Examine:
    """Run every check to its end and report each, so that one fault does not hide the next."""

    def __init__(self, checks: Mapping[str, Callable[[], str]]) -> None:
        self._checks = checks

    def execute(self) -> list[Finding]:
        """Return one finding per check, in order. A check returns a detail or raises."""
        return [self._run(name, check) for name, check in self._checks.items()]

    @staticmethod
    def _run(name: str, check: Callable[[], str]) -> Finding:
        try:
            return Finding(name, True, check())
        except AdsumError as error:
            return Finding(name, False, f"{error.message} ({error.code})", error.what_to_do)
