"""Say who an unknown visitor is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.clocking import UnknownPerson
from adsum.app.enrol import Enrol, EnrolOutcome, EnrolRequest, Status
from adsum.app.keep_visit import spaced
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.app.ports.visitors import VisitSummary
from adsum.app.propose_correction import CorrectionDraft, ProposeCorrection
from adsum.app.review_visitors import UnknownVisitor
from adsum.domain.correction import Act, Correction
from adsum.domain.person import Person, clean_name
from adsum.errors import AdsumError, Conflict, InvalidInput

REASON = "seen by the camera {camera} before being assigned"


class NobodyNamed(InvalidInput):
    """It was not said who the visitor is, or it was said twice."""

    code = "visitor.nobody_named"
    remedy = "Give the id of an enrolled person, or the name of a new one."


class NameTaken(Conflict):
    """Somebody is enrolled under the name of the new person."""

    code = "visitor.name_taken"
    remedy = "Assign the visitor to that person, or give another name."


class NoGoodShot(InvalidInput):
    """None of the shots is good enough to enrol a new person."""

    code = "visitor.no_good_shot"
    remedy = "Enrol the person with a photo, then assign the visitor to that person."


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who a visitor is: an enrolled person's id, or the name of a new person.

    enrol: whether the best shots become enrolment photos; of a new person they always do. propose:
    whether the visits are offered as punches, for somebody else to approve.
    """

    visitor_id: str
    person_id: str | None = None
    name: str | None = None
    enrol: bool = True
    propose: bool = True


@dataclass(frozen=True, slots=True)
class Assigned:
    """What came of it. outcomes: of each shot. corrections: the proposed punches. refused: why a
    visit could not be offered, by its id."""

    person: Person
    outcomes: tuple[EnrolOutcome, ...] = ()
    corrections: tuple[Correction, ...] = ()
    refused: Mapping[str, AdsumError] = field(default_factory=dict)


class AssignVisitor:
    """Give a visitor's visits to a person.

    The best shots can be enrolled, as any photo with the same checks; the visits can be offered as
    punches, which count once somebody else approves them. Then the visitor is deleted: what is
    worth keeping belongs to the person now. If a new person cannot be enrolled from any shot,
    nothing is changed.
    """

    SHOTS = 5

    def __init__(
        self, store: Store, clock: Clock, enrol: Enrol, propose: ProposeCorrection, quiet: timedelta
    ) -> None:
        """quiet: visits that begin within it of each other are offered as one punch."""
        self._store = store
        self._clock = clock
        self._enrol = enrol
        self._propose = propose
        self._quiet = quiet

    def execute(self, actor: Actor, given: Assignment) -> Assigned:
        """Assign the visitor.

        Raises:
            UnknownVisitor, UnknownPerson, NobodyNamed, NameTaken, NoGoodShot.
        """
        name, person = self._whom(given)
        visits = self._visits(given.visitor_id)
        outcomes: tuple[EnrolOutcome, ...] = ()
        if given.enrol or person is None:
            outcomes = self._enrolled(name, visits)
        assigned = Assigned(person or self._new(name, outcomes), outcomes)
        if given.propose:
            assigned = self._offered(actor, assigned, visits)
        with self._store.write() as records:
            records.visitors.remove(given.visitor_id)
            subject = Subject("visitor", given.visitor_id, assigned.person.id)
            detail = {"visits": str(len(visits)), "proposed": str(len(assigned.corrections))}
            act = Journal(actor, self._clock.now()).act("visitor.assigned", subject, detail=detail)
            records.audit.append(act)
        return assigned

    def _whom(self, given: Assignment) -> tuple[str, Person | None]:
        if (given.person_id is None) == (given.name is None):
            raise NobodyNamed("say who the visitor is: either a person or a new name")
        with self._store.read() as records:
            if given.person_id is not None:
                person = records.people.get(given.person_id)
                if person is None:
                    raise UnknownPerson("the person is not enrolled")
                return person.name, person
            name = clean_name(given.name or "")
            if records.people.by_name(name) is not None:
                raise NameTaken(f"{name} is enrolled already")
            return name, None

    def _visits(self, visitor_id: str) -> Sequence[VisitSummary]:
        with self._store.read() as records:
            visits = records.visitors.visits(visitor_id)
        if not visits:
            raise UnknownVisitor("there is no such visitor")
        return visits

    def _enrolled(self, name: str, visits: Sequence[VisitSummary]) -> tuple[EnrolOutcome, ...]:
        best = sorted(visits, key=lambda visit: -visit.quality)[: self.SHOTS]
        requests = []
        with self._store.read() as records:
            for visit in best:
                content = records.visitors.crop(visit.id) or b""
                requests.append(EnrolRequest(name, f"visit {visit.id}", partial(bytes, content)))
        return tuple(self._enrol.execute(requests))

    def _new(self, name: str, outcomes: Sequence[EnrolOutcome]) -> Person:
        with self._store.read() as records:
            person = records.people.by_name(name)
        if person is None or not any(o.status is Status.ENROLLED for o in outcomes):
            reasons = {o.error.message for o in outcomes if o.error is not None}
            raise NoGoodShot(f"no shot can be enrolled: {'; '.join(sorted(reasons))}")
        return person

    def _offered(
        self, actor: Actor, assigned: Assigned, visits: Sequence[VisitSummary]
    ) -> Assigned:
        made: list[Correction] = []
        refused: dict[str, AdsumError] = {}
        for visit in spaced(visits, self._quiet):
            reason = REASON.format(camera=visit.camera)
            draft = CorrectionDraft(
                assigned.person.id, Act.ADD, reason, at=visit.first_at, place=visit.place
            )
            try:
                made.append(self._propose.execute(actor, draft))
            except AdsumError as error:
                # Of this visit only; the others can still be offered.
                refused[visit.id] = error
        return replace(assigned, corrections=tuple(made), refused=refused)
