"""Two recognisers compared on the same people, by their own enrolment photos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from adsum.vision.calibration import leave_one_out
from adsum.vision.types import Vector

# The share of impostors at whose threshold the missed are counted.
FPIR = 0.01
# A recogniser is worse if it names this share fewer people rightly, or misses this share more: what
# a few photos more or less can do.
SLACK = 0.02


@dataclass(frozen=True, slots=True)
class Standing:
    """How well a recogniser tells the enrolled people apart.

    photos: how many were compared with their owners' other photos; with 0 there is nothing to
    compare, and the rates are 0. rank1: share whose nearest person is the right one. missed: share
    that is not recognised where 1 % of all photos would be taken for somebody else.
    """

    people: int
    photos: int
    rank1: float
    missed: float

    def worse_than(self, other: Standing) -> bool:
        """Say whether this one is clearly worse."""
        return self.rank1 < other.rank1 - SLACK or self.missed > other.missed + SLACK


def standing(templates: Mapping[str, Vector]) -> Standing:
    """Compare every photo (unit vectors by person) with the gallery without it."""
    if len(templates) < 2:
        return Standing(len(templates), 0, 0.0, 0.0)
    scores = leave_one_out(templates)
    if not len(scores.genuine):
        return Standing(scores.people, 0, 0.0, 0.0)
    right = scores.lead > 0
    threshold = float(np.quantile(scores.best, 1 - FPIR))
    missed = ~right | (scores.genuine < threshold)
    return Standing(scores.people, len(scores.genuine), float(right.mean()), float(missed.mean()))
