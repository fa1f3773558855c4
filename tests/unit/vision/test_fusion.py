"""Fusion by concatenation is the weighted sum of cosines."""

from __future__ import annotations

import pytest

from adsum.vision.fusion import fused
from tests.data import unit_vectors


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 1.0])
def test_the_cosine_of_fused_vectors_is_the_weighted_sum(share: float) -> None:
    a, b = unit_vectors(5, 128, seed=1), unit_vectors(5, 512, seed=2)
    joint = fused(a, b, share)
    assert joint.shape == (5, 640)
    for i in range(5):
        for j in range(5):
            expected = share * float(a[i] @ a[j]) + (1 - share) * float(b[i] @ b[j])
            assert float(joint[i] @ joint[j]) == pytest.approx(expected, abs=1e-6)
