"""Propose corrections for forgotten punches."""

from __future__ import annotations

from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from adsum.app.actor import Actor
from adsum.app.audit import Journal
from adsum.app.company import Company
from adsum.app.days import Asked, Days
from adsum.app.events import Publisher
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.app.propose_correction import propose
from adsum.domain.correction import Act, Correction
from adsum.domain.proposal import Proposal, proposals
from adsum.domain.punch import Punch, Source
from adsum.domain.span import DateSpan

AUTHOR = "adsum"


class ProposeForgotten:
    """Propose a correction for each forgotten check-out (or check-in) of some days.

    Proposals are pending until a human agrees, and each is made once: what was refused is not
    proposed again. Sessions that are still running are left alone.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company

    def execute(self, actor: Actor, first: date, last: date) -> list[Correction]:
        """Return the corrections that were proposed now for the days `first` to `last`."""
        now = self._clock.now()
        asked = Asked(DateSpan(first, last))
        made = []
        with self._store.write() as records:
            rules = self._company.at(records)
            journal, publisher = Journal(actor, now), Publisher(records, now, rules.targets)
            for _, days in Days(records, rules, now).work_days(asked):
                for proposal in (p for day in days for p in proposals(day)):
                    correction = _correction(proposal, now)
                    if records.corrections.get(correction.id) is None:
                        propose(records, journal, publisher, correction, proposal.at)
                        made.append(correction)
        return made


def _correction(proposal: Proposal, now: datetime) -> Correction:
    # The same gap always gets the same id: that is how a proposal is made only once.
    gap = f"{proposal.person_id}/{proposal.date}/{proposal.direction}/{proposal.at.isoformat()}"
    id = uuid5(NAMESPACE_URL, f"adsum:proposal/{gap}").hex
    punch = Punch(
        id=uuid5(NAMESPACE_URL, f"adsum:proposed-punch/{gap}").hex,
        person_id=proposal.person_id,
        at=proposal.at,
        zone=proposal.zone,
        place=proposal.place,
        source=Source.CORRECTION,
        recorded_at=now,
        client_id=id,
        declared=proposal.direction,
    )
    reason = f"forgotten: proposed from {proposal.basis.value.replace('_', ' ')}"
    return Correction(id, proposal.person_id, Act.ADD, AUTHOR, reason, now, None, punch)
