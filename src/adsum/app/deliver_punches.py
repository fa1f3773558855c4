"""Take in what devices recorded while they were offline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from adsum.app.actor import Actor
from adsum.app.clocking import CLOCK_SLACK, ClientIdReused, Clocking, FutureSighting
from adsum.app.company import Company
from adsum.app.company_rules import CompanyRules
from adsum.app.ids import new_id
from adsum.app.ports.clock import Clock
from adsum.app.ports.punches import Origin
from adsum.app.ports.store import Records, Store
from adsum.domain.punch import Direction, InvalidPunch, Punch, Source, true_instant
from adsum.errors import AdsumError

# Ten years: a device whose battery died starts in some past year and knows how far off it is.
_WORST_CLOCK = 10 * 366 * 86_400.0


@dataclass(frozen=True, slots=True)
class DevicePunch:
    """A punch as a device recorded it.

    device_at: what its own clock showed (aware). clock_offset_seconds: that clock minus true time.
    declared: the direction chosen on the device, None for none. score: of a face, None otherwise.
    """

    client_id: str
    person_id: str
    device_at: datetime
    place: str
    source: Source
    clock_offset_seconds: float = 0.0
    declared: Direction | None = None
    score: float | None = None


class Outcome(StrEnum):
    RECORDED = "recorded"
    ALREADY = "already"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of one punch. error: why it was refused; the device may drop all others."""

    client_id: str
    outcome: Outcome
    punch: Punch | None = None
    error: AdsumError | None = None


class DeliverPunches:
    """Store punches that devices made earlier, in any order and any number of times.

    They are facts: none is dropped because it repeats another or because a day is closed. The day's
    computation finds repeats, and a closed period gets an adjustment. What cannot be true (nobody
    has that id, a time in the future, a client id of another punch) is refused with a code, each
    by itself. The answer is given only when all that was recorded is on disk.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company

    def execute(self, actor: Actor, batch: Iterable[DevicePunch]) -> list[Delivered]:
        """Return one answer for each punch, in order."""
        now = self._clock.now()
        origin = Origin(device_id=actor.id)
        with self._store.write() as records:
            rules = self._company.at(records)
            return [self._take(records, given, (rules, origin, now)) for given in batch]

    def _take(
        self, records: Records, given: DevicePunch, how: tuple[CompanyRules, Origin, datetime]
    ) -> Delivered:
        rules, origin, now = how
        try:
            punch = _fact(given, rules, now)
            if punch.at > now + CLOCK_SLACK:
                raise FutureSighting(f"{punch.at.isoformat()} lies in the future")
            known = Clocking.known(records, given.person_id, given.client_id)
            if known is None:
                Clocking.store(records, punch, origin, rules)
                return Delivered(given.client_id, Outcome.RECORDED, punch)
            if known.at != punch.at:
                raise ClientIdReused("this client id belongs to a punch of another time")
            return Delivered(given.client_id, Outcome.ALREADY, known)
        except AdsumError as error:
            return Delivered(given.client_id, Outcome.REFUSED, None, error)


def _fact(given: DevicePunch, rules: CompanyRules, now: datetime) -> Punch:
    # Written so that what is no number is refused, too.
    if not abs(given.clock_offset_seconds) <= _WORST_CLOCK:
        raise InvalidPunch("the clock offset is not a number of seconds that a clock can be off")
    return Punch(
        id=new_id(),
        person_id=given.person_id,
        at=true_instant(given.device_at, given.clock_offset_seconds),
        zone=rules.zone_at(given.place),
        place=given.place,
        source=given.source,
        recorded_at=now,
        client_id=given.client_id,
        declared=rules.fixed_direction(given.place) or given.declared,
        score=given.score if given.source is Source.FACE else None,
        clock_offset_seconds=given.clock_offset_seconds,
    )
