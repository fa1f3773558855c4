"""Zones and lines, by cases that can be drawn on paper."""

from __future__ import annotations

import pytest

from adsum.vision.zones import Crossing, contains, crossed, side

SQUARE = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
ELL = ((0.0, 0.0), (1.0, 0.0), (1.0, 0.5), (0.5, 0.5), (0.5, 1.0), (0.0, 1.0))
# From top to bottom: seen from above, the picture's right half is to its left.
DOOR = ((0.5, 0.0), (0.5, 0.6))


@pytest.mark.parametrize(
    ("zone", "point", "inside"),
    [
        (SQUARE, (0.5, 0.5), True),
        (SQUARE, (0.1, 0.5), False),
        (SQUARE, (0.5, 0.9), False),
        (ELL, (0.25, 0.75), True),
        (ELL, (0.75, 0.75), False),
        ((), (0.99, 0.01), True),
    ],
)
def test_a_point_is_inside_or_not(zone: object, point: object, inside: bool) -> None:
    assert contains(zone, point) is inside  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        ((0.7, 0.3), (0.3, 0.3), Crossing.LEFT_TO_RIGHT),
        ((0.3, 0.3), (0.7, 0.3), Crossing.RIGHT_TO_LEFT),
        ((0.7, 0.3), (0.6, 0.3), None),
        ((0.7, 0.9), (0.3, 0.9), None),  # passes below the line's end
        ((0.7, 0.3), (0.495, 0.3), None),  # trembles on the line
    ],
)
def test_a_step_crosses_the_line_or_not(before: object, after: object, way: object) -> None:
    assert crossed(DOOR, before, after) is way  # type: ignore[arg-type]


def test_both_sides_are_told_apart_whatever_way_the_line_runs() -> None:
    for line in (DOOR, ((0.1, 0.9), (0.9, 0.1)), ((0.9, 0.5), (0.1, 0.5))):
        (ax, ay), (bx, by) = line
        middle = ((ax + bx) / 2, (ay + by) / 2)
        # Turn the line's direction by 90 degrees clockwise on the screen, where y points down.
        right = (middle[0] - (by - ay) / 4, middle[1] + (bx - ax) / 4)
        left = (middle[0] + (by - ay) / 4, middle[1] - (bx - ax) / 4)
        assert (side(line, right), side(line, left)) == (1, -1)
