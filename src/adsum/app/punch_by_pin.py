"""Clock in or out with a PIN."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime

from adsum.app.actor import Actor
from adsum.app.clocking import Clocking, How, PunchResult
from adsum.app.company import Company
from adsum.app.ports.clock import Clock
from adsum.app.ports.punches import Origin
from adsum.app.ports.security import PasswordHasher
from adsum.app.ports.store import Store
from adsum.app.principal import Unauthenticated
from adsum.app.set_pin import MAX_PIN
from adsum.app.throttle import Throttle
from adsum.domain.punch import Direction, Source
from adsum.domain.sighting import Sighting


class WrongPin(Unauthenticated):
    """Nobody of this name has this PIN; the answer does not say which of the two is wrong."""

    code = "pin.wrong"
    remedy = "Check the name and the PIN; HR can set a new one."


@dataclass(frozen=True, slots=True)
class PinPunch:
    """person: id or name. at: None means now."""

    person: str
    pin: str
    place: str
    at: datetime | None = None
    direction: Direction | None = None
    client_id: str | None = None


class PunchByPin:
    """Punch without a face, with the same rights: for everybody who does not want, or cannot use,
    face recognition.

    Guessing is slowed down per person, whichever device it comes from. Somebody without a PIN, and
    nobody at all, take as long and get the same answer as a wrong PIN.
    """

    def __init__(
        self, store: Store, clock: Clock, company: Company, hasher: PasswordHasher
    ) -> None:
        self._store = store
        self._clock = clock
        self._clocking = Clocking(company)
        self._hasher = hasher
        self._throttle = Throttle()
        self._lock = threading.Lock()
        self._decoy: str | None = None

    def execute(self, actor: Actor, given: PinPunch) -> PunchResult:
        """Record the punch.

        Raises:
            WrongPin: the name or the PIN is wrong. TooManyAttempts: too many of these lately.
            AdsumError: the punch is refused, see `Clocking.record`.
        """
        person_id = self._verified(given)
        now = self._clock.now()
        sighting = Sighting(person_id, given.at or now, given.place, 1.0)
        how = How(Source.PIN, given.direction, given.client_id, Origin(device_id=actor.id))
        with self._store.write() as records:
            return self._clocking.record(records, sighting, how, now)

    def _verified(self, given: PinPunch) -> str:
        with self._store.read() as records:
            by_id = records.people.get(given.person)
            person = by_id or records.people.by_name(given.person)
            stored = records.pins.hash_of(person.id) if person else None
        key = person.id if person else f"nobody {given.person[:120].casefold()}"
        self._throttle.enter(key, self._clock.now())
        right = self._hasher.verify(stored or self._decoy_hash(), given.pin[: MAX_PIN + 1])
        if person is None or stored is None or not right:
            raise WrongPin("the name or the PIN is wrong")
        self._throttle.forgive(key)
        return person.id

    def _decoy_hash(self) -> str:
        with self._lock:
            if self._decoy is None:
                self._decoy = self._hasher.hash(secrets.token_hex(16))
            return self._decoy
