"""Clock somebody in or out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from adsum.app.ids import new_id
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Records, Store
from adsum.domain.attendance import LOOK_BACK, AlreadyPunched, next_punch, work_days
from adsum.domain.policy import DEFAULT_POLICIES, PolicyBook
from adsum.domain.punch import Direction, Punch, Source
from adsum.domain.sighting import Sighting
from adsum.errors import Conflict, InvalidInput, NotFound

# A device may run this far ahead of the server before its punches are refused.
_CLOCK_SLACK = timedelta(minutes=2)


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


@dataclass(frozen=True, slots=True)
class PunchResult:
    """The acknowledgement. `recorded` is False for an act that had been recorded before."""

    punch: Punch
    direction: Direction | None
    work_date: date
    recorded: bool


class PunchSighting:
    """Turn a sighting into a punch, alternately in and out within the local work day.

    A sighting within the quiet time of the last punch is the same act seen twice and is answered
    with that punch. The same client id is recorded once, however often it is delivered. The answer
    is given only when the punch is on disk.
    """

    def __init__(
        self, store: Store, clock: Clock, zone: str, policies: PolicyBook = DEFAULT_POLICIES
    ) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._policies = policies

    def execute(
        self,
        sighting: Sighting,
        *,
        client_id: str | None = None,
        source: Source = Source.FACE,
        declared: Direction | None = None,
    ) -> PunchResult:
        """Record the punch.

        Raises:
            UnknownPerson: the person is not (or no longer) known.
            FutureSighting: the sighting lies after the present.
        """
        now = self._clock.now()
        if sighting.at > now + _CLOCK_SLACK:
            raise FutureSighting(f"{sighting.at.isoformat()} lies in the future")
        with self._store.write() as records:
            if records.people.get(sighting.person_id) is None:
                raise UnknownPerson("the person is not enrolled")
            known = records.punches.by_client_id(client_id) if client_id else None
            if known is not None and known.person_id != sighting.person_id:
                raise ClientIdReused("this client id belongs to another person's punch")
            if known is not None:
                return self._acknowledged(records, known)
            recent = records.punches.between(
                sighting.at - LOOK_BACK, sighting.at + LOOK_BACK, sighting.person_id
            )
            answer = next_punch(sighting, self._zone, recent, self._policies, declared=declared)
            if isinstance(answer, AlreadyPunched):
                return self._acknowledged(records, answer.punch)
            punch = self._fact(sighting, source, answer.declared, client_id, now)
            records.punches.add(punch)
        return PunchResult(punch, answer.direction, answer.work_date, recorded=True)

    def _acknowledged(self, records: Records, known: Punch) -> PunchResult:
        """Answer for a stored punch with what its day makes of it."""
        around = records.punches.between(
            known.at - LOOK_BACK, known.at + LOOK_BACK, known.person_id
        )
        for day in work_days(around, self._policies):
            for entry in day.punches:
                if entry.punch.id == known.id:
                    return PunchResult(known, entry.direction, day.date, recorded=False)
        raise AssertionError("a stored punch belongs to a day")

    def _fact(
        self,
        sighting: Sighting,
        source: Source,
        declared: Direction | None,
        client_id: str | None,
        now: datetime,
    ) -> Punch:
        return Punch(
            id=new_id(),
            person_id=sighting.person_id,
            at=sighting.at,
            zone=self._zone,
            place=sighting.place,
            source=source,
            recorded_at=now,
            client_id=client_id or new_id(),
            declared=declared,
            score=sighting.score if source is Source.FACE else None,
        )
