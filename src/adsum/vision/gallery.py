"""The gallery: everybody who is enrolled, and the open-set question "who is this, if anybody?"

Exact search: one matrix product over all templates. A person's similarity is the mean of two views:
the nearest of the person's templates (some photo may show this very pose) and the fused template
(their normalised mean, in which what is peculiar to single photos cancels out).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from adsum.errors import AdsumError
from adsum.vision.types import Embedding, Match, RecogniserId, Vector


class MixedRecognisers(AdsumError):
    """Embeddings of different models or precisions met in one gallery."""

    code = "gallery.mixed_recognisers"
    remedy = "Re-embed the gallery with one recogniser."


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """When the nearest person is the answer.

    threshold: least similarity (cosine). 0.5 lets about 1 stranger in 1,000 through in a gallery
        of 300 people enrolled with 3 photos each (`adsum evaluate identification`).
    margin: least lead over the second person, so that two look-alikes are "unknown" rather than a
    coin toss.
    """

    threshold: float = 0.5
    margin: float = 0.05

    def accepts(self, score: float, runner_up: float | None) -> bool:
        return score >= self.threshold and (runner_up is None or score - runner_up >= self.margin)


def fuse(vectors: Vector) -> Vector:
    """Return the normalised mean of unit `vectors` (n x d)."""
    mean = vectors.mean(axis=0)
    length = float(np.linalg.norm(mean))
    return np.asarray(mean / length if length > 0 else vectors[0], dtype=np.float32)


class Gallery:
    """An immutable set of people with one or more embeddings each."""

    def __init__(
        self,
        templates: Iterable[tuple[str, Vector]],
        made_by: RecogniserId | None = None,
        rule: DecisionRule | None = None,
    ) -> None:
        """Build from (person id, unit vector) in any order; `made_by` names their recogniser.

        `rule`: calibrated on these very templates; it then goes before any other.
        """
        self.rule = rule
        by_person: dict[str, list[Vector]] = {}
        for person_id, vector in templates:
            by_person.setdefault(person_id, []).append(vector)
        self.made_by = made_by
        self.people: tuple[str, ...] = tuple(by_person)
        rows = [np.stack(vectors) for vectors in by_person.values()]
        self._templates = np.concatenate(rows) if rows else np.zeros((0, 0), np.float32)
        self._fused = np.stack([fuse(r) for r in rows]) if rows else np.zeros((0, 0), np.float32)
        counts = [len(r) for r in rows]
        self._starts = np.cumsum([0, *counts[:-1]]) if rows else np.zeros(0, np.intp)

    def __len__(self) -> int:
        return len(self.people)

    def by_person(self) -> dict[str, Vector]:
        """Return each person's unit vectors (n x d)."""
        if not self.people:
            return {}
        return dict(zip(self.people, np.split(self._templates, self._starts[1:]), strict=True))

    def similarities(self, probes: Sequence[Embedding]) -> Vector:
        """Return probes x people: each probe's similarity (cosine, -1 to 1) to each person.

        Raises:
            MixedRecognisers: a probe was made by another recogniser than the gallery.
        """
        for probe in probes:
            if self.made_by is not None and probe.made_by != self.made_by:
                raise MixedRecognisers(
                    f"the gallery was made by {self.made_by}, the probe by {probe.made_by}"
                )
        if not probes or not self.people:
            return np.zeros((len(probes), len(self.people)), np.float32)
        queries = np.stack([probe.vector for probe in probes])
        nearest = np.maximum.reduceat(queries @ self._templates.T, self._starts, axis=1)
        return np.asarray((nearest + queries @ self._fused.T) / 2, dtype=np.float32)

    def match(self, probes: Sequence[Embedding], rule: DecisionRule) -> list[Match]:
        """Answer each probe with a person or "unknown", by the gallery's own rule if it has one."""
        decisive = self.rule or rule
        return [self._decide(row, decisive) for row in self.similarities(probes)]

    def _decide(self, scores: Vector, rule: DecisionRule) -> Match:
        if not self.people:
            return Match(None, None, None, None)
        best = int(np.argmax(scores))
        score = float(scores[best])
        second = float(np.partition(scores, -2)[-2]) if len(scores) > 1 else None
        nearest = self.people[best]
        accepted = rule.accepts(score, second)
        return Match(nearest if accepted else None, score, second, nearest)
