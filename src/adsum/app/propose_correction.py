"""Say that the punch log is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.clocking import CLOCK_SLACK, FutureSighting, UnknownPerson
from adsum.app.company import Company
from adsum.app.events import Publisher
from adsum.app.ids import new_id
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Records, Store
from adsum.app.scope import check_scope
from adsum.app.targets import Event
from adsum.domain.correction import Act, Correction
from adsum.domain.instants import local_date
from adsum.domain.punch import Direction, Punch, Source
from adsum.errors import NotFound


class UnknownTarget(NotFound):
    """The punch or the correction that is meant does not exist."""

    code = "correction.unknown_target"
    remedy = "List the punches of the day, and name one of them."


@dataclass(frozen=True, slots=True)
class CorrectionDraft:
    """What is to be corrected, and why.

    ADD takes `at`, `place` and usually a `direction`; IGNORE and SET_DIRECTION take the id of a
    punch as `target`, REVOKE that of a correction.
    """

    person_id: str
    act: Act
    reason: str
    target: str | None = None
    at: datetime | None = None
    place: str = ""
    direction: Direction | None = None


class ProposeCorrection:
    """Record that a punch is missing, wrong, or has the wrong direction, with author and reason.

    Nothing recorded is changed, and nothing is counted differently before somebody else approves.
    An employee corrects their own record, a manager that of their team.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company

    def execute(self, actor: Actor, draft: CorrectionDraft) -> Correction:
        """Store the pending correction.

        Raises:
            InvalidCorrection: the draft contradicts itself. UnknownTarget, UnknownPerson,
            OutOfScope, FutureSighting.
        """
        now = self._clock.now()
        with self._store.write() as records:
            rules = self._company.at(records)
            if records.people.get(draft.person_id) is None:
                raise UnknownPerson("the person is not enrolled")
            zone = rules.zone_at(draft.place)
            added = _added(draft, zone, now)
            about = added.at if added else _about(records, draft)
            if about > now + CLOCK_SLACK:
                raise FutureSighting(f"{about.isoformat()} lies in the future")
            check_scope(actor, rules.memberships, draft.person_id, local_date(about, zone))
            correction = Correction(
                new_id(),
                draft.person_id,
                draft.act,
                actor.identity,
                draft.reason,
                now,
                draft.target,
                added,
                draft.direction if draft.act is Act.SET_DIRECTION else None,
            )
            publisher = Publisher(records, now, rules.targets)
            propose(records, Journal(actor, now), publisher, correction, about)
        return correction


def propose(
    records: Records,
    journal: Journal,
    publisher: Publisher,
    correction: Correction,
    about: datetime,
) -> None:
    """Store a pending correction, note it and tell of it."""
    records.corrections.add(correction, about)
    subject = Subject("correction", correction.id, correction.person_id)
    records.audit.append(journal.act("correction.proposed", subject, after=correction))
    facts = {
        "correction_id": correction.id,
        "person_id": correction.person_id,
        "act": correction.act.value,
        "about": about.isoformat(),
    }
    publisher.publish(Event.CORRECTION_PROPOSED, facts)


def _added(draft: CorrectionDraft, zone: str, now: datetime) -> Punch | None:
    if draft.act is not Act.ADD or draft.at is None:
        return None
    return Punch(
        id=new_id(),
        person_id=draft.person_id,
        at=draft.at,
        zone=zone,
        place=draft.place,
        source=Source.CORRECTION,
        recorded_at=now,
        client_id=new_id(),
        declared=draft.direction,
    )


def _about(records: Records, draft: CorrectionDraft) -> datetime:
    """Return the instant of what is corrected; of a punch that a correction added, too."""
    target = draft.target or ""
    if draft.act is Act.REVOKE:
        correction = records.corrections.get(target)
        at = records.corrections.about(target)
        if correction is None or at is None or correction.person_id != draft.person_id:
            raise UnknownTarget("there is no such correction of this person")
        return at
    punch = records.punches.get(target)
    if punch is None or punch.person_id != draft.person_id:
        raise UnknownTarget("there is no such punch of this person")
    return punch.at
