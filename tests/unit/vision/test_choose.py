"""Which face a picture is of."""

from __future__ import annotations

import numpy as np

from adsum.vision.choose import main_face, rivals
from tests.data import frontal_face

PICTURE = np.zeros((250, 250, 3), np.uint8)


def test_no_faces_give_no_main_face() -> None:
    assert main_face([], PICTURE) is None


def test_of_two_faces_in_the_middle_the_larger_is_the_main_face() -> None:
    small, large = frontal_face(60, (95, 95)), frontal_face(100, (75, 75))
    assert main_face([small, large], PICTURE) is large


def test_a_centred_face_beats_a_larger_one_at_the_edge() -> None:
    # 90^2 - 0 = 8,100 against 110^2 - 2 (80^2 + 80^2) = -13,500.
    centred, aside = frontal_face(90, (80, 80)), frontal_face(110, (-10, -10))
    assert main_face([aside, centred], PICTURE) is centred


def test_the_detectors_order_does_not_matter() -> None:
    faces = [frontal_face(50 + i, (3.0 * i, 2.0 * i)) for i in range(20)]
    assert main_face(faces, PICTURE) is main_face(faces[::-1], PICTURE)


def test_rivals_are_the_other_faces_of_at_least_the_share_of_its_area() -> None:
    chosen = frontal_face(100)
    equal, at_limit, below = frontal_face(100), frontal_face(70.8), frontal_face(70.6)
    assert rivals([chosen, equal, at_limit, below], chosen, 0.5) == [equal, at_limit]
