"""Open-set identification: "who of the enrolled is this, if anybody?"

People with more than `enrol` photos are enrolled with their first `enrol` (by file name), their
other photos are probes; people with one photo are strangers, who must be refused. People between
are left out. Photos are compared by the product's own `Gallery`.

FPIR is the share of strangers whose best similarity to anybody is >= the threshold. FNIR is the
share of probes that are missed: the right person is not rank 1, or is below the threshold. Photos
in which no face was found count: a probe as missed, a stranger as refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adsum.errors import InvalidInput
from adsum.evaluation import curves
from adsum.evaluation.curves import Labels, NothingToMeasure, Scores
from adsum.evaluation.embed import Embedded, PhotoEmbedder, Progress
from adsum.evaluation.pairs import SUFFIXES, MissingPhotos
from adsum.vision.gallery import DecisionRule, Gallery
from adsum.vision.matchers import BLEND, Matcher
from adsum.vision.types import Embedding

FPIRS = (0.01, 0.001)
RANKS = 20
NO_FACE = -1.0
# Probes compared at once: bounds the probes x people matrix.
CHUNK = 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """At most so many probes a person and strangers in all (the first by file name); 0: all."""

    probes: int = 0
    strangers: int = 0


@dataclass(frozen=True, slots=True)
class Split:
    """Who plays which part: photos to enrol and probes by person, and the strangers' photos."""

    enrolled: dict[str, tuple[Path, ...]]
    probes: tuple[tuple[str, Path], ...]
    strangers: tuple[Path, ...]

    def limited(self, limits: Limits) -> Split:
        """Return a part of the probes and strangers."""
        taken: dict[str, int] = {}
        probes = []
        for person, path in self.probes:
            taken[person] = taken.get(person, 0) + 1
            if not limits.probes or taken[person] <= limits.probes:
                probes.append((person, path))
        return Split(self.enrolled, tuple(probes), self.strangers[: limits.strangers or None])

    def gallery_paths(self) -> list[Path]:
        """Return the photos to enrol."""
        return [path for photos in self.enrolled.values() for path in photos]

    def probe_paths(self) -> list[Path]:
        """Return the probes', then the strangers' photos."""
        return [path for _, path in self.probes] + list(self.strangers)

    def paths(self) -> list[Path]:
        """Return every photo that is needed."""
        return self.gallery_paths() + self.probe_paths()


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What the gallery answers to n photos. Failed photos have scores of -1.

    own: similarity to the right person (-1 for strangers). best, second: to the nearest and the
    second person. rank: of the right person, from 1; people of equal similarity go before it;
    0 if it is not in the list (strangers, failures).
    """

    own: Scores
    best: Scores
    second: Scores
    rank: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Identification:
    """The result for answers to probes and strangers; see the module for the rates."""

    gallery: int
    probes: Answers
    strangers: Answers

    @property
    def rank1(self) -> float:
        """Share of probes whose nearest person is the right one, whatever the similarity."""
        return float(np.mean(self.probes.rank == 1))

    def cmc(self, ranks: int = RANKS) -> list[float]:
        """Return the share of probes whose right person is among the nearest 1, 2, ... `ranks`."""
        rank = self.probes.rank
        return [float(np.mean((rank >= 1) & (rank <= limit))) for limit in range(1, ranks + 1)]

    def threshold_at_fpir(self, fpir: float) -> float:
        """Return the lowest threshold at which FPIR is at most `fpir`."""
        return curves.threshold_at_rate(self.strangers.best, fpir)

    def fnir(self, threshold: float) -> float:
        """Return the share of probes that are missed at `threshold`."""
        return float(np.mean((self.probes.rank != 1) | (self.probes.own < threshold)))

    def fpir(self, threshold: float) -> float:
        """Return the share of strangers that are taken for somebody at `threshold`."""
        return float(np.mean(self.strangers.best >= threshold))

    def at_rule(self, rule: DecisionRule) -> dict[str, float]:
        """Return the rates with a threshold and a margin, as the product decides."""
        found = _accepted(self.probes, rule) & (self.probes.rank == 1)
        return {
            "threshold": rule.threshold,
            "margin": rule.margin,
            "fpir": float(np.mean(_accepted(self.strangers, rule))),
            "fnir": float(np.mean(~found)),
        }

    def to_json(self) -> dict[str, Any]:
        thresholds = [self.threshold_at_fpir(fpir) for fpir in FPIRS]
        return {
            "rank1": self.rank1,
            "fnir_at_fpir": curves.keyed(FPIRS, [self.fnir(t) for t in thresholds]),
            "threshold_at_fpir": curves.keyed(FPIRS, thresholds),
            "default_rule": self.at_rule(DecisionRule()),
            "cmc": self.cmc(),
            "gallery": self.gallery,
            "probes": len(self.probes.rank),
            "strangers": len(self.strangers.rank),
        }


@dataclass(frozen=True, slots=True, eq=False)
class IdentificationRun:
    """A result with what it took: photos, how many failed, seconds."""

    result: Identification
    photos: Embedded
    parts: Split

    def to_json(self) -> dict[str, Any]:
        noticed = {"masks_noticed": self.masks_noticed()}
        whole = {"protocol": "identification"} | self.result.to_json() | self.photos.to_json()
        return whole | noticed

    def masks_noticed(self) -> dict[str, tuple[int, int]]:
        """Return on how many of how many faces a mask was seen: of the enrolled, of those shown."""
        covered, parts = self.photos.covered, self.parts
        chances = {
            "enrolled": [covered[path] for path in parts.gallery_paths() if path in covered],
            "shown": [covered[path] for path in parts.probe_paths() if path in covered],
        }
        return {who: (sum(c > 0.5 for c in seen), len(seen)) for who, seen in chances.items()}


def split(images: Path, enrol: int) -> Split:
    """Give every person folder of `images` its part.

    Raises:
        InvalidInput: `enrol` is below 1.
        MissingPhotos: `images` cannot be read.
        NothingToMeasure: nobody to enrol, or no stranger.
    """
    if enrol < 1:
        raise InvalidInput("at least 1 photo must be enrolled", remedy="Give --enrol 1 or more.")
    try:
        folders = sorted(folder for folder in images.iterdir() if folder.is_dir())
    except OSError as error:
        raise MissingPhotos(f"{images} cannot be read: {error.strerror}") from error
    enrolled: dict[str, tuple[Path, ...]] = {}
    probes: list[tuple[str, Path]] = []
    strangers: list[Path] = []
    for folder in folders:
        photos = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
        if len(photos) > enrol:
            enrolled[folder.name] = tuple(photos[:enrol])
            probes += [(folder.name, path) for path in photos[enrol:]]
        elif len(photos) == 1:
            strangers += photos
    if not probes or not strangers:
        raise NothingToMeasure(
            f"{images} has {len(enrolled)} people with more than {enrol} photos "
            f"and {len(strangers)} with one; both are needed"
        )
    return Split(enrolled, tuple(probes), tuple(strangers))


def evaluate(
    images: Path,
    enrol: int,
    embedder: PhotoEmbedder,
    progress: Progress | None = None,
    *,
    probes: PhotoEmbedder | None = None,
    limits: Limits | None = None,
) -> IdentificationRun:
    """Embed the photos under `images` and measure open-set identification on them.

    `probes` embeds the probes and strangers where they are seen otherwise than the gallery (with a
    mask, say).

    Raises:
        InvalidInput, MissingPhotos, NothingToMeasure: see `split`.
    """
    parts = split(images, enrol).limited(limits or Limits())
    if probes is None:
        photos = embedder.embed(parts.paths(), progress)
    else:
        bare = embedder.embed(parts.gallery_paths(), progress)
        photos = bare.joined(probes.embed(parts.probe_paths(), progress))
    return measure(parts, photos)


def measure(parts: Split, photos: Embedded, matcher: Matcher = BLEND) -> IdentificationRun:
    """Compare the embedded photos by their parts."""
    gallery = Gallery(
        [
            (person, photos.embeddings[path].vector)
            for person, paths in parts.enrolled.items()
            for path in paths
            if path in photos.embeddings
        ],
        next((embedding.made_by for embedding in photos.embeddings.values()), None),
        matcher=matcher,
    )
    shown = [photos.embeddings.get(path) for _, path in parts.probes]
    strange = [photos.embeddings.get(path) for path in parts.strangers]
    result = Identification(
        len(parts.enrolled),
        ask(gallery, shown, [person for person, _ in parts.probes]),
        ask(gallery, strange, [None] * len(strange)),
    )
    return IdentificationRun(result, photos, parts)


def ask(
    gallery: Gallery, probes: Sequence[Embedding | None], people: Sequence[str | None]
) -> Answers:
    """Compare each probe (None where the photo failed) with the gallery; `people` are the truth."""
    numbers = {person: number for number, person in enumerate(gallery.people)}
    answers = Answers(
        np.full(len(probes), NO_FACE),
        np.full(len(probes), NO_FACE),
        np.full(len(probes), NO_FACE),
        np.zeros(len(probes), np.intp),
    )
    seen = [(i, probe) for i, probe in enumerate(probes) if probe is not None]
    for start in range(0, len(seen) if len(gallery) else 0, CHUNK):
        chunk = seen[start : start + CHUNK]
        similar = gallery.similarities([probe for _, probe in chunk]).astype(np.float64)
        for (i, _), row in zip(chunk, similar, strict=True):
            _answer(answers, i, row, numbers.get(people[i] or ""))
    return answers


def _answer(answers: Answers, i: int, row: Scores, right: int | None) -> None:
    answers.best[i] = row.max()
    if len(row) > 1:
        answers.second[i] = np.partition(row, -2)[-2]
    if right is not None:
        answers.own[i] = row[right]
        answers.rank[i] = np.count_nonzero(row >= row[right])


def _accepted(answers: Answers, rule: DecisionRule) -> Labels:
    return np.array(
        [
            rule.accepts(float(best), float(second))
            for best, second in zip(answers.best, answers.second, strict=True)
        ],
        dtype=np.bool_,
    )
