"""Drawing boxes and names."""

from __future__ import annotations

import numpy as np
import pytest

from adsum.imaging.annotate import KNOWN, UNDECIDED, UNKNOWN, Label, annotate
from adsum.vision.types import Box

BLANK = np.full((480, 640, 3), 200, np.uint8)


@pytest.mark.parametrize(("known", "colour"), [(True, KNOWN), (False, UNKNOWN), (None, UNDECIDED)])
def test_the_box_is_drawn_in_the_colour_of_its_answer(
    known: bool | None, colour: tuple[int, int, int]
) -> None:
    drawn = annotate(BLANK, [Label(Box(100, 100, 200, 250), "Ann", known)])
    assert drawn[225, 100].tolist() == list(colour[::-1])
    assert drawn[225, 300].tolist() == list(colour[::-1])
    assert (drawn[225, 200] == 200).all()


def test_the_picture_given_is_not_drawn_on() -> None:
    before = BLANK.copy()
    annotate(BLANK, [Label(Box(100, 100, 200, 250), "Ann", True)])
    np.testing.assert_array_equal(BLANK, before)


def test_without_labels_the_picture_stays_the_same() -> None:
    np.testing.assert_array_equal(annotate(BLANK, []), BLANK)


def test_the_caption_stands_above_the_box_and_inside_where_the_picture_ends() -> None:
    above = annotate(BLANK, [Label(Box(100, 100, 200, 250), "Ann", True)])
    assert (above[75:99, 105:120] != 200).any()
    inside = annotate(BLANK, [Label(Box(100, 0, 200, 250), "Ann", True)])
    assert (inside[4:20, 105:120] != 200).any()


def test_a_box_that_reaches_over_the_edges_and_a_name_in_any_script_are_drawn() -> None:
    label = Label(Box(-50, -50, 900, 900), "Zoë Łukasz 王 " + "x" * 300, False)
    assert annotate(BLANK, [label]).shape == BLANK.shape
