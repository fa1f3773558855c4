"""A threshold from the gallery's own people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from adsum.app.ports.store import Store
from adsum.vision.calibration import Promise, TooFewPeople, gallery_scores, promise
from adsum.vision.gallery import DecisionRule
from adsum.vision.lookalikes import LookAlikes, look_alikes
from adsum.vision.matchers import BLEND, View
from adsum.vision.pipeline import DEFAULT_THRESHOLD, stretch
from adsum.vision.types import RecogniserId, Vector


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was found: the promise, and pairs of people (by name) who may be confused."""

    promise: Promise
    look_alikes: tuple[LookAlikes, ...]


class Calibrate:
    """State how many strangers in 1,000 may be taken for somebody, and get the threshold for it.

    Every enrolled photo is compared with the gallery without it: with its own person's other photos
    as a genuine visitor, with everybody else's as a stranger. People who resemble each other beyond
    the threshold are named, for a PIN to be asked of that pair.
    """

    def __init__(
        self,
        store: Store,
        made_by: RecogniserId,
        view: View = BLEND,
        threshold: float = DEFAULT_THRESHOLD,
    ) -> None:
        """view: the matcher. threshold: of the recogniser, see `FacePipeline`."""
        self._store = store
        self._made_by = made_by
        self._view = view
        self._threshold = threshold

    def execute(self, per_thousand: float) -> Calibration:
        """Calibrate for at most `per_thousand` false accepts per 1,000 punches by strangers.

        Raises:
            TooFewPeople: the gallery is too small to tell.
        """
        with self._store.read() as records:
            templates = by_person(records.photos.templates(self._made_by))
            names = records.people.names()
        found = _promise(templates, per_thousand / 1000, self._view, self._threshold)
        pairs = tuple(
            LookAlikes(names.get(p.first, p.first), names.get(p.second, p.second), p.similarity)
            for p in look_alikes(templates, found.rule)
        )
        rule = _as_compared(found.rule, self._view)
        return Calibration(replace(found, rule=rule), pairs)


@dataclass(frozen=True, slots=True)
class CalibratedRule:
    """Finds the decision rule anew for each state of the gallery: see `LiveGallery`.

    per_thousand: the promise. view: the matcher. threshold: of the recogniser. Galleries that are
    too small get no rule of their own.
    """

    per_thousand: float
    view: View = BLEND
    threshold: float = DEFAULT_THRESHOLD

    def __call__(self, templates: Mapping[str, Vector]) -> DecisionRule | None:
        try:
            found = _promise(templates, self.per_thousand / 1000, self.view, self.threshold)
        except TooFewPeople:
            return None
        return _as_compared(found.rule, self.view)


def _promise(templates: Mapping[str, Vector], rate: float, view: View, threshold: float) -> Promise:
    """Return the promise, fitted at the scale on which `threshold` is the default one: cosines of
    some recognisers all lie near 1."""
    by = stretch(threshold)
    found = promise(gallery_scores(templates, view).stretched(by), rate)
    return replace(found, rule=found.rule.squeezed(by))


def _as_compared(rule: DecisionRule, view: View) -> DecisionRule:
    """Return a rule on cosines as one on what the matcher compares."""
    threshold = view.similarity(np.array([rule.threshold], np.float32))
    return replace(rule, threshold=float(threshold[0]))


def by_person(templates: Sequence[tuple[str, Vector]]) -> dict[str, Vector]:
    """Return each person's unit vectors (n x d)."""
    rows: dict[str, list[Vector]] = {}
    for person_id, vector in templates:
        rows.setdefault(person_id, []).append(vector)
    return {person_id: np.stack(vectors) for person_id, vectors in rows.items()}
