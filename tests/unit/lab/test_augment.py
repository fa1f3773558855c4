"""Augmentation changes what it says, by no more than it says, and the same with the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from adsum_lab.augment import Amounts, Masked, Train, as_input
from adsum_lab.data.faces import frame

SIDE = 112
ALL = {
    "zoom": 0.2, "rotation": 15.0, "shift": 0.1, "brightness": 0.4, "saturation": 0.6,
    "flip": 1.0, "blur": 1.0, "occlusion": 1.0, "masks": 1.0,
}  # fmt: skip


def picture() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3)).astype(np.uint8)


def changed(amounts: Amounts, seed: int = 1) -> np.ndarray:
    return Train(amounts)(picture(), frame(SIDE), np.random.default_rng(seed))


def test_no_amount_is_no_change() -> None:
    assert np.array_equal(changed(Amounts()), picture())


@pytest.mark.parametrize("name", ALL)
def test_each_amount_changes_the_picture_and_the_seed_decides_how(name: str) -> None:
    amounts = Amounts(**{name: ALL[name]})
    first = changed(amounts)
    assert first.shape == picture().shape and first.dtype == np.uint8
    assert not np.array_equal(first, picture())
    assert np.array_equal(first, changed(amounts))


def test_a_flip_is_a_mirror_and_a_mask_leaves_the_eyes() -> None:
    assert np.array_equal(changed(Amounts(flip=1.0)), picture()[:, ::-1])
    masked = Masked()(picture(), frame(SIDE), np.random.default_rng(0))
    eyes, mouth = frame(SIDE)[:2, 1].max(), frame(SIDE)[3:, 1].mean()
    assert np.array_equal(masked[: int(eyes) + 3], picture()[: int(eyes) + 3])
    assert not np.array_equal(masked[int(mouth)], picture()[int(mouth)])


def test_a_nets_input_is_rgb_about_zero() -> None:
    blue = np.zeros((1, 2, 2, 3), np.uint8)
    blue[..., 0] = 255
    red, green, last = as_input(blue)[0, :, 0, 0]
    assert (red, green, last) == pytest.approx((-127.5 / 128, -127.5 / 128, 127.5 / 128))
