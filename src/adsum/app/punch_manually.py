"""Clock somebody in or out by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.clocking import Clocking, How, PunchResult
from adsum.app.company import Company
from adsum.app.ports.clock import Clock
from adsum.app.ports.punches import Origin
from adsum.app.ports.store import Store
from adsum.app.scope import check_scope
from adsum.domain.instants import local_date
from adsum.domain.punch import Direction, Source
from adsum.domain.sighting import Sighting


@dataclass(frozen=True, slots=True)
class ManualPunch:
    """at: None means now. direction: None means as the order of the day's punches says."""

    person_id: str
    place: str
    at: datetime | None = None
    direction: Direction | None = None
    client_id: str | None = None
    reason: str = ""


class PunchManually:
    """Record a punch by hand, for example for a door without a device.

    It has the same rights as any other, carries its author, and is noted in the audit log with the
    reason given. It repeats an act in the quiet time as any other does.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company
        self._clocking = Clocking(company)

    def execute(self, actor: Actor, given: ManualPunch) -> PunchResult:
        """Record the punch.

        Raises:
            OutOfScope: the person is in nobody's team whom `actor` leads.
            UnknownPerson, FutureSighting, ClientIdReused, DirectionNeeded, DoorWithoutDirection.
        """
        now = self._clock.now()
        sighting = Sighting(given.person_id, given.at or now, given.place, 1.0)
        how = How(Source.MANUAL, given.direction, given.client_id, Origin(author=actor.identity))
        with self._store.write() as records:
            rules = self._company.at(records)
            day = local_date(sighting.at, rules.zone_at(given.place))
            check_scope(actor, rules.memberships, given.person_id, day)
            result = self._clocking.record(records, sighting, how, now)
            if result.recorded:
                subject = Subject("punch", result.punch.id, given.person_id)
                detail = {"reason": given.reason} if given.reason else None
                act = Journal(actor, now).act("punch.by_hand", subject, detail=detail)
                records.audit.append(act)
        return result
