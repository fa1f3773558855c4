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
from adsum.app.scope import people_in_scope
from adsum.app.targets import Event
from adsum.domain.correction import Act, Correction
from adsum.domain.proposal import Proposal, proposals
from adsum.domain.punch import Direction, Punch, Source
from adsum.domain.span import DateSpan

AUTHOR = "adsum"


class ProposeForgotten:
    """Propose a correction for each forgotten check-out (or check-in) of some days.

    Proposals are pending until a human agrees, and each is made once: what was refused is not
    proposed again. Sessions that are still running are left alone. Who listens is told once of each
    day that stayed open (`day.open`) and of each proposed check-out (`day.check_out_proposed`).
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company

    def execute(self, actor: Actor, first: date, last: date) -> list[Correction]:
        """Return the corrections that were proposed now for the days `first` to `last`, of those
        whom the actor may see."""
        now = self._clock.now()
        span, made = DateSpan(first, last), list[Correction]()
        with self._store.write() as records:
            rules = self._company.at(records)
            journal, publisher = Journal(actor, now), Publisher(records, now, rules.targets)
            asked = Asked(span, people_in_scope(actor, rules.memberships, span))
            for _, days in Days(records, rules, now).work_days(asked):
                for day in days:
                    given = [(proposal, _correction(proposal, now)) for proposal in proposals(day)]
                    new = [one for one in given if records.corrections.get(one[1].id) is None]
                    if new and len(new) == len(given):
                        publisher.publish(Event.DAY_OPEN, _facts(new[0][0]))
                    for proposal, correction in new:
                        propose(records, journal, publisher, correction, proposal.at)
                        if proposal.direction is Direction.OUT:
                            facts = _facts(proposal) | {"correction_id": correction.id}
                            publisher.publish(Event.CHECK_OUT_PROPOSED, facts)
                        made.append(correction)
        return made


def _facts(proposal: Proposal) -> dict[str, str]:
    return {
        "person_id": proposal.person_id,
        "date": proposal.date.isoformat(),
        "proposed": proposal.at.isoformat(),
    }


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
