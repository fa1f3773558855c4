"""Tell a door to open."""

from __future__ import annotations

from collections.abc import Callable

from adsum.app.events import Publisher, targets_of
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.app.targets import Event


class OpenDoor:
    """Send `door.open` for somebody whom a camera with a door has recognised.

    It goes to the webhooks that hear it, signed as all are, at once and again until one answers;
    the door's controller decides by the time in the message whether it is still worth opening.
    Every recognition opens, also within the quiet time, in which nobody is clocked again.
    """

    def __init__(self, store: Store, clock: Clock, wake: Callable[[], None]) -> None:
        """wake: lets whoever delivers messages begin now."""
        self._store = store
        self._clock = clock
        self._wake = wake

    def execute(self, camera: str, place: str, person_id: str) -> None:
        """Queue the message."""
        now = self._clock.now()
        facts = {"camera": camera, "place": place, "person_id": person_id, "at": now.isoformat()}
        with self._store.write() as records:
            Publisher(records, now, targets_of(records)).publish(Event.DOOR_OPEN, facts)
        self._wake()
