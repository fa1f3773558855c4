"""Where in the picture something counts, and across which line people come and go.

Points are (x, y) as shares of the picture's width and height, so that they mean the same at every
resolution. y points down.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]

# A detector's box trembles: a centre this near to the line (share of the picture) is on neither
# side of it yet.
HYSTERESIS = 0.01


class Crossing(IntEnum):
    """Which way a line was crossed, seen from its first point towards its second."""

    LEFT_TO_RIGHT = 1
    RIGHT_TO_LEFT = -1


def contains(zone: Sequence[Point], point: Point) -> bool:
    """Return whether `point` lies in the polygon `zone`; a zone without corners is everywhere.

    Even-odd rule: M. Shimrat, "Algorithm 112: Position of point relative to polygon", CACM 1962.
    """
    if not zone:
        return True
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(zone, [*zone[1:], zone[0]], strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            inside = not inside
    return inside


def side(line: tuple[Point, Point], point: Point) -> int:
    """Return -1 left of the line, 1 right of it, 0 if too near to tell; see `HYSTERESIS`."""
    (ax, ay), (bx, by) = line
    along, across = bx - ax, by - ay
    length = (along**2 + across**2) ** 0.5
    distance = (along * (point[1] - ay) - across * (point[0] - ax)) / length
    return 0 if abs(distance) < HYSTERESIS else (1 if distance > 0 else -1)


def crossed(line: tuple[Point, Point], before: Point, after: Point) -> Crossing | None:
    """Return which way the step from `before` to `after` crosses the line, between its ends."""
    old, new = side(line, before), side(line, after)
    if old * new >= 0 or not _between(line, before, after):
        return None
    return Crossing(new)


def _between(line: tuple[Point, Point], before: Point, after: Point) -> bool:
    """Return whether the step meets the line between its two points and not beyond."""
    (ax, ay), (bx, by) = line
    dx, dy = after[0] - before[0], after[1] - before[1]
    across = dy * (bx - ax) - dx * (by - ay)
    if across == 0:
        return False
    share = ((ay - before[1]) * dx - (ax - before[0]) * dy) / across
    return 0 <= share <= 1
