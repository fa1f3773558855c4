"""Give somebody a PIN."""

from __future__ import annotations

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.clocking import UnknownPerson
from adsum.app.ports.clock import Clock
from adsum.app.ports.security import PasswordHasher
from adsum.app.ports.store import Store
from adsum.errors import InvalidInput

MIN_PIN, MAX_PIN = 4, 12
_RISING, _FALLING = "01234567890123456789", "98765432109876543210"


class InvalidPin(InvalidInput):
    """A PIN that cannot be used or is too easy to guess."""

    code = "pin.invalid"
    remedy = f"Use {MIN_PIN} to {MAX_PIN} digits that are not all alike and not in a row."


class SetPin:
    """Give a person a PIN, which punches with the same rights as their face, or take it away.

    Only a slow hash of it is kept. An employee sets their own; who may set others' is a permission.
    """

    def __init__(self, store: Store, clock: Clock, hasher: PasswordHasher) -> None:
        self._store = store
        self._clock = clock
        self._hasher = hasher

    def execute(self, actor: Actor, person_id: str, pin: str) -> None:
        """Set or replace the PIN.

        Raises:
            InvalidPin: the PIN is too short, too long, or too easy. UnknownPerson.
        """
        _check(pin)
        pin_hash = self._hasher.hash(pin)
        now = self._clock.now()
        with self._store.write() as records:
            if records.people.get(person_id) is None:
                raise UnknownPerson("the person is not enrolled")
            records.pins.set(person_id, pin_hash, now)
            subject = Subject("pin", person_id, person_id)
            records.audit.append(Journal(actor, now).act("pin.set", subject))

    def remove(self, actor: Actor, person_id: str) -> bool:
        """Take the PIN away; return whether there was one."""
        now = self._clock.now()
        with self._store.write() as records:
            removed = records.pins.remove(person_id)
            if removed:
                subject = Subject("pin", person_id, person_id)
                records.audit.append(Journal(actor, now).act("pin.removed", subject))
        return removed


def _check(pin: str) -> None:
    if not (pin.isascii() and pin.isdecimal() and MIN_PIN <= len(pin) <= MAX_PIN):
        raise InvalidPin(f"a PIN has {MIN_PIN} to {MAX_PIN} digits")
    if len(set(pin)) == 1 or pin in _RISING or pin in _FALLING:
        raise InvalidPin("the PIN is too easy to guess")
