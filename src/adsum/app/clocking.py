"""Recording one punch within a transaction, however it was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from adsum.app.company import Company
from adsum.app.company_rules import CompanyRules
from adsum.app.events import Publisher
from adsum.app.ids import new_id
from adsum.app.ports.punches import NO_ORIGIN, Origin
from adsum.app.ports.store import Records
from adsum.app.targets import Event
from adsum.domain.attendance import LOOK_BACK, AlreadyPunched, next_punch, person_days
from adsum.domain.correction import as_corrected
from adsum.domain.dayspan import DaySpans
from adsum.domain.policy import DirectionPolicy
from adsum.domain.punch import Direction, Punch, Source
from adsum.domain.rules import PersonRules
from adsum.domain.sighting import Sighting
from adsum.errors import Conflict, InvalidInput, NotFound

# A device may run this far ahead of the server before its punches are refused.
CLOCK_SLACK = timedelta(minutes=2)


class FutureSighting(InvalidInput):
    """A punch was asked for a time that has not come yet."""

    code = "punch.in_the_future"
    remedy = "Check the clock of the device, or leave the time out."


class UnknownPerson(NotFound):
    """There is no such person (any more)."""

    code = "person.unknown"
    remedy = "List the enrolled people with: adsum people list"


class ClientIdReused(Conflict):
    """A device gave one client id to two different punches."""

    code = "punch.client_id_reused"
    remedy = "Make a new client id for every punch; repeat it only to deliver the same punch again."


class DirectionNeeded(InvalidInput):
    """The policy leaves it to the person to say whether they come or go."""

    code = "punch.direction_needed"
    remedy = "Ask the person to choose in or out, and send the choice."


class DoorWithoutDirection(InvalidInput):
    """The policy takes the direction from the door, and this one has none."""

    code = "punch.door_without_direction"
    remedy = "Give the place a fixed direction, or send the one that was chosen."


@dataclass(frozen=True, slots=True)
class PunchResult:
    """The acknowledgement. `recorded` is False for an act that had been recorded before."""

    punch: Punch
    direction: Direction | None
    work_date: date
    recorded: bool


@dataclass(frozen=True, slots=True)
class How:
    """How a punch is made. client_id: chosen by the device, None for none."""

    source: Source = Source.FACE
    declared: Direction | None = None
    client_id: str | None = None
    origin: Origin = NO_ORIGIN


class Clocking:
    """The rules of recording, for every way of punching: all have the same rights.

    A sighting within the quiet time of the last punch is the same act seen twice and is answered
    with that punch. The same client id is recorded once, however often it is delivered. A door
    with a fixed direction decides; otherwise the person's policy says where it comes from.
    """

    def __init__(self, company: Company) -> None:
        self._company = company

    def record(self, records: Records, sighting: Sighting, how: How, now: datetime) -> PunchResult:
        """Record a live punch.

        Raises:
            UnknownPerson, FutureSighting, ClientIdReused, DirectionNeeded, DoorWithoutDirection.
        """
        if sighting.at > now + CLOCK_SLACK:
            raise FutureSighting(f"{sighting.at.isoformat()} lies in the future")
        company = self._company.at(records)
        rules = company.of(sighting.person_id)
        known = self.known(records, sighting.person_id, how.client_id)
        if known is not None:
            return _acknowledged(_around(records, known.at, known.person_id), known, rules)
        zone = company.zone_at(sighting.place)
        declared = company.fixed_direction(sighting.place) or how.declared
        # As corrected: a punch that was taken back ("not me") neither quiets nor turns the next.
        recent = _corrected(records, sighting.at, sighting.person_id)
        narrowed, spans = company.recent.around(sighting.at)
        answer = next_punch(
            sighting, zone, recent, narrowed.of(rules), declared=declared, shared=spans
        )
        if isinstance(answer, AlreadyPunched):
            return _acknowledged(recent, answer.punch, rules)
        _check_direction(rules, answer.work_date, declared)
        punch = _fact(sighting, zone, answer.declared, how, now)
        self.store(records, punch, how.origin, company)
        return PunchResult(punch, answer.direction, answer.work_date, recorded=True)

    @staticmethod
    def known(records: Records, person_id: str, client_id: str | None) -> Punch | None:
        """Return the punch that was recorded under this client id, if there is one.

        Raises:
            UnknownPerson: nobody has this id. ClientIdReused: it is another person's punch.
        """
        if records.people.get(person_id) is None:
            raise UnknownPerson("the person is not enrolled")
        known = records.punches.by_client_id(client_id) if client_id else None
        if known is not None and known.person_id != person_id:
            raise ClientIdReused("this client id belongs to another person's punch")
        return known

    @staticmethod
    def store(records: Records, punch: Punch, origin: Origin, company: CompanyRules) -> None:
        """Add the punch and tell those who want to hear of it."""
        records.punches.add(punch, origin)
        if company.targets:
            facts = {
                "punch_id": punch.id,
                "person_id": punch.person_id,
                "at": punch.at.isoformat(),
                "zone": punch.zone,
                "place": punch.place,
                "source": punch.source.value,
            }
            publisher = Publisher(records, punch.recorded_at, company.targets)
            publisher.publish(Event.PUNCH_RECORDED, facts)


def work_date(punch: Punch, rules: PersonRules) -> date:
    """Return the work day that a punch belongs to."""
    return DaySpans(rules).of(punch.at, punch.zone).date


def _around(records: Records, at: datetime, person_id: str) -> Sequence[Punch]:
    return records.punches.between(at - LOOK_BACK, at + LOOK_BACK, person_id)


def _corrected(records: Records, at: datetime, person_id: str) -> Sequence[Punch]:
    corrections = records.corrections.between(at - LOOK_BACK, at + LOOK_BACK, [person_id])
    punches = _around(records, at, person_id)
    return as_corrected(punches, corrections) if corrections else punches


def _acknowledged(around: Sequence[Punch], known: Punch, rules: PersonRules) -> PunchResult:
    """Answer for a punch that is known with what its day makes of it."""
    for day in person_days(known.person_id, around, rules):
        for entry in day.punches:
            if entry.punch.id == known.id:
                return PunchResult(known, entry.direction, day.date, recorded=False)
    raise AssertionError("a stored punch belongs to a day")


def _check_direction(rules: PersonRules, day: date, declared: Direction | None) -> None:
    wanted = rules.policies.on(day).direction
    if declared is None and wanted is DirectionPolicy.CHOSEN:
        raise DirectionNeeded("this person says at each punch whether they come or go")
    if declared is None and wanted is DirectionPolicy.DOOR:
        raise DoorWithoutDirection("this door does not say whether people come or go by it")


def _fact(
    sighting: Sighting, zone: str, declared: Direction | None, how: How, now: datetime
) -> Punch:
    return Punch(
        id=new_id(),
        person_id=sighting.person_id,
        at=sighting.at,
        zone=zone,
        place=sighting.place,
        source=how.source,
        recorded_at=now,
        client_id=how.client_id or new_id(),
        declared=declared,
        score=sighting.score if how.source is Source.FACE else None,
    )
