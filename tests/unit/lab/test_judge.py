"""Counting found faces and false boxes, on boxes whose answer is plain."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from adsum.vision.types import Box, Face, Image
from adsum_lab.data.scenes import Known, nobody_in
from adsum_lab.experiments.cascade.judge import judge

IMAGE = np.zeros((10, 10, 3), np.uint8)
POINTS = np.float32([[0, 0], [10, 0], [5, 5], [0, 10], [10, 10]])
KNOWN = Known(
    Path("a"),
    np.float32([[0, 0, 100, 100], [200, 0, 300, 100]]),
    np.stack([POINTS, POINTS]),
    np.float32([[0, 200, 50, 250]]),
)


class Sees:
    """A detector with a fixed opinion."""

    def __init__(self, *boxes: tuple[float, float, float, float, float]) -> None:
        self._faces = [Face(Box(*box[:4]), POINTS + np.float32(1), box[4]) for box in boxes]

    def detect(self, image: Image) -> list[Face]:
        return self._faces


def test_faces_found_and_boxes_on_nothing_are_counted() -> None:
    boxes = [
        (5, 5, 100, 100, 0.9),  # the first face
        (0, 0, 95, 95, 0.8),  # the same again: a false box
        (260, 60, 100, 100, 0.7),  # hardly touches the second
        (0, 200, 50, 50, 0.6),  # where there may be a face: not counted
    ]
    judged = judge(Sees(*boxes), [(IMAGE, KNOWN), (IMAGE, nobody_in(Path("b")))])
    assert judged.found.tolist() == pytest.approx([0.9, -1])
    # In the picture without faces all four boxes are false.
    assert sorted(judged.false.tolist(), reverse=True) == pytest.approx(
        [0.9, 0.8, 0.8, 0.7, 0.7, 0.6]
    )
    assert judged.at(0.75) == (0.5, 1.5)
    assert judged.slips == pytest.approx([2**0.5 / 10])


def test_the_threshold_keeps_to_so_many_false_boxes() -> None:
    boxes = [(0, 300 + 60 * i, 50, 50, 0.5 + i / 20) for i in range(8)]
    judged = judge(Sees(*boxes), [(IMAGE, nobody_in(Path("b")))] * 4)
    for allowed in (0, 1, 3, 8):
        threshold = judged.threshold(allowed)
        assert judged.at(threshold)[1] <= allowed
    assert judged.at(judged.threshold(3))[1] == 3, "and not to fewer"
    falling = [false for _, _, false in judged.curve()]
    assert falling == sorted(falling)
