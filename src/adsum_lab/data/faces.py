"""Faces cut out of photos by Adsum's own detector, upright and of one size, kept in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import cv2
import numpy as np
from numpy.typing import NDArray

from adsum.errors import AdsumError
from adsum.imaging.decode import PhotoDecoder
from adsum.vision.align import ARCFACE_112, similarity
from adsum.vision.choose import main_face
from adsum.vision.stages import Detector
from adsum.vision.types import Box, Face, Points
from adsum_lab.data.tree import Tree
from adsum_lab.errors import BadData

# How much of the crop the ArcFace frame takes: the rest is hair, ears and neck.
INNER = 0.75


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """pictures: n x side x side x 3, BGR. landmarks: n x 5 x 2 in their pixels. labels: n, into
    `names`. sources: where each came from. faults: photos without a usable face, in words."""

    pictures: NDArray[np.uint8]
    landmarks: NDArray[np.float32]
    labels: NDArray[np.int64]
    names: tuple[str, ...]
    sources: tuple[str, ...]
    faults: tuple[str, ...] = ()

    def face(self, index: int) -> Face:
        """Return picture `index` as a detected face."""
        points = self.landmarks[index]
        (left, top), (right, bottom) = points.min(0), points.max(0)
        width, height = float(right - left), float(bottom - top)
        # A detector's box reaches from hairline to chin and from ear to ear.
        box = Box(float(left) - 0.45 * width, float(top) - 0.7 * height, 1.9 * width, 2.2 * height)
        return Face(box, points, 1.0)

    def save(self, path: Path) -> None:
        """Write a compressed .npz file, which `load` reads without unpickling anything."""
        texts = json.dumps([self.names, self.sources, self.faults])
        np.savez_compressed(
            path,
            pictures=self.pictures,
            landmarks=self.landmarks,
            labels=self.labels,
            texts=np.array(texts),
        )


def load(path: Path) -> Faces:
    """Read what `save` wrote.

    Raises:
        BadData: the file is damaged or something else.
    """
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            names, sources, faults = (tuple(t) for t in json.loads(str(file["texts"])))
            return Faces(
                file["pictures"], file["landmarks"], file["labels"], names, sources, faults
            )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise BadData(f"{path} holds no faces: {error}") from error


class Cut(NamedTuple):
    """picture: side x side x 3, BGR. landmarks: 5 x 2 in its pixels. label: whose, a place in the
    list of names. source: which photo it is of."""

    picture: NDArray[np.uint8]
    landmarks: NDArray[np.float32]
    label: int
    source: str


def each(photos: Iterable[tuple[int, Path]], detector: Detector, side: int) -> Iterator[Cut | str]:
    """Yield the main face of each of `photos` (label, file); where one cannot be read or shows no
    face, what is wrong, in words."""
    decoder = PhotoDecoder()
    for label, path in photos:
        source = f"{path.parent.name}/{path.name}"
        try:
            image = decoder.decode(path.read_bytes())
        except (OSError, AdsumError) as error:
            yield f"{source}: {error}"
            continue
        face = main_face(detector.detect(image), image)
        if face is None:
            yield f"{source}: no face"
        else:
            yield Cut(*_upright(image, face.landmarks, side), label, source)


def cut(tree: Tree, names: Iterable[str], detector: Detector, side: int, most: int = 0) -> Faces:
    """Cut out the main face of the first `most` usable photos of each person (0: of all).

    A photo that cannot be read or shows no face is a fault, and the next one takes its place.

    Raises:
        BadData: no photo shows a face.
    """
    people, kept, faults = tuple(names), list[Cut](), list(tree.faults)
    for label, name in enumerate(people):
        found = 0
        for one in each(((label, path) for path in tree.people[name]), detector, side):
            if isinstance(one, str):
                faults.append(one)
                continue
            kept.append(one)
            found += 1
            if found == most:
                break
    if not kept:
        raise BadData("no photo shows a face")
    pictures, landmarks, labels, sources = zip(*kept, strict=True)
    return Faces(
        np.stack(pictures), np.stack(landmarks), np.array(labels), people, sources, tuple(faults)
    )


def upright_face(side: int) -> Face:
    """Return the face that fills the frame of a picture cut out with `side` pixels."""
    return Face(Box(0, 0, side, side), frame(side), 1.0)


def frame(side: int) -> Points:
    """Return where the five landmarks of a frontal face lie in a crop of `side` pixels."""
    return ((ARCFACE_112 - 56) * (side * INNER / 112) + side / 2).astype(np.float32)


def _upright(
    image: NDArray[np.uint8], landmarks: Points, side: int
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    matrix = similarity(landmarks, frame(side))
    crop = cv2.warpAffine(image, matrix, (side, side), borderMode=cv2.BORDER_REPLICATE)
    points = landmarks @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(crop, np.uint8), points.astype(np.float32)
