"""Take a kiosk's punch back: it named the wrong person."""

from __future__ import annotations

from datetime import timedelta

from adsum.app.actor import SYSTEM, Actor
from adsum.app.ids import new_id
from adsum.app.kiosks import Kiosks
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.domain.correction import Act, Correction, approve
from adsum.errors import Conflict, NotFound

# The kiosk offers it for five seconds; the rest is for a slow network.
UNDO_WITHIN = timedelta(seconds=20)
REASON = "undone at the kiosk: not me"


class NothingToUndo(NotFound):
    """The punch does not exist, or another kiosk made it."""

    code = "kiosk.nothing_to_undo"
    remedy = "Ask for a correction of the day instead."


class TooLateToUndo(Conflict):
    """The moment in which a kiosk may take a punch back has passed."""

    code = "kiosk.too_late_to_undo"
    remedy = "Ask for a correction of the day instead."


class UndoPunch:
    """Cancel a punch that was just made for the wrong person ("not me").

    The punch stays on record for review; a correction, approved at once, cancels it. That is only
    possible at the kiosk that made it and for a few seconds: later somebody has to approve it.
    Doing it twice changes nothing more.
    """

    def __init__(self, store: Store, clock: Clock, kiosks: Kiosks) -> None:
        self._store = store
        self._clock = clock
        self._kiosks = kiosks

    def execute(self, actor: Actor, place: str, punch_id: str) -> Correction:
        """Return the correction that cancels the punch.

        Raises:
            NothingToUndo: this kiosk made no such punch. TooLateToUndo: not any more.
        """
        now = self._clock.now()
        with self._store.write() as records:
            punch = records.punches.get(punch_id)
            if punch is None or punch.place != place:
                raise NothingToUndo("this kiosk made no such punch")
            known = records.corrections.get(_id_of(punch_id))
            if known is not None:
                return known
            if now - punch.recorded_at > UNDO_WITHIN:
                raise TooLateToUndo("the punch was made too long ago")
            proposed = Correction(
                id=_id_of(punch_id),
                person_id=punch.person_id,
                act=Act.IGNORE,
                author=actor.id,
                reason=REASON,
                made_at=now,
                target=punch.id,
            )
            records.corrections.add(proposed, punch.at)
            decided = approve(proposed, SYSTEM.id, now)
            records.corrections.decide(decided)
        self._kiosks.deny(actor.id, punch_id, now)
        return decided


def _id_of(punch_id: str) -> str:
    return f"undo-{punch_id}"[:48] if punch_id else new_id()
