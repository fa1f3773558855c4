"""Who is in view of which door: staying there, or coming back at once, is no new punch."""

from __future__ import annotations

import threading
from datetime import timedelta


class Presence:
    """Shared by the cameras of all doors; safe for several threads.

    Times are seconds on a clock that is never set: nobody comes or stays because the machine's
    clock was put right.
    """

    def __init__(self, quiet: timedelta) -> None:
        """quiet: whoever was not seen for so long and is seen again has come anew."""
        self._quiet = quiet.total_seconds()
        self._last: dict[tuple[str, str], float] = {}
        self._lock = threading.Lock()

    def arrives(self, place: str, person_id: str, at: float) -> bool:
        """Note that a person is seen at a door; return whether they were not there just before."""
        with self._lock:
            last = self._last.get((place, person_id))
            self._last[place, person_id] = at if last is None else max(last, at)
            return last is None or at - last >= self._quiet

    def leaves_no_trace(self, place: str, person_id: str) -> None:
        """Forget that they were seen: what should have come of it did not."""
        with self._lock:
            self._last.pop((place, person_id), None)
