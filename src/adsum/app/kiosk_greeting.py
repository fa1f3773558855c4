"""Clock somebody in or out at a kiosk, and say what they want to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from adsum.app.clocking import Clocking, How, PunchResult
from adsum.app.company import Company
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.domain.attendance import LOOK_BACK, person_days
from adsum.domain.correction import as_corrected
from adsum.domain.instants import local_date
from adsum.domain.policy import DirectionPolicy
from adsum.domain.punch import Direction
from adsum.domain.sighting import Sighting
from adsum.domain.workday import WorkDay

_ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class Greeting:
    """What the kiosk says. at: the instant of the punch (UTC), to be told in `zone`.

    worked: time worked on this work day up to the punch. recorded: False for an act that had been
    recorded before.
    """

    punch_id: str
    person_id: str
    name: str
    at: datetime
    zone: str
    direction: Direction | None
    worked: timedelta
    recorded: bool


class Greet:
    """Record the punch of a kiosk, and answer with the person's name and their hours of the day.

    All ways to clock (face, PIN, delivered late) end here and have the same rights.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company
        self._clocking = Clocking(company)

    def execute(self, sighting: Sighting, how: How) -> Greeting:
        """Record the punch and greet.

        Raises:
            AdsumError: the punch is refused, see `Clocking.record`.
        """
        now = self._clock.now()
        with self._store.write() as records:
            result = self._clocking.record(records, sighting, how, now)
        return self.of(result)

    def of(self, result: PunchResult) -> Greeting:
        """Greet for a punch that was recorded another way."""
        punch = result.punch
        return Greeting(
            punch_id=punch.id,
            person_id=punch.person_id,
            name=self.name(punch.person_id) or "",
            at=punch.at,
            zone=punch.zone,
            direction=result.direction,
            worked=self._worked(result),
            recorded=result.recorded,
        )

    def asks(self, person_id: str, place: str, at: datetime) -> bool:
        """Return whether this person has to choose between in and out at this place."""
        rules = self._company.current()
        if rules.fixed_direction(place) is not None:
            return False
        policy = rules.of(person_id).policies.on(local_date(at, rules.zone_at(place)))
        return policy.direction in (DirectionPolicy.CHOSEN, DirectionPolicy.DOOR)

    def name(self, person_id: str) -> str | None:
        """Return how to call somebody; None if they were forgotten meanwhile."""
        with self._store.read() as records:
            person = records.people.get(person_id)
        return person.name if person else None

    def _worked(self, result: PunchResult) -> timedelta:
        person_id, at = result.punch.person_id, result.punch.at
        start, end = at - LOOK_BACK, at + LOOK_BACK
        with self._store.read() as records:
            rules = self._company.at(records).of(person_id)
            around = records.punches.between(start, end, person_id)
            corrections = records.corrections.between(start, end, [person_id])
        punches = as_corrected(around, corrections)
        days = person_days(person_id, punches, rules, as_of=self._clock.now())
        day = next((day for day in days if day.date == result.work_date), None)
        return _ZERO if day is None else day.worked + _running(day, at)


def _running(day: WorkDay, until: datetime) -> timedelta:
    """Return how long the session that is still open has run."""
    came = day.sessions[-1].came if day.sessions and day.open else None
    return max(_ZERO, until - came.punch.at) if came is not None else _ZERO
