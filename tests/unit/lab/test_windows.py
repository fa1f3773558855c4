"""What a stage is taught, fed back into the cascade, gives the face that was known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from adsum.models.mtcnn_stages import MtcnnOptions, Scene, place, propose, refine
from adsum_lab.data.scenes import Known, mirrored, nobody_in
from adsum_lab.data.windows import Share, anywhere, around, judged, overlaps, samples
from adsum_lab.losses.mtcnn import LANDMARKS, NEGATIVE, PART, POSITIVE

FACE = np.float32([[60, 50, 120, 130]])
POINTS = np.float32([[[75, 80], [105, 78], [90, 95], [78, 112], [103, 111]]])
KNOWN = Known(Path("photo"), FACE, POINTS, np.float32([[150, 20, 190, 60]]))
IMAGE = np.random.default_rng(0).integers(0, 255, (200, 220, 3)).astype(np.uint8)
ALL = Share(1000, 1000, 1000)


class Says:
    """A session that answers the same to everything."""

    def __init__(self, **answers: Any) -> None:
        self._answers = {name: np.asarray(value, np.float32) for name, value in answers.items()}

    def run(self, batch: Any, outputs: list[str]) -> dict[str, Any]:
        return {name: self._answers[name] for name in outputs}


def random() -> np.random.Generator:
    return np.random.default_rng(3)


def taught(side: int, squares: np.ndarray, kind: int) -> np.ndarray:
    made = samples(IMAGE, KNOWN, squares, side, ALL, random())
    return made.target[made.target[:, 0] == kind]


def test_kinds_follow_the_overlap() -> None:
    boxes = np.float32(
        [[62, 52, 122, 132], [60, 70, 120, 150], [0, 0, 40, 40], [60, 95, 120, 175],
         [150, 20, 195, 65]]
    )  # fmt: skip
    assert overlaps(boxes[:2], FACE)[:, 0] == pytest.approx([0.8913, 0.6], abs=1e-3)
    kinds, _ = judged(boxes, KNOWN)
    assert kinds.tolist() == [POSITIVE, PART, NEGATIVE, NEGATIVE, -1]
    assert judged(boxes, nobody_in(Path("x")))[0].tolist() == [NEGATIVE] * 5


@pytest.mark.parametrize("side", [24, 48])
def test_later_stages_answers_give_the_face_back(side: int) -> None:
    square = np.float32([[55, 52, 128, 125, 0.9]])
    target = taught(side, square, POSITIVE)[0]
    scene, options = Scene(IMAGE), MtcnnOptions()
    if side == 24:
        session = Says(box=target[None, 1:5], face=[[0.0, 1.0]])
        (found,) = refine(session, scene, square, options)
        centre = (found[:2] + found[2:4]) / 2
        assert centre == pytest.approx([90, 90], abs=0.01)
        assert found[2] - found[0] == pytest.approx(80, abs=0.01), "square, as long as the face"
        return
    landmarks = taught(side, square, LANDMARKS)[0, 5:].reshape(5, 2).T.reshape(1, 10)
    session = Says(box=target[None, 1:5], points=landmarks, face=[[0.0, 1.0]])
    (face,) = place(session, scene, square, options)
    box = face.box
    assert (box.x, box.y, box.width, box.height) == pytest.approx((60, 50, 60, 80), abs=0.01)
    assert face.landmarks == pytest.approx(POINTS[0], abs=0.01)


def test_the_first_stages_answer_gives_the_face_back() -> None:
    """At 12 pixels to a face of 72, a cell of the map looks at a window of 72 pixels."""
    options = MtcnnOptions(min_face=72, factor=0.01)
    scale, (row, column) = 12 / 72, (4, 5)
    corner = np.array([2 * column, 2 * row]) / scale
    square = np.r_[corner + 1, corner + 72][None].astype(np.float32)
    target = taught(12, square, POSITIVE)[0]
    rows, columns = 12, 14
    box, face = np.zeros((1, 4, rows, columns)), np.zeros((1, 2, rows, columns))
    box[0, :, row, column], face[0, 1, row, column] = target[1:5], 1
    (found,) = propose(Says(box=box, face=face), Scene(IMAGE), options)
    assert (found[:2] + found[2:4]) / 2 == pytest.approx([90, 90], abs=1), "floors cost a pixel"
    assert found[2] - found[0] == pytest.approx(80, abs=1)


def test_samples_have_their_kinds_and_pictures() -> None:
    squares = np.concatenate(
        [anywhere(IMAGE, 20, 300, random()), around(KNOWN, IMAGE, 0.2, 150, random())]
    )
    assert (squares[:, :2] >= 1).all()
    assert (squares[:, 2] <= 220).all() and (squares[:, 3] <= 200).all()
    made = samples(IMAGE, KNOWN, squares, 24, Share(50, 20, 10), random())
    counts = made.counts()
    assert counts == {"negative": 50, "positive": 20, "part": 10, "landmarks": 20}
    assert made.pictures.shape == (100, 3, 24, 24)
    near = made.target[:, 0] != NEGATIVE
    assert np.abs(made.target[near, 1:5]).max() < 0.8
    assert (made.target[~near, 1:] == 0).all()
    nowhere = samples(IMAGE, KNOWN, np.zeros((0, 4), np.float32), 24, ALL, random())
    assert len(nowhere.target) == 0


def test_a_mirror_keeps_what_is_known_on_the_picture() -> None:
    known, image = mirrored(KNOWN, IMAGE)
    assert (image[:, :100] == IMAGE[:, 120:][:, ::-1]).all()
    assert known.corners.tolist() == [[100, 50, 160, 130]]
    # The eye that is left in the mirror's picture is the person's other one, and still first.
    assert known.landmarks[0, 0].tolist() == [115, 78] and known.landmarks[0, 2].tolist() == [
        130,
        95,
    ]
    again, back = mirrored(known, image)
    assert (back == IMAGE).all() and (again.landmarks == KNOWN.landmarks).all()
