"""What a kiosk keeps of faces that nobody is known by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from adsum.app.keep_visit import WORTH_KEEPING, KeepVisit, StrangerShot
from adsum.vision.crop import face_crop
from adsum.vision.types import DescribedFace, Image
from adsum.vision.vote import Decision, Verdict

# So long after a face was last looked at its shot is stored: until then somebody may clock by PIN.
_WAIT = timedelta(seconds=60)
# Shots that wait, each of half a megabyte at most.
_AT_MOST = 40


@dataclass(slots=True, eq=False)
class _Waiting:
    """The best shot of one track. denied: was named, and said that it was somebody else."""

    shot: StrangerShot
    verdict: Verdict
    denied: bool = False

    @property
    def stranger(self) -> bool:
        return self.verdict is Verdict.UNKNOWN or (self.denied and self.verdict is Verdict.OPEN)


class KioskStrangers:
    """Keeps the best shot of everybody whom one kiosk does not know, or named wrongly ("not me").

    A shot is stored a minute after its face has gone. If somebody clocks by PIN until then, the
    shots of all faces are dropped: who does without face recognition leaves no face behind.
    Not for several threads at once. Without `keep`, nothing is done at all.
    """

    def __init__(self, keep: KeepVisit | None, kiosk_id: str, place: str) -> None:
        self._keep = keep
        self._kiosk_id = kiosk_id
        self._place = place
        self._waiting: dict[int, _Waiting] = {}
        self._excused: set[int] = set()
        self._excused_until: datetime | None = None

    def look(
        self,
        track: int,
        image: Image,
        described: DescribedFace,
        quality: float,
        decision: Decision,
        at: datetime,
    ) -> None:
        """Take note of one frame of a face. quality: 0 to 1. decision: of its frames so far."""
        if self._keep is None or self._is_excused(track, at):
            return
        known = self._waiting.get(track)
        if known is None or quality > known.shot.quality:
            crop, landmarks = face_crop(image, described.face)
            first = at if known is None else known.shot.first_at
            shot = StrangerShot(
                camera=self._kiosk_id,
                place=self._place,
                first_at=first,
                last_at=at,
                crop=crop.copy(),
                landmarks=landmarks,
                quality=quality,
                embedding=described.embedding,
            )
            denied = known is not None and known.denied
            self._waiting[track] = _Waiting(shot, decision.verdict, denied)
        else:
            known.verdict = decision.verdict
            known.shot = known.shot.until(at)

    def deny(self, track: int) -> None:
        """Take note that a face was named wrongly."""
        if track in self._waiting:
            self._waiting[track].denied = True
            self._waiting[track].verdict = Verdict.OPEN

    def drop(self, track: int) -> None:
        """Forget a track: it has become somebody else."""
        self._waiting.pop(track, None)

    def excuse(self, at: datetime) -> None:
        """Forget all faces that wait, and keep none that is seen in the next minute, either:
        whoever clocked by PIN at `at` may be a new track after looking down."""
        self._excused |= self._waiting.keys()
        self._excused_until = at + _WAIT
        self._waiting.clear()

    def store(self, at: datetime | None = None) -> None:
        """Store the shots whose faces have gone, as of `at`; None: all.

        Raises:
            AdsumError: the records cannot be written.
        """
        late = len(self._waiting) - _AT_MOST
        gone = [
            track
            for number, (track, waiting) in enumerate(self._waiting.items())
            if at is None or number < late or at - waiting.shot.last_at >= _WAIT
        ]
        for track in gone:
            waiting = self._waiting.pop(track)
            if self._keep and waiting.stranger and waiting.shot.quality >= WORTH_KEEPING:
                self._keep.execute(waiting.shot)

    def _is_excused(self, track: int, at: datetime) -> bool:
        if self._excused_until is not None and at < self._excused_until:
            self._excused.add(track)
        return track in self._excused
