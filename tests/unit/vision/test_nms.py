"""Suppression of overlapping boxes against a plain loop."""

from __future__ import annotations

import numpy as np
import pytest

from adsum.vision.nms import suppressed


def plain(corners: np.ndarray, scores: np.ndarray, overlap: float, smaller: bool) -> list[int]:
    pixel = 1 if smaller else 0
    kept: list[int] = []
    for i in sorted(range(len(scores)), key=lambda n: -scores[n]):
        fine = True
        for k in kept:
            w = min(corners[i][2], corners[k][2]) - max(corners[i][0], corners[k][0]) + pixel
            h = min(corners[i][3], corners[k][3]) - max(corners[i][1], corners[k][1]) + pixel
            shared = max(w, 0) * max(h, 0)
            a, b = (
                (corners[n][2] - corners[n][0] + pixel) * (corners[n][3] - corners[n][1] + pixel)
                for n in (i, k)
            )
            if shared / (min(a, b) if smaller else a + b - shared) > overlap:
                fine = False
        if fine:
            kept.append(i)
    return kept


@pytest.mark.parametrize("smaller", [False, True])
@pytest.mark.parametrize("overlap", [0.2, 0.5, 0.7])
def test_suppression_equals_a_plain_loop(overlap: float, smaller: bool) -> None:
    random = np.random.default_rng(3)
    first = random.uniform(0, 60, (80, 2))
    corners = np.c_[first, first + random.uniform(5, 40, (80, 2))].astype(np.float32)
    scores = random.permutation(80).astype(np.float32)
    found = suppressed(corners, scores, overlap, within_smaller=smaller)
    assert found == plain(corners.astype(float), scores, overlap, smaller)
    assert 1 < len(found) < 80


def test_no_boxes_leave_no_boxes() -> None:
    assert suppressed(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), 0.5) == []
