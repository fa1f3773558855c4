"""Where the test data lies, and small pictures made on the spot."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
from numpy.typing import NDArray

from adsum.vision.types import Box, Face

REPOSITORY = Path(__file__).resolve().parents[1]
WHY_ABSENT = (
    "test data is absent: set ADSUM_DATA, or put it at ../shared/data beside the repository"
)


def data_folder() -> Path | None:
    """Return the folder of test photos, or None where this machine has none."""
    named = os.environ.get("ADSUM_DATA")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    return folder if folder.is_dir() else None


def two_folds(
    lfw: Path, folder: Path, learnt: Sequence[str], held_out: Sequence[str], photos: int = 10
) -> Path:
    """Fill `folder` with up to so many `photos` of everybody and a list of pairs whose second fold
    is of the first two of `held_out`; return the folder of photos."""
    for person in (*learnt, *held_out):
        (folder / "images" / person).mkdir(parents=True)
        for photo in sorted((lfw / person).iterdir())[:photos]:
            (folder / "images" / person / photo.name).symlink_to(photo)
    lines = ["2\t2"]
    for one, other in (learnt[:2], held_out[:2]):
        lines += [f"{one}\t1\t2", f"{other}\t1\t2"]
        lines += [f"{one}\t1\t{other}\t1", f"{one}\t2\t{other}\t2"]
    (folder / "pairs.txt").write_text("\n".join(lines) + "\n")
    return folder / "images"


def encoded(picture: PIL.Image.Image, kind: str, **options: Any) -> bytes:
    """Return `picture` as the bytes of a file of this kind."""
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def gradient(width: int, height: int) -> NDArray[np.uint8]:
    """Return a picture (height x width x 3) whose every pixel tells where it is."""
    x = np.linspace(0, 255, width)[None, :].repeat(height, 0)
    y = np.linspace(0, 255, height)[:, None].repeat(width, 1)
    return np.stack([x, y, (x + y) / 2], axis=2).astype(np.uint8)


def unit_vectors(count: int, dimensions: int = 16, seed: int = 0) -> NDArray[np.float32]:
    """Return random unit vectors, one a row."""
    vectors = np.random.default_rng(seed).normal(size=(count, dimensions))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def frontal_face(
    size: float = 100.0, at: tuple[float, float] = (0.0, 0.0), confidence: float = 0.9
) -> Face:
    """Return a face that looks straight ahead, its box `size` wide with the corner `at`."""
    inside = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]])
    landmarks = (inside * size + np.array(at)).astype(np.float32)
    return Face(Box(at[0], at[1], size, size), landmarks, confidence)
