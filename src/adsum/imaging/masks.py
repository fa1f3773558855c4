"""A folder of mask pictures: `NAME.png` with transparency, and their anchors in `anchors.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image

from adsum.errors import InvalidInput
from adsum.vision.dress import Mask

KEYS = ("mask_a", "mask_b", "mask_c", "mask_d", "mask_e", "mask_f")


class BadMaskFolder(InvalidInput):
    """The folder of mask pictures cannot be read."""

    code = "evaluation.bad_masks"
    remedy = (
        "Give a folder with NAME.png files (RGBA) and anchors.json: "
        '{"NAME": {"mask_a": [x, y], ... "mask_f": [x, y]}}.'
    )


def load_masks(folder: Path) -> list[Mask]:
    """Return the masks of `folder` by name, in the order of their names.

    Raises:
        BadMaskFolder: a file is missing or is not what it should be.
    """
    try:
        table = json.loads((folder / "anchors.json").read_text(encoding="utf-8"))
        masks = [_load(folder, name, table[name]) for name in sorted(table)]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise BadMaskFolder(f"{folder} holds no masks: {error}") from error
    if not masks:
        raise BadMaskFolder(f"{folder / 'anchors.json'} names no mask")
    return masks


def _load(folder: Path, name: str, anchors: dict[str, Any]) -> Mask:
    with PIL.Image.open(folder / f"{name}.png") as picture:
        rgba = np.asarray(picture.convert("RGBA"), dtype=np.uint8)
    points = np.array([anchors[key] for key in KEYS], dtype=np.float32).reshape(6, 2)
    return Mask(name, np.ascontiguousarray(rgba[:, :, [2, 1, 0, 3]]), points)
