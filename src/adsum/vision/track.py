"""Which face of this frame is which face of the frame before?

Boxes are compared with where each face would be now if it had kept moving as it did (constant
velocity). A kiosk sees a handful of faces, so the best pairs are simply taken first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from adsum.vision.scales import iou
from adsum.vision.types import Box, Face


@dataclass(frozen=True, slots=True)
class TrackRule:
    """When two boxes are the same face.

    least_overlap: intersection over union with the predicted box that is enough.
    reach: or else the distance of the centres, in sizes of the face: somebody who walks fast
        leaves their old box between two frames, but nobody else is that near.
    growth: at most this ratio of the sizes, so that a face behind does not become one in front.
    patience: seconds for which a face that is not seen (turned away, passed by) keeps its track.
    """

    least_overlap: float = 0.25
    reach: float = 0.6
    growth: float = 1.7
    patience: float = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One face over time.

    id: never given out twice by one tracker. since, seen: seconds on the caller's clock of the
    first and the last frame with it. speed: pixels per second, sideways and down.
    """

    id: int
    face: Face
    since: float
    seen: float
    speed: tuple[float, float] = (0.0, 0.0)

    def predicted(self, at: float) -> Box:
        """Return where the face would be at `at`."""
        box, lapse = self.face.box, at - self.seen
        return replace(box, x=box.x + self.speed[0] * lapse, y=box.y + self.speed[1] * lapse)


class Tracker:
    """Keeps the tracks of one camera. Not for several threads at once."""

    def __init__(self, rule: TrackRule | None = None) -> None:
        self._rule = rule or TrackRule()
        self._tracks: list[Track] = []
        self._next = 1

    def update(self, faces: Sequence[Face], at: float) -> list[Track]:
        """Return the tracks of `faces`, in their order, as of a frame taken at `at` (seconds)."""
        patience = self._rule.patience
        self._tracks = [track for track in self._tracks if at - track.seen <= patience]
        pairs = sorted(
            (
                (self._affinity(track.predicted(at), face.box), place, number)
                for place, track in enumerate(self._tracks)
                for number, face in enumerate(faces)
            ),
            reverse=True,
        )
        taken: dict[int, Track] = {}
        for affinity, place, number in pairs:
            track = self._tracks[place]
            free = number not in taken and all(t.id != track.id for t in taken.values())
            if affinity > 0 and free:
                taken[number] = _moved(track, faces[number], at)
        shown = [taken.get(number) or self._new(face, at) for number, face in enumerate(faces)]
        seen = {track.id for track in shown}
        self._tracks = [*shown, *(track for track in self._tracks if track.id not in seen)]
        return shown

    def _affinity(self, expected: Box, found: Box) -> float:
        """How well a box fits a prediction: 0 if it cannot be the same face."""
        size = max(expected.width, expected.height, 1e-6)
        ratio = max(found.width, found.height) / size
        if not 1 / self._rule.growth <= ratio <= self._rule.growth:
            return 0.0
        (ex, ey), (fx, fy) = expected.centre, found.centre
        away = float(((fx - ex) ** 2 + (fy - ey) ** 2) ** 0.5) / size
        overlap = iou(expected, found)
        if overlap < self._rule.least_overlap and away > self._rule.reach:
            return 0.0
        return overlap + max(0.0, 1 - away)

    def _new(self, face: Face, at: float) -> Track:
        self._next += 1
        return Track(self._next - 1, face, at, at)


def _moved(track: Track, face: Face, at: float) -> Track:
    lapse = at - track.seen
    if lapse <= 0:
        return replace(track, face=face, seen=at)
    (ox, oy), (nx, ny) = track.face.box.centre, face.box.centre
    # Half old, half new: a detector's box trembles by some pixels from frame to frame.
    speed = (
        (track.speed[0] + (nx - ox) / lapse) / 2,
        (track.speed[1] + (ny - oy) / lapse) / 2,
    )
    return Track(track.id, face, track.since, at, speed)
