"""Approve or refuse a correction."""

from __future__ import annotations

from collections.abc import Sequence

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.company import Company
from adsum.app.company_rules import CompanyRules
from adsum.app.events import Publisher
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Records, Store
from adsum.app.scope import check_scope, people_in_scope
from adsum.app.targets import Event
from adsum.domain.correction import Approval, Correction
from adsum.domain.correction import approve as approved
from adsum.domain.correction import refuse as refused
from adsum.domain.instants import local_date
from adsum.domain.span import DateSpan
from adsum.errors import NotFound


class UnknownCorrection(NotFound):
    """There is no such correction."""

    code = "correction.unknown"
    remedy = "List the corrections that are pending."


class DecideCorrection:
    """Let a correction count, or not. Nobody approves their own, nor one of their own record.

    A decision is final; an approved correction is taken back by another one that revokes it.
    What changes a closed day becomes an adjustment in the next period.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company

    def execute(
        self, actor: Actor, correction_id: str, *, approve: bool, reason: str = ""
    ) -> Correction:
        """Store the decision and return the decided correction.

        Raises:
            UnknownCorrection, OutOfScope, OwnCorrection, CorrectionDecided.
        """
        now = self._clock.now()
        with self._store.write() as records:
            rules = self._company.at(records)
            found = _in_scope(records, rules, actor, correction_id)
            decide = approved if approve else refused
            decided = decide(found, actor.identity, now)
            records.corrections.decide(decided)
            subject = Subject("correction", found.id, found.person_id)
            detail = {"reason": reason} if reason else None
            name = f"correction.{decided.approval.value}"
            act = Journal(actor, now).act(name, subject, before=found, after=decided, detail=detail)
            records.audit.append(act)
            facts = {
                "correction_id": found.id,
                "person_id": found.person_id,
                "approval": decided.approval.value,
            }
            Publisher(records, now, rules.targets).publish(Event.CORRECTION_DECIDED, facts)
        return decided


class ListCorrections:
    """Show corrections, by id, of everybody whom the actor may see."""

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company

    def execute(
        self,
        actor: Actor,
        *,
        after: str = "",
        limit: int = 100,
        approval: Approval | None = None,
    ) -> Sequence[Correction]:
        """Return a page; `after`: the last id of the page before."""
        with self._store.read() as records:
            rules = self._company.at(records)
            today = local_date(self._clock.now(), rules.zone)
            people = people_in_scope(actor, rules.memberships, DateSpan(today, today))
            return records.corrections.page(
                after=after, limit=limit, approval=approval, people=people
            )

    def one(self, actor: Actor, correction_id: str) -> Correction:
        """Return one correction. Raises `UnknownCorrection`, `OutOfScope`."""
        with self._store.read() as records:
            return _in_scope(records, self._company.at(records), actor, correction_id)


def _in_scope(
    records: Records, rules: CompanyRules, actor: Actor, correction_id: str
) -> Correction:
    found = records.corrections.get(correction_id)
    about = records.corrections.about(correction_id)
    if found is None or about is None:
        raise UnknownCorrection("there is no such correction")
    check_scope(actor, rules.memberships, found.person_id, local_date(about, rules.zone))
    return found
