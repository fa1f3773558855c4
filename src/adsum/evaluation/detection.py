"""Detectors on photos whose faces somebody has marked: what is found, how exactly, how fast.

The truth is a CSV file: a photo, `face` or `ignore`, a box and five landmarks (pixels). `ignore`
marks what nobody could judge (a blurred crowd, half a face): found or not, it counts nowhere. A
face without landmarks (a profile) counts for recall only.

A face is found if a detection overlaps its box by `FOUND` or more; low, because detectors
draw their boxes by different rules. Landmarks err by a share of the distance between the eyes,
which for a head turned away is at least a third of the face's height.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from adsum.app.ports.pictures import PictureDecoder
from adsum.errors import InvalidInput
from adsum.vision.dress import Mask, dress
from adsum.vision.scales import iou
from adsum.vision.stages import Detector
from adsum.vision.types import Box, Face, Image, Points

FOUND = 0.4
# Pixels of a face's longer side below which it counts as small; share of the distance between the
# eyes that the nose is off their middle, above which the head counts as turned.
SMALL, TURNED = 60.0, 0.3
BOX = ("x", "y", "width", "height")
POINTS = tuple(
    f"{part}_{axis}"
    for part in ("right_eye", "left_eye", "nose", "right_mouth", "left_mouth")
    for axis in "xy"
)


class BadTruth(InvalidInput):
    """The file of marked faces cannot be read; the message says which line."""

    code = "evaluate.bad_truth"
    remedy = f"Give a CSV file with the columns photo,what,{','.join((*BOX, *POINTS))}."


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """One face that somebody marked. landmarks: None where they cannot be seen."""

    box: Box
    landmarks: Points | None

    @property
    def small(self) -> bool:
        return max(self.box.width, self.box.height) < SMALL

    @property
    def turned(self) -> bool:
        """Whether the head is turned to the side by more than about 25 degrees."""
        if self.landmarks is None:
            return True
        right, left, nose = self.landmarks[:3].astype(np.float64)
        across = left - right
        off = (nose - (right + left) / 2) @ across / max(float(across @ across), 1e-9)
        return abs(float(off)) > TURNED

    @property
    def unit(self) -> float:
        """What landmark errors are divided by, in pixels."""
        assert self.landmarks is not None
        eyes = float(np.hypot(*(self.landmarks[1] - self.landmarks[0])))
        return max(eyes, self.box.height / 3)


@dataclass(frozen=True, slots=True)
class Photo:
    """The marked faces of one photo, and what is not to be judged."""

    path: Path
    faces: tuple[Marked, ...]
    ignored: tuple[Box, ...]


def read_truth(file: Path, images: Sequence[Path]) -> list[Photo]:
    """Read the marked faces; each photo is looked for under all of `images`.

    Raises:
        BadTruth: the file cannot be read, or a photo is in none of the folders.
    """
    found: dict[str, tuple[list[Marked], list[Box]]] = {}
    try:
        with file.open(newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                faces, ignored = found.setdefault(row["photo"], ([], []))
                box = Box(*(float(row[name]) for name in BOX))
                if row["what"] == "ignore":
                    ignored.append(box)
                else:
                    faces.append(Marked(box, _landmarks(row)))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise BadTruth(f"{file} cannot be read: {error}") from error
    return [
        Photo(_find(name, images), tuple(faces), tuple(ignored))
        for name, (faces, ignored) in found.items()
    ]


def _landmarks(row: dict[str, str]) -> Points | None:
    if not row[POINTS[0]]:
        return None
    return np.array([float(row[name]) for name in POINTS], np.float32).reshape(5, 2)


def _find(name: str, images: Sequence[Path]) -> Path:
    for folder in images:
        if (folder / name).is_file():
            return folder / name
    raise BadTruth(f"there is no {name} in {', '.join(map(str, images))}")


@dataclass(slots=True)
class Score:
    """What one detector made of all photos."""

    found: list[tuple[Marked, Face]] = field(default_factory=list)
    missed: list[Marked] = field(default_factory=list)
    false: int = 0
    photos: int = 0
    seconds: float = 0.0

    def add(self, photo: Photo, faces: Sequence[Face], seconds: float) -> None:
        """Count the `faces` that the detector saw on `photo`: each marked face takes the
        detection that overlaps it most."""
        left = list(faces)
        for marked in photo.faces:
            best = max(left, key=lambda face: iou(face.box, marked.box), default=None)
            if best is None or iou(best.box, marked.box) < FOUND:
                self.missed.append(marked)
                continue
            left = [face for face in left if face is not best]
            self.found.append((marked, best))
        self.false += sum(not _inside(face.box, photo) for face in left)
        self.photos += 1
        self.seconds += seconds

    def to_json(self) -> dict[str, Any]:
        kinds = {
            "all": lambda _: True,
            "small": lambda marked: marked.small,
            "turned": lambda marked: marked.turned,
        }
        away = [
            np.linalg.norm(face.landmarks - marked.landmarks, axis=1).mean() / marked.unit
            for marked, face in self.found
            if marked.landmarks is not None
        ]
        overlaps = [iou(face.box, marked.box) for marked, face in self.found]
        return {
            "recall": {name: self._recall(kind) for name, kind in kinds.items()},
            "false_per_photo": self.false / max(1, self.photos),
            "box_overlap": float(np.median(overlaps)) if overlaps else 0.0,
            "landmark_error": float(np.mean(away)) if away else None,
            "ms_per_photo": 1000 * self.seconds / max(1, self.photos),
        }

    def _recall(self, kind: Any) -> list[int]:
        found = sum(bool(kind(marked)) for marked, _ in self.found)
        return [found, found + sum(bool(kind(marked)) for marked in self.missed)]


def _inside(box: Box, photo: Photo) -> bool:
    """Whether a further detection is of what is not judged, or of a face a second time."""
    x, y = box.centre
    known = [*photo.ignored, *(marked.box for marked in photo.faces)]
    return any(b.x <= x <= b.x + b.width and b.y <= y <= b.y + b.height for b in known)


def score(
    detector: Detector, photos: Sequence[Photo], decoder: PictureDecoder, masks: Sequence[Mask]
) -> dict[str, Any]:
    """Return one detector's row; with `masks`, every frontal face is then dressed and sought again.

    The first photo is looked at twice, once without the clock: models get ready at their first use.
    """
    plain, masked = Score(), Score()
    for number, photo in enumerate(photos):
        image = decoder.decode(photo.path.read_bytes())
        if number == 0:
            detector.detect(image)
        _look(detector, photo, image, plain)
        dressed = _dressed(photo, image, masks, number) if masks else None
        if dressed is not None:
            _look(detector, *dressed, masked)
    return plain.to_json() | ({"masked": masked.to_json()} if masks else {})


def _look(detector: Detector, photo: Photo, image: Image, into: Score) -> None:
    start = time.perf_counter()
    faces = detector.detect(image)
    into.add(photo, faces, time.perf_counter() - start)


def _dressed(
    photo: Photo, image: Image, masks: Sequence[Mask], number: int
) -> tuple[Photo, Image] | None:
    """Dress the faces that look ahead; the others are then not judged."""
    ahead = [face for face in photo.faces if face.landmarks is not None and not face.turned]
    for index, face in enumerate(ahead):
        assert face.landmarks is not None
        image = dress(image, face.landmarks, masks[(number + index) % len(masks)])
    others = tuple(face.box for face in photo.faces if face not in ahead)
    known = Photo(photo.path, tuple(ahead), (*photo.ignored, *others))
    return (known, image) if ahead else None


HEAD = (
    "Detector", "found", "small", "turned", "masked", "false per photo", "box overlap",
    "landmarks off", "masked: landmarks off", "time, first row's = 1",
)  # fmt: skip


def table(rows: dict[str, dict[str, Any]]) -> str:
    """Return the rows as a Markdown table; times as multiples of the first row's."""
    lines = [f"| {' | '.join(HEAD)} |", "|---" * len(HEAD) + "|"]
    first = next(iter(rows.values()))["ms_per_photo"]
    for name, row in rows.items():
        masked = row.get("masked", {"recall": {"all": [0, 0]}, "landmark_error": None})
        cells = [f"`{name}`", *(_share(row["recall"][kind]) for kind in ("all", "small", "turned"))]
        cells += [_share(masked["recall"]["all"]), f"{row['false_per_photo']:.2f}"]
        cells += [f"{row['box_overlap']:.2f}", _percent(row), _percent(masked)]
        cells.append(f"{row['ms_per_photo'] / first:.1f}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _share(counts: Sequence[int]) -> str:
    found, of = counts
    return f"{100 * found / of:.1f} % of {of}" if of else ""


def _percent(row: dict[str, Any]) -> str:
    return "" if row["landmark_error"] is None else f"{100 * row['landmark_error']:.1f} %"
