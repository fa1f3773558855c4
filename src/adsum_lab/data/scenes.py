"""Photos with all their faces, as a detector learns from them, and pictures without any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from adsum.errors import AdsumError
from adsum.imaging.decode import PhotoDecoder
from adsum.vision.stages import Detector
from adsum.vision.types import Face, Image
from adsum_lab.errors import BadData

Rows = NDArray[np.float32]
# The person's right and left change places in a mirror.
MIRRORED = [1, 0, 2, 4, 3]
SUFFIXES = (".png", ".jpg", ".jpeg")
# Of the pictures that scikit-image carries: the one with a man, an astronaut, small tables of
# faces, and such as are no photographs.
WITH_PEOPLE = ("astronaut", "camera", "logo", "multipage", "no_time", "phantom")


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """corners: n x 4 (left, top, right, bottom) of the sure faces, in pixels. landmarks: n x 5 x 2.
    unsure: m x 4, what may be a face or is too small: neither learnt nor judged."""

    path: Path
    corners: Rows
    landmarks: Rows
    unsure: Rows

    def image(self) -> Image:
        return PhotoDecoder().decode(self.path.read_bytes())


def annotated(
    paths: Sequence[Path], detector: Detector, sure: float, smallest: float
) -> tuple[list[Known], list[str]]:
    """Return what `detector` sees in the photos, and the photos that cannot be read.

    Faces of at least the confidence `sure` whose shorter side has `smallest` pixels are known.
    """
    known, faults = [], []
    for path in paths:
        try:
            image = PhotoDecoder().decode(path.read_bytes())
        except (OSError, AdsumError) as error:
            faults.append(f"{path.parent.name}/{path.name}: {error}")
            continue
        known.append(_known(path, detector.detect(image), sure, smallest))
    if not known:
        raise BadData("no photo can be read")
    return known, faults


def _known(path: Path, faces: Sequence[Face], sure: float, smallest: float) -> Known:
    clear = [
        face.confidence >= sure and min(face.box.width, face.box.height) >= smallest
        for face in faces
    ]
    corners = np.array([corners_of(face) for face in faces], np.float32).reshape(-1, 4)
    points = np.array([face.landmarks for face in faces], np.float32).reshape(-1, 5, 2)
    kept = np.array(clear, bool)
    return Known(path, corners[kept], points[kept], corners[~kept])


def corners_of(face: Face) -> tuple[float, float, float, float]:
    box = face.box
    return box.x, box.y, box.x + box.width, box.y + box.height


def mirrored(known: Known, image: Image) -> tuple[Known, Image]:
    """Return both as in a mirror."""
    width = image.shape[1]

    def turned(corners: Rows) -> Rows:
        return np.c_[width - corners[:, 2], corners[:, 1], width - corners[:, 0], corners[:, 3]]

    points = known.landmarks[:, MIRRORED]
    points[..., 0] = width - points[..., 0]
    other = Known(known.path, turned(known.corners), points, turned(known.unsure))
    return other, np.ascontiguousarray(image[:, ::-1])


def without_faces(source: str) -> list[Path]:
    """Return pictures without faces: those of a folder or, for `scikit-image`, the ones that this
    package carries.

    Raises:
        BadData: there are none.
    """
    if source == "scikit-image":
        import skimage

        paths = sorted((Path(skimage.__file__).parent / "data").iterdir())
        paths = [path for path in paths if not path.name.startswith(WITH_PEOPLE)]
    else:
        paths = sorted(Path(source).iterdir()) if Path(source).is_dir() else []
    found = [path for path in paths if path.suffix.lower() in SUFFIXES]
    if len(found) < 2:
        raise BadData(f"{source} has no two pictures without faces")
    return found


def nobody_in(path: Path) -> Known:
    """Return what is known of a picture without faces."""
    none = np.zeros((0, 4), np.float32)
    return Known(path, none, np.zeros((0, 5, 2), np.float32), none)


def opened(path: Path, longest: int) -> Image | None:
    """Return the picture with no side above `longest` pixels; None if it is none."""
    try:
        image = PhotoDecoder().decode(path.read_bytes())
    except (OSError, AdsumError):
        return None
    scale = min(1.0, longest / max(image.shape[:2]))
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
