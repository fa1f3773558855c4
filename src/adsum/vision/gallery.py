"""The gallery: everybody who is enrolled, and the open-set question "who is this, if anybody?"

Exact search: one matrix product over all templates, or an `ExactIndex` where there are many. What
makes a person similar is the matcher's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from adsum.errors import AdsumError
from adsum.vision.index import ExactIndex
from adsum.vision.matchers import BLEND, Matcher, Score
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

    def squeezed(self, by: float) -> DecisionRule:
        """Return the rule for similarities whose distances from 1 are so many times smaller."""
        return DecisionRule(1 - (1 - self.threshold) / by, self.margin / by)

    def accepts(self, score: float, runner_up: float | None) -> bool:
        return score >= self.threshold and (runner_up is None or score - runner_up >= self.margin)


class Gallery:
    """An immutable set of people with one or more embeddings each."""

    def __init__(
        self,
        templates: Iterable[tuple[str, Vector]],
        made_by: RecogniserId | None = None,
        rule: DecisionRule | None = None,
        *,
        matcher: Matcher = BLEND,
        index: ExactIndex | None = None,
    ) -> None:
        """Build from (person id, unit vector) in any order; `made_by` names their recogniser.

        rule: calibrated on these very templates; it then goes before any other. index: holds the
        same people with the same matcher; questions are then answered by it.
        """
        self.rule = rule
        self.made_by = made_by
        rows: dict[str, list[Vector]] = {}
        for person_id, vector in templates:
            rows.setdefault(person_id, []).append(vector)
        self._templates = rows
        self.people: tuple[str, ...] = tuple(rows)
        self._matcher = matcher
        self._index = index

    def __len__(self) -> int:
        return len(self.people)

    def by_person(self) -> dict[str, Vector]:
        """Return each person's unit vectors (n x d)."""
        return {person_id: np.stack(rows) for person_id, rows in self._templates.items()}

    def similarities(self, probes: Sequence[Embedding]) -> Vector:
        """Return probes x people: each probe's similarity to each person, as the matcher has it.

        Raises:
            MixedRecognisers: a probe was made by another recogniser than the gallery.
        """
        queries = self._queries(probes)
        if not len(queries) or not self.people:
            return np.zeros((len(probes), len(self.people)), np.float32)
        return self._score(queries)

    def match(self, probes: Sequence[Embedding], rule: DecisionRule) -> list[Match]:
        """Answer each probe with a person or "unknown", by the gallery's own rule if it has one."""
        decisive = self.rule or rule
        if self._index is None:
            return [self._decide(row, decisive) for row in self.similarities(probes)]
        return [decide(best, decisive) for best in self._index.nearest(self._queries(probes))]

    @cached_property
    def _score(self) -> Score:
        return self._matcher(list(self.by_person().values()))

    def _queries(self, probes: Sequence[Embedding]) -> Vector:
        for probe in probes:
            if self.made_by is not None and probe.made_by != self.made_by:
                raise MixedRecognisers(
                    f"the gallery was made by {self.made_by}, the probe by {probe.made_by}"
                )
        return np.stack([probe.vector for probe in probes]) if probes else np.zeros((0, 0), "f4")

    def _decide(self, scores: Vector, rule: DecisionRule) -> Match:
        count = min(2, len(scores))
        best = np.argpartition(-scores, count - 1)[:count] if count else ()
        pairs = [(self.people[number], float(scores[number])) for number in best]
        return decide(sorted(pairs, key=lambda pair: -pair[1]), rule)


def decide(best: Sequence[tuple[str, float]], rule: DecisionRule) -> Match:
    """Return the answer where `best` are the two most similar people, the most similar first."""
    if not best:
        return Match(None, None, None, None)
    nearest, score = best[0]
    second = best[1][1] if len(best) > 1 else None
    return Match(nearest if rule.accepts(score, second) else None, score, second, nearest)
