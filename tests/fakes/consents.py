"""Consent in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from adsum.domain.consent import Consent


@dataclass
class FakeConsents:
    """Implements `app.ports.consents.Consents`."""

    facts: list[Consent] = field(default_factory=list)

    def add(self, consent: Consent) -> None:
        self.facts.append(consent)

    def of(self, person_id: str) -> Sequence[Consent]:
        own = [fact for fact in self.facts if fact.person_id == person_id]
        return sorted(own, key=lambda fact: (fact.at, fact.id))

    def latest(self) -> Mapping[str, Consent]:
        people = {fact.person_id for fact in self.facts}
        return {person_id: self.of(person_id)[-1] for person_id in people}

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        own = len(self.of(person_id))
        self.facts = [
            replace(fact, person_id=pseudonym, by=pseudonym)
            if fact.person_id == person_id
            else fact
            for fact in self.facts
        ]
        return own
