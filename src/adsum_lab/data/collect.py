"""Collecting a tree of photos from a camera, a film, a stream or a folder of photos."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from adsum.app.ports.video import FrameSource
from adsum.errors import AdsumError
from adsum.imaging.decode import PhotoDecoder
from adsum.vision.choose import main_face
from adsum.vision.enrolment import EnrolmentIndex, EnrolmentRule
from adsum.vision.pipeline import FacePipeline
from adsum.vision.quality import QualityGate
from adsum.vision.types import DescribedFace, Face, Image
from adsum_lab.data.tree import scan
from adsum_lab.errors import BadData

# How much of the surroundings is kept: the face's box, so many times as wide and as high.
AROUND = 2.0
QUALITY = 95


@dataclass(frozen=True, slots=True)
class Wishes:
    """name: whose every face is; None: faces are told apart and numbered.
    most: faces of each person, 0 for all. same: from which similarity on a face belongs to somebody
    who was seen before."""

    name: str | None = None
    most: int = 0
    same: float = 0.45


@dataclass(slots=True)
class Report:
    """kept: faces by person. dropped: how often, by reason. looked: frames looked at."""

    looked: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)

    def to_json(self) -> dict[str, Any]:
        return {"looked": self.looked, "kept": dict(self.kept), "dropped": dict(self.dropped)}


class Collector:
    """Writes good, new faces into a tree: one folder per person, one picture per face."""

    def __init__(self, pipeline: FacePipeline, folder: Path, wishes: Wishes) -> None:
        self._pipeline, self._folder, self._wishes = pipeline, folder, wishes
        self._seen, self._gate, self._rule = EnrolmentIndex(), QualityGate(), EnrolmentRule()
        self.report = Report()

    def remember(self) -> None:
        """Take what an earlier collection left in the folder as seen: it goes on."""
        if not self._folder.is_dir() or not any(self._folder.iterdir()):
            return
        for name, photos in scan(self._folder).people.items():
            for photo in photos:
                image = PhotoDecoder().decode(photo.read_bytes())
                face = main_face(self._pipeline.detect(image), image)
                if face is not None:
                    vector = self._pipeline.describe(image, face).embedding.vector
                    self._seen.add(name, vector)
                self.report.kept[name] += 1

    def look(self, image: Image) -> None:
        """Keep the usable faces of one picture; with a name given, only the main one."""
        self.report.looked += 1
        if image.size == 0:
            self.report.dropped["the picture cannot be read"] += 1
            return
        faces = self._pipeline.detect(image)
        if self._wishes.name is not None:
            main = main_face(faces, image)
            faces = [main] if main is not None else []
        if not faces:
            self.report.dropped["no face in the picture"] += 1
        for face in faces:
            self._judge(image, self._pipeline.describe(image, face))

    def finish(self) -> Report:
        """Write the report into the folder and return it.

        Raises:
            BadData: no face was kept.
        """
        if not self.report.kept:
            raise BadData(f"no usable face: {dict(self.report.dropped)}")
        (self._folder / "collected.json").write_text(json.dumps(self.report.to_json(), indent=1))
        return self.report

    def _judge(self, image: Image, found: DescribedFace) -> None:
        # The first reason is enough, without its numbers.
        complaints = self._gate.complaints(found.quality)
        if complaints:
            self.report.dropped[complaints[0].partition(":")[0]] += 1
            return
        vector = found.embedding.vector
        person = self._wishes.name or self._whose(vector)
        if self._rule.is_duplicate(self._seen.compare(person, vector)):
            self.report.dropped["nearly the same as one before"] += 1
        elif self._wishes.most and self.report.kept[person] >= self._wishes.most:
            self.report.dropped["enough of this person"] += 1
        else:
            self._seen.add(person, vector)
            self._write(person, image, found.face)

    def _whose(self, vector: np.ndarray) -> str:
        nearest = self._seen.compare("", vector)
        if nearest.other_id is not None and (nearest.other or 0) >= self._wishes.same:
            return nearest.other_id
        number = 1
        while f"person-{number:03}" in self.report.kept:
            number += 1
        return f"person-{number:03}"

    def _write(self, person: str, image: Image, face: Face) -> None:
        folder = self._folder / person
        folder.mkdir(parents=True, exist_ok=True)
        number = self.report.kept[person] + 1
        while (path := folder / f"{person}_{number:04}.jpg").exists():
            number += 1
        cv2.imwrite(str(path), surroundings(image, face), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        self.report.kept[person] += 1


def collect(source: FrameSource, collector: Collector, every: float) -> Iterator[Report]:
    """Look at a frame `every` seconds until the source ends; yield the report so far after each. A
    source that is given up early is closed."""
    due = -np.inf
    with closing(source):
        for frame in source.frames():
            if frame.at < due:
                continue
            due = frame.at + every
            collector.look(frame.full())
            yield collector.report


def readable(path: Path) -> Image:
    """Read a picture file as BGR; one that cannot be read comes as a picture without pixels, which
    the collector reports."""
    try:
        return PhotoDecoder().decode(path.read_bytes())
    except (OSError, AdsumError):
        return np.zeros((0, 0, 3), np.uint8)


def surroundings(image: Image, face: Face) -> Image:
    """Return the face with what is around it, as far as the image reaches."""
    box, (height, width) = face.box, image.shape[:2]
    (x, y), half = box.centre, AROUND / 2 * np.array([box.width, box.height])
    left, top = int(max(0, x - half[0])), int(max(0, y - half[1]))
    right, bottom = int(min(width, x + half[0] + 1)), int(min(height, y + half[1] + 1))
    return image[top:bottom, left:right]
