"""Contract of `app.ports.consents.Consents`."""

from __future__ import annotations

from datetime import timedelta

from adsum.app.ports.store import Store
from adsum.domain.consent import Channel, Consent
from tests.contract.samples import NOW

MINUTE = timedelta(minutes=1)
GIVEN = Consent("c2", "p1", True, NOW, "hr", Channel.PAPER, 3, "d" * 64)
WITHDRAWN = Consent("c1", "p1", False, NOW + MINUTE, "p1", Channel.WEB)
OTHER = Consent("c3", "p2", True, NOW, "p2", Channel.WEB, 1, "e" * 64)


def test_facts_come_back_oldest_first_and_the_last_word_by_person(store: Store) -> None:
    with store.write() as records:
        for fact in (WITHDRAWN, GIVEN, OTHER):
            records.consents.add(fact)
    with store.read() as records:
        assert records.consents.of("p1") == [GIVEN, WITHDRAWN]
        assert records.consents.of("nobody") == []
        assert records.consents.latest() == {"p1": WITHDRAWN, "p2": OTHER}


def test_a_forgotten_person_s_facts_stay_under_a_pseudonym(store: Store) -> None:
    with store.write() as records:
        for fact in (GIVEN, WITHDRAWN, OTHER):
            records.consents.add(fact)
        assert records.consents.pseudonymise("p1", "forgotten-1") == 2
    with store.read() as records:
        assert records.consents.of("p1") == []
        kept = records.consents.of("forgotten-1")
        assert [(fact.by, fact.version) for fact in kept] == [
            ("forgotten-1", 3),
            ("forgotten-1", None),
        ]
        assert records.consents.of("p2") == [OTHER]
