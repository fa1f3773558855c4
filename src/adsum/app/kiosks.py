"""The kiosks that are looking, and what else they can do."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime

from adsum.app.actor import Actor
from adsum.app.clocking import PunchResult
from adsum.app.kiosk import Eyes, Given, WatchKiosk
from adsum.app.kiosk_greeting import Greeting
from adsum.app.ports.punches import Origin
from adsum.app.punch_by_pin import PinPunch, PunchByPin

# The frames of a delivered burst are taken this far apart; more than the tracker's patience would
# make every frame a face of its own.
_APART = 0.15


class Kiosks:
    """One watch per kiosk, kept while the connection comes and goes: nobody is clocked again
    because the network blinked."""

    def __init__(self, eyes: Eyes) -> None:
        self._eyes = eyes
        self._watches: dict[str, WatchKiosk] = {}
        self._lock = threading.Lock()

    def watch(self, kiosk_id: str, place: str) -> WatchKiosk:
        """Return the watch of the kiosk; a new one if it stands at another place now."""
        with self._lock:
            watch = self._watches.get(kiosk_id)
            if watch is None or watch.place != place:
                watch = WatchKiosk(self._eyes, place, Origin(device_id=kiosk_id))
                self._watches[kiosk_id] = watch
            return watch

    def deny(self, kiosk_id: str, punch_id: str, at: datetime) -> None:
        """Tell the kiosk's watch that a punch was undone."""
        with self._lock:
            watch = self._watches.get(kiosk_id)
        if watch is not None:
            watch.deny(punch_id, at)

    def excuse(self, kiosk_id: str, at: datetime) -> None:
        """Tell the kiosk's watch that somebody clocked by PIN."""
        with self._lock:
            watch = self._watches.get(kiosk_id)
        if watch is not None:
            watch.excuse(at)


class ClockByPin:
    """Clock by PIN at a kiosk, as `PunchByPin` does. The kiosk keeps no shot of the faces before
    it then: one of them does without face recognition."""

    def __init__(self, punch: PunchByPin, kiosks: Kiosks) -> None:
        self._punch = punch
        self._kiosks = kiosks

    def execute(self, actor: Actor, given: PinPunch) -> PunchResult:
        """Record the punch; raises what `PunchByPin` does."""
        result = self._punch.execute(actor, given)
        self._kiosks.excuse(actor.id, result.punch.recorded_at)
        return result


class DeliverSighting:
    """Clock whoever is recognised on pictures that a kiosk took while it was offline.

    Several pictures of one moment are needed, for the same reason as on the live camera, and the
    same frames must agree. The client's id makes it happen once, however often it is delivered.
    """

    def __init__(self, eyes: Eyes) -> None:
        self._eyes = eyes

    def execute(
        self, kiosk_id: str, place: str, pictures: Sequence[bytes], at: datetime, given: Given
    ) -> list[Greeting]:
        """Return who was clocked, at `at`; nobody if the pictures show no enrolled person.

        Raises:
            AdsumError: a picture cannot be decoded, or the punch is refused.
        """
        watch = WatchKiosk(self._eyes, place, Origin(device_id=kiosk_id), given)
        found: list[Greeting] = []
        for number, picture in enumerate(pictures):
            found += watch.execute(picture, at, seen=number * _APART).greetings
        watch.finish()
        return found
