"""Choosing among the faces of one picture."""

from __future__ import annotations

from collections.abc import Sequence

from adsum.vision.types import Face, Image


def main_face(faces: Sequence[Face], image: Image) -> Face | None:
    """Return the face that the picture is of: large and near the middle, or None without faces.

    The rule is `area - 2 * squared distance to the centre`, both in pixels squared, as LFW's
    photos need it: their subject is centred and bystanders may be larger.
    """
    height, width = image.shape[:2]

    def prominence(face: Face) -> float:
        x, y = face.box.centre
        return float(face.box.area - 2 * ((x - width / 2) ** 2 + (y - height / 2) ** 2))

    return max(faces, key=prominence, default=None)


def rivals(faces: Sequence[Face], chosen: Face, share: float) -> list[Face]:
    """Return the other faces whose area is at least `share` of the chosen one's."""
    return [f for f in faces if f is not chosen and f.box.area >= share * chosen.box.area]
