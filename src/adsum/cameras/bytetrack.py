"""ByteTrack: Y. Zhang et al., "ByteTrack: Multi-Object Tracking by Associating Every Detection
Box", ECCV 2022, as the library `edgefirst-tracker` computes it (Rust, Apache-2.0).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from edgefirst.tracker import ByteTrack

from adsum.vision.types import Face

_NANOSECONDS = 1_000_000_000


class ByteTrackTracker:
    """Implements `vision.following.FaceTracker`. Not for several threads at once.

    confidence: only a face this sure begins a track; doubtful ones go on with one. overlap: least
    intersection over union with where the track would be now. memory: seconds for which a face
    that is not seen keeps its track.
    """

    def __init__(
        self, *, confidence: float = 0.6, overlap: float = 0.2, memory: float = 1.0
    ) -> None:
        self._confidence = confidence
        self._overlap = overlap
        self._memory = memory
        self._numbers: dict[str, int] = {}
        self._next = 1
        self._last = 0
        self._tracker = self._new()

    def update(self, faces: Sequence[Face], at: float) -> list[int | None]:
        """Return the track of each face; numbers are never given out twice."""
        now = round(at * _NANOSECONDS)
        # A clock that begins anew, or a long silence: the library forgets a track only once it has
        # looked for it in vain, so the first face would go on with whatever was there before.
        if not 0 <= now - self._last <= self._memory * _NANOSECONDS:
            self.restart()
        self._last = now
        boxes = np.array([_corners(face) for face in faces], np.float32).reshape(-1, 4)
        scores = np.array([face.confidence for face in faces], np.float32)
        labels = np.zeros(len(faces), np.uintp)
        found = self._tracker.update(boxes, scores, labels, now)
        names = [None if track is None else str(track.uuid) for track in found]
        numbers = [None if name is None else self._number(name) for name in names]
        if len(self._numbers) > 1_000:
            alive = {str(track.info.uuid) for track in self._tracker.get_active_tracks()}
            self._numbers = {n: k for n, k in self._numbers.items() if n in alive}
        return numbers

    def restart(self) -> None:
        """Go on with no track; numbers that were given out stay taken."""
        self._tracker = self._new()

    def _new(self) -> ByteTrack:
        return ByteTrack(
            high_conf=self._confidence,
            iou=self._overlap,
            # How far a new detection moves the track: boxes of faces are exact.
            update=0.75,
            lifespan_ns=round(self._memory * _NANOSECONDS),
        )

    def _number(self, name: str) -> int:
        if name not in self._numbers:
            self._numbers[name] = self._next
            self._next += 1
        return self._numbers[name]


def _corners(face: Face) -> tuple[float, float, float, float]:
    box = face.box
    return box.x, box.y, box.x + box.width, box.y + box.height
