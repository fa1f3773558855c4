"""Drawing boxes and names on a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import PIL.Image
from PIL import ImageDraw, ImageFont

from adsum.vision.types import Box, Image

KNOWN = (22, 140, 84)
UNKNOWN = (196, 70, 40)
UNDECIDED = (96, 104, 118)


@dataclass(frozen=True, slots=True)
class Label:
    """A box with its caption; `known` picks the colour, None: not decided yet."""

    box: Box
    caption: str
    known: bool | None


def annotate(image: Image, labels: Sequence[Label]) -> Image:
    """Return a copy of `image` (BGR) with the labels drawn on it, sized to the picture."""
    picture = PIL.Image.fromarray(np.ascontiguousarray(image[:, :, ::-1]))
    draw = ImageDraw.Draw(picture)
    unit = image.shape[0] / 480
    font = ImageFont.load_default(size=max(11, 17 * unit))
    for label in labels:
        _draw(draw, label, unit, font)
    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])


def _draw(
    draw: ImageDraw.ImageDraw,
    label: Label,
    unit: float,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
) -> None:
    colour = {True: KNOWN, False: UNKNOWN, None: UNDECIDED}[label.known]
    box, pad = label.box, 4 * unit
    right, bottom = box.x + box.width, box.y + box.height
    draw.rounded_rectangle(
        (box.x, box.y, right, bottom),
        radius=6 * unit,
        outline=colour,
        width=max(2, round(2 * unit)),
    )
    left, top, text_right, text_bottom = draw.textbbox((0, 0), label.caption, font=font)
    width, height = text_right - left + 2 * pad, text_bottom - top + 2 * pad
    # The caption stands above the box, or inside it where the picture ends.
    y = box.y - height if box.y >= height else box.y
    draw.rounded_rectangle((box.x, y, box.x + width, y + height), radius=4 * unit, fill=colour)
    draw.text((box.x + pad - left, y + pad - top), label.caption, fill="white", font=font)
