"""Dressing a face: where the mask lies, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from adsum.imaging.masks import BadMaskFolder, load_masks
from adsum.vision.align import ARCFACE_112
from adsum.vision.drawn_masks import drawn_masks
from adsum.vision.dress import FRONTAL, Mask, anchors_on, dress
from adsum.vision.types import Points


def turned(degrees: float, scale: float, at: tuple[float, float]) -> Points:
    angle = np.radians(degrees)
    matrix = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return (ARCFACE_112 @ matrix.T + np.array(at)).astype(np.float32)


def test_anchors_move_turn_and_grow_with_the_face() -> None:
    upright = anchors_on(turned(0, 1, (0, 0)))
    moved = anchors_on(turned(30, 2, (50, 20)))
    angle = np.radians(30)
    matrix = 2 * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    np.testing.assert_allclose(moved, upright @ matrix.T + [50, 20], atol=0.01)
    # The template is a frontal face, so its anchors are nearly the frontal ones.
    np.testing.assert_allclose(upright, FRONTAL, atol=4)


def test_a_larger_size_enlarges_about_the_middle() -> None:
    usual, large = anchors_on(ARCFACE_112), anchors_on(ARCFACE_112, 1.5)
    np.testing.assert_allclose(large.mean(axis=0), usual.mean(axis=0), atol=0.01)
    np.testing.assert_allclose(np.ptp(large, axis=0), 1.5 * np.ptp(usual, axis=0), rtol=1e-4)


@pytest.mark.parametrize("mask", drawn_masks(), ids=lambda mask: mask.name)
def test_nose_and_mouth_are_covered_and_the_eyes_are_not(mask: Mask) -> None:
    face = np.full((224, 224, 3), (60, 120, 180), np.uint8)
    landmarks = turned(-10, 1.4, (30, 40))
    before = face.copy()
    dressed = dress(face, landmarks, mask)
    np.testing.assert_array_equal(face, before)
    for number, (x, y) in enumerate(landmarks.round().astype(int)):
        change = np.abs(dressed[y, x].astype(int) - face[y, x]).max()
        assert change == 0 if number < 2 else change > 15


def test_a_clear_mask_changes_nothing() -> None:
    clear = Mask("clear", np.zeros((100, 120, 4), np.uint8), drawn_masks()[0].anchors / 2)
    face = np.random.default_rng(0).integers(0, 256, (112, 112, 3), dtype=np.uint8)
    np.testing.assert_array_equal(dress(face, ARCFACE_112, clear), face)


def test_the_photographed_masks_are_read_with_their_anchors(data: Path) -> None:
    masks = load_masks(data / "masks")
    assert [m.name for m in masks] == sorted(m.name for m in masks)
    assert len(masks) == 6
    for mask in masks:
        height, width = mask.picture.shape[:2]
        assert mask.picture.shape == (height, width, 4)
        assert (mask.anchors >= 0).all() and (mask.anchors <= [1.02 * width, 1.02 * height]).all()


@pytest.mark.parametrize("text", ["", "{}", '{"a": {}}', '{"a": {"mask_a": [1]}}', "[1]"])
def test_a_folder_without_masks_is_refused_in_words(tmp_path: Path, text: str) -> None:
    (tmp_path / "anchors.json").write_text(text)
    cv2.imwrite(str(tmp_path / "a.png"), np.zeros((4, 4, 4), np.uint8))
    with pytest.raises(BadMaskFolder):
        load_masks(tmp_path)
    with pytest.raises(BadMaskFolder):
        load_masks(tmp_path / "absent")
