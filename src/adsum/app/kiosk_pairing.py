"""Pair a tablet with Adsum by a short code."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from adsum.app.actor import Actor
from adsum.app.ports.clock import Clock
from adsum.app.throttle import Throttle
from adsum.errors import InvalidInput

# Long enough to walk to the door with the code, too short to guess it.
CODE_LIFE = timedelta(minutes=15)
# Without 0 O 1 I L, which look alike on paper: 31 characters, so 8 of them are 39 bits.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 8


class WrongPairingCode(InvalidInput):
    """The code was never given out, was used, or has expired."""

    code = "kiosk.wrong_code"
    remedy = "Ask the owner for a new code; each works once and for 15 minutes."


@dataclass(frozen=True, slots=True)
class PairingCode:
    """What the owner types into the tablet."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class NewKiosk:
    """A kiosk that is to be paired, and who wants that. place: the id of the door."""

    actor: Actor
    name: str
    place: str


class PairKiosk:
    """Give a tablet its token without typing the token: the owner makes a code that works once.

    The code lives in memory only; what the tablet gets for it is an ordinary device token, which is
    listed, scoped and revoked like all others. Guessing is slowed down for each address.
    """

    def __init__(self, clock: Clock, issue: Callable[[NewKiosk], str]) -> None:
        """issue: make the device token of a kiosk."""
        self._clock = clock
        self._issue = issue
        self._open: dict[str, tuple[NewKiosk, datetime]] = {}
        self._throttle = Throttle()
        self._lock = threading.Lock()

    def open(self, kiosk: NewKiosk) -> PairingCode:
        """Return a new code for the kiosk."""
        now = self._clock.now()
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        with self._lock:
            self._open = {c: (k, end) for c, (k, end) in self._open.items() if end > now}
            self._open[code] = (kiosk, now + CODE_LIFE)
        return PairingCode(code, now + CODE_LIFE)

    def execute(self, code: str, *, client: str = "") -> tuple[NewKiosk, str]:
        """Exchange the code for the kiosk's token. `client` is the caller's address.

        Raises:
            WrongPairingCode: it does not work (any more). TooManyAttempts: too many of these.
        """
        now = self._clock.now()
        self._throttle.enter(client, now)
        wanted = "".join(letter for letter in code.upper() if letter in ALPHABET)
        with self._lock:
            kiosk, end = self._open.pop(wanted, (None, now))
        if kiosk is None or end <= now:
            raise WrongPairingCode("this pairing code does not work")
        self._throttle.forgive(client)
        return kiosk, self._issue(kiosk)
