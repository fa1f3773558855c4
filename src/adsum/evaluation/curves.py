"""Error rates of a score that should tell pairs of one person from pairs of two people.

Pure functions of `scores` (n, any real numbers) and `same` (n booleans). A pair is accepted where
its score >= the threshold. FAR is the share of different pairs that is accepted, TAR the share of
same pairs. Pairs with equal scores are accepted or refused together: no threshold can part them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from adsum.errors import InvalidInput

Scores: TypeAlias = NDArray[np.float64]
Labels: TypeAlias = NDArray[np.bool_]


class NothingToMeasure(InvalidInput):
    """One of the two kinds of samples that a rate needs is absent."""

    code = "evaluation.nothing_to_measure"
    remedy = "Give photos of several people, and several photos of some of them."


@dataclass(frozen=True, slots=True, eq=False)
class Roc:
    """Points of the curve from the strictest threshold to the laxest.

    `thresholds` starts with infinity (nothing accepted) and goes on with every distinct score,
    falling; `far` and `tar` are the rates there.
    """

    thresholds: Scores
    far: Scores
    tar: Scores


def roc(scores: Scores, same: Labels) -> Roc:
    """Return the receiver operating characteristic, one point per distinct score.

    Raises:
        NothingToMeasure: no same pair or no different pair.
    """
    if not same.any() or same.all():
        raise NothingToMeasure("same pairs and different pairs are both needed")
    order = np.argsort(-scores, kind="stable")
    falling, hits = scores[order], same[order]
    last_of_tie = np.append(falling[1:] != falling[:-1], True)
    accepted = np.arange(1, len(scores) + 1)[last_of_tie]
    true = np.cumsum(hits)[last_of_tie]
    return Roc(
        np.concatenate([[np.inf], falling[last_of_tie]]),
        np.concatenate([[0.0], (accepted - true) / np.count_nonzero(~same)]),
        np.concatenate([[0.0], true / np.count_nonzero(same)]),
    )


def tar_at_far(curve: Roc, far: float) -> float:
    """Return the largest TAR of any threshold whose FAR is at most `far`; no interpolation."""
    return float(curve.tar[curve.far <= far].max())


def area_under(curve: Roc) -> float:
    """Return the area under the curve: the chance that a same pair outscores a different one.

    A tie counts one half.
    """
    return float(np.sum(np.diff(curve.far) * (curve.tar[1:] + curve.tar[:-1]) / 2))


def equal_error_rate(curve: Roc) -> float:
    """Return the rate at which FAR equals 1 - TAR, on the straight line between two points."""
    gap = curve.far - (1 - curve.tar)
    after = int(np.argmax(gap >= 0))
    # The first point has gap -1 and the last +1, so there is a point before.
    share = -gap[after - 1] / (gap[after] - gap[after - 1])
    return float(curve.far[after - 1] + share * (curve.far[after] - curve.far[after - 1]))


def accuracy(scores: Scores, same: Labels, threshold: float) -> float:
    """Return the share of pairs that the threshold decides rightly."""
    return float(np.mean((scores >= threshold) == same))


def best_threshold(scores: Scores, same: Labels) -> float:
    """Return a threshold of the greatest accuracy.

    Thresholds are tried half-way between neighbouring scores (and outside all); of several
    that are equally good the middle one is taken, as the least peculiar to this sample.
    """
    levels, level_of = np.unique(scores, return_inverse=True)
    of_same = np.bincount(level_of[same], minlength=len(levels))
    of_different = np.bincount(level_of[~same], minlength=len(levels))
    # With the threshold under level i, levels from i upwards are accepted.
    right = np.concatenate([[0], np.cumsum(of_different)]) + np.concatenate(
        [np.cumsum(of_same[::-1])[::-1], [0]]
    )
    between = np.concatenate([[levels[0] - 1], (levels[1:] + levels[:-1]) / 2, [levels[-1] + 1]])
    best = np.flatnonzero(right == right.max())
    return float(between[best[(len(best) - 1) // 2]])


def threshold_at_rate(scores: Scores, rate: float) -> float:
    """Return the lowest threshold that accepts at most the share `rate` of `scores`.

    It lies just above a score: that one and its ties are refused. Minus infinity if all may pass.

    Raises:
        NothingToMeasure: no scores.
    """
    if len(scores) == 0:
        raise NothingToMeasure("there is no stranger to measure false alarms with")
    shares = np.arange(len(scores) + 1) / len(scores)
    allowed = int(np.searchsorted(shares, rate, side="right")) - 1
    if allowed >= len(scores):
        return float("-inf")
    return float(np.nextafter(np.sort(scores)[::-1][allowed], np.inf))


def keyed(rates: Sequence[float], values: Sequence[float]) -> dict[str, float]:
    """Return values by rate for JSON, whose keys are text: 0.01 becomes "0.01"."""
    return {f"{rate:g}": value for rate, value in zip(rates, values, strict=True)}
