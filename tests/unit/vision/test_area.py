"""Area resampling against a plain loop."""

from __future__ import annotations

import math

import numpy as np

from adsum.vision.area import AreaSampler


def test_every_output_pixel_is_the_mean_of_the_pixels_its_cell_touches() -> None:
    random = np.random.default_rng(0)
    image = random.integers(0, 256, (31, 23, 3), dtype=np.uint8)
    boxes = np.array([[0, 0, 23, 31], [3, 5, 10, 6], [20, 28, 23, 31]])
    found = AreaSampler(image).sample(boxes, 7, 5)
    assert found.shape == (3, 3, 7, 5)
    for number, (left, top, right, bottom) in enumerate(boxes):
        part = image[top:bottom, left:right].astype(float)
        height, width = part.shape[:2]
        for i in range(7):
            for j in range(5):
                cell = part[
                    math.floor(i * height / 7) : math.ceil((i + 1) * height / 7),
                    math.floor(j * width / 5) : math.ceil((j + 1) * width / 5),
                ]
                np.testing.assert_allclose(
                    found[number, :, i, j], cell.mean(axis=(0, 1)), rtol=1e-6
                )


def test_no_boxes_give_no_pictures() -> None:
    sampler = AreaSampler(np.zeros((9, 9, 3), np.uint8))
    assert sampler.sample(np.zeros((0, 4), np.intp), 4, 4).shape == (0, 3, 4, 4)
