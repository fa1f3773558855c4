"""Clock somebody in or out."""

from __future__ import annotations

from adsum.app.clocking import (
    ClientIdReused,
    Clocking,
    FutureSighting,
    How,
    PunchResult,
    UnknownPerson,
)
from adsum.app.company import Company
from adsum.app.ports.clock import Clock
from adsum.app.ports.punches import NO_ORIGIN, Origin
from adsum.app.ports.store import Store
from adsum.domain.punch import Direction, Source
from adsum.domain.sighting import Sighting

__all__ = [
    "ClientIdReused",
    "FutureSighting",
    "PunchResult",
    "PunchSighting",
    "UnknownPerson",
]


class PunchSighting:
    """Turn a sighting into a punch, in or out as the policy says: by default alternately within
    the local work day.

    A sighting within the quiet time of the last punch is the same act seen twice and is answered
    with that punch. The same client id is recorded once, however often it is delivered. The answer
    is given only when the punch is on disk.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._clocking = Clocking(company)

    def execute(
        self,
        sighting: Sighting,
        *,
        client_id: str | None = None,
        source: Source = Source.FACE,
        declared: Direction | None = None,
        origin: Origin = NO_ORIGIN,
    ) -> PunchResult:
        """Record the punch.

        Raises:
            UnknownPerson: the person is not (or no longer) known.
            FutureSighting: the sighting lies after the present.
        """
        how = How(source, declared, client_id, origin)
        now = self._clock.now()
        with self._store.write() as records:
            return self._clocking.record(records, sighting, how, now)
