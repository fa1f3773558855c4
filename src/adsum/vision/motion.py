"""Has anything moved since faces were last looked for, or is it another scene altogether?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from adsum.vision.types import Image

# Width and height of the picture that is compared: noise averages out, a face far away is a cell.
_CELLS = (64, 36)
# A picture with less contrast (standard deviation of its grey levels) has no scene to compare.
_FLAT = 4.0


class Change(Enum):
    """CUT: the picture shows something else than before, so nothing can be followed across it."""

    STILL = 0
    MOVED = 1
    CUT = 2


@dataclass(frozen=True, slots=True)
class MotionRule:
    """step: grey levels by which a cell must differ. share: of the cells that must differ.
    alike: least correlation of two pictures of one scene; light that changes does not lower it."""

    step: float = 8.0
    share: float = 0.002
    alike: float = 0.4


class MotionGate:
    """Compares each picture with the last one that was let through, so that slow movement adds up
    until it is seen."""

    def __init__(self, rule: MotionRule | None = None) -> None:
        self._rule = rule or MotionRule()
        self._last: NDArray[np.float32] | None = None

    def change(self, small: Image) -> Change:
        """Return how `small` (BGR) differs from the last picture that did."""
        cells = cv2.resize(small, _CELLS, interpolation=cv2.INTER_AREA)
        grey = cv2.cvtColor(cells, cv2.COLOR_BGR2GRAY).astype(np.float32)
        last, self._last = self._last, grey
        if last is None:
            return Change.MOVED
        changed = np.abs(grey - last) >= self._rule.step
        if float(changed.mean()) < self._rule.share:
            self._last = last
            return Change.STILL
        return Change.CUT if _likeness(grey, last) < self._rule.alike else Change.MOVED


def _likeness(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """Return the correlation of two pictures, 1 where one of them is flat."""
    spread = float(a.std()), float(b.std())
    if min(spread) < _FLAT:
        return 1.0
    return float(((a - a.mean()) * (b - b.mean())).mean()) / (spread[0] * spread[1])
