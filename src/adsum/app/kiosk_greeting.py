"""Clock somebody in or out at a kiosk, and say what they want to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.app.punch import PunchResult, PunchSighting
from adsum.domain.attendance import LOOK_BACK, work_days
from adsum.domain.policy import DEFAULT_POLICIES, PolicyBook
from adsum.domain.punch import Direction, Source
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

    def __init__(
        self,
        store: Store,
        clock: Clock,
        punch: PunchSighting,
        policies: PolicyBook = DEFAULT_POLICIES,
    ) -> None:
        self._store = store
        self._clock = clock
        self._punch = punch
        self._policies = policies

    def execute(
        self,
        sighting: Sighting,
        *,
        client_id: str | None = None,
        source: Source = Source.FACE,
        declared: Direction | None = None,
    ) -> Greeting:
        """Record the punch and greet.

        Raises:
            UnknownPerson, FutureSighting, ClientIdReused: as `PunchSighting` does.
        """
        result = self._punch.execute(
            sighting, client_id=client_id, source=source, declared=declared
        )
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

    def name(self, person_id: str) -> str | None:
        """Return how to call somebody; None if they were forgotten meanwhile."""
        with self._store.read() as records:
            person = records.people.get(person_id)
        return person.name if person else None

    def _worked(self, result: PunchResult) -> timedelta:
        at = result.punch.at
        with self._store.read() as records:
            around = records.punches.between(at - LOOK_BACK, at + LOOK_BACK, result.punch.person_id)
        days = work_days(around, self._policies, as_of=self._clock.now())
        day = next((day for day in days if day.date == result.work_date), None)
        return _ZERO if day is None else day.worked + _running(day, at)


def _running(day: WorkDay, until: datetime) -> timedelta:
    """Return how long the session that is still open has run."""
    came = day.sessions[-1].came if day.sessions and day.open else None
    return max(_ZERO, until - came.punch.at) if came is not None else _ZERO
