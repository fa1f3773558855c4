"""Pictures of what was recognised."""

from __future__ import annotations

from collections.abc import Sequence

from adsum.app.identify import Identified
from adsum.imaging.annotate import Label, annotate
from adsum.imaging.encode import JpegEncoder
from adsum.imaging.sheet import side_by_side
from adsum.vision.types import Image


def illustrate(answers: Sequence[tuple[Image, Sequence[Identified]]]) -> bytes:
    """Return a JPEG with the pictures side by side, boxes and names drawn in."""
    drawn = [
        annotate(
            image,
            [
                Label(face.box, face.person.name if face.person else "unknown", bool(face.person))
                for face in faces
            ],
        )
        for image, faces in answers
    ]
    return JpegEncoder().encode(side_by_side(drawn))
