"""Who agreed to being recognised by face."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from adsum.domain.consent import Consent


class Consents(Protocol):
    """Facts about consent, only ever added to."""

    def add(self, consent: Consent) -> None: ...

    def of(self, person_id: str) -> Sequence[Consent]:
        """Return all that a person said, oldest first."""
        ...

    def latest(self) -> Mapping[str, Consent]:
        """Return what everybody said last, by person."""
        ...

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        """Give a person's facts to `pseudonym`."""
        ...
