"""Is the promise kept? Galleries are drawn from labelled people, calibrated on themselves, and
asked about people who had no part in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from adsum.errors import InvalidInput
from adsum.evaluation.curves import NothingToMeasure, Scores
from adsum.evaluation.embed import PhotoEmbedder, Progress
from adsum.evaluation.pairs import SUFFIXES, MissingPhotos
from adsum.vision.calibration import gallery_scores, promise
from adsum.vision.matchers import BLEND
from adsum.vision.types import Vector

PHOTOS = 3


def evaluate(
    images: Path, embedder: PhotoEmbedder, progress: Progress | None = None
) -> dict[str, Vector]:
    """Embed up to `PHOTOS` photos of everybody under `images`, one folder a person."""
    try:
        folders = sorted(folder for folder in images.iterdir() if folder.is_dir())
    except OSError as error:
        raise MissingPhotos(f"{images} cannot be read: {error.strerror}") from error
    photos = {
        folder.name: sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES)[:PHOTOS]
        for folder in folders
    }
    found = embedder.embed([path for paths in photos.values() for path in paths], progress)
    rows = {
        name: [found.embeddings[path].vector for path in paths if path in found.embeddings]
        for name, paths in photos.items()
    }
    return {name: np.stack(vectors) for name, vectors in rows.items() if vectors}


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """What became of one promise with galleries of one size.

    ratios: for each gallery, the strangers who were taken for somebody, as a multiple of the stated
    rate. thresholds: what each gallery found.
    """

    people: int
    rate: float
    ratios: Scores
    thresholds: Scores

    def to_json(self) -> dict[str, Any]:
        return {
            "people": self.people,
            "per_1000": 1000 * self.rate,
            "galleries": len(self.ratios),
            "mean": float(self.ratios.mean()),
            "worst": float(self.ratios.max()),
            "beyond_twice": float(np.mean(self.ratios > 2)),
            "threshold": float(self.thresholds.mean()),
        }


def measure(
    people: Mapping[str, Vector], sizes: Sequence[int], rates: Sequence[float], draws: int
) -> Iterator[Kept]:
    """Yield the outcome for each size and rate; `people` are unit vectors (n x d) by person.

    A gallery is `size` people with two photos or more, enrolled with up to three; everybody else's
    first photo is a stranger.

    Raises:
        NothingToMeasure: there are not enough people with two photos.
    """
    several = [name for name, rows in people.items() if len(rows) > 1]
    if draws < 1:
        raise InvalidInput("at least 1 gallery must be drawn", remedy="Give --draws 1 or more.")
    if len(several) < max(sizes) or len(people) == max(sizes):
        raise NothingToMeasure(
            f"{len(several)} of {len(people)} people have two photos; {max(sizes)} and a stranger "
            "are needed"
        )
    for size in sizes:
        random = np.random.default_rng(size)
        drawn = [random.choice(len(several), size, replace=False) for _ in range(draws)]
        for rate in rates:
            found = [_one(people, [several[n] for n in chosen], rate) for chosen in drawn]
            yield Kept(size, rate, np.array([r for r, _ in found]), np.array([t for _, t in found]))


def _one(people: Mapping[str, Vector], chosen: Sequence[str], rate: float) -> tuple[float, float]:
    enrolled = {name: people[name][:PHOTOS] for name in chosen}
    strangers = np.stack([rows[0] for name, rows in people.items() if name not in enrolled])
    rule = promise(gallery_scores(enrolled), rate).rule
    best = np.sort(BLEND(list(enrolled.values()))(strangers), axis=1)[:, -2:]
    let_in = (best[:, 1] >= rule.threshold) & (best[:, 1] - best[:, 0] >= rule.margin)
    return float(let_in.mean()) / rate, rule.threshold
