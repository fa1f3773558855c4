"""A threshold from the gallery's own people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from adsum.app.ports.store import Store
from adsum.vision.calibration import Promise, TooFewPeople, gallery_scores, promise
from adsum.vision.gallery import DecisionRule
from adsum.vision.lookalikes import LookAlikes, look_alikes
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

    def __init__(self, store: Store, made_by: RecogniserId) -> None:
        self._store = store
        self._made_by = made_by

    def execute(self, per_thousand: float) -> Calibration:
        """Calibrate for at most `per_thousand` false accepts per 1,000 punches by strangers.

        Raises:
            TooFewPeople: the gallery is too small to tell.
        """
        with self._store.read() as records:
            templates = by_person(records.photos.templates(self._made_by))
            names = records.people.names()
        found = promise(gallery_scores(templates), per_thousand / 1000)
        pairs = tuple(
            LookAlikes(names.get(p.first, p.first), names.get(p.second, p.second), p.similarity)
            for p in look_alikes(templates, found.rule)
        )
        return Calibration(found, pairs)


@dataclass(frozen=True, slots=True)
class CalibratedRule:
    """Finds the decision rule anew for each state of the gallery: see `LiveGallery`.

    per_thousand: the promise. Galleries that are too small get no rule of their own.
    """

    per_thousand: float

    def __call__(self, templates: Sequence[tuple[str, Vector]]) -> DecisionRule | None:
        try:
            scores = gallery_scores(by_person(templates))
        except TooFewPeople:
            return None
        return promise(scores, self.per_thousand / 1000).rule


def by_person(templates: Sequence[tuple[str, Vector]]) -> dict[str, Vector]:
    """Return each person's unit vectors (n x d)."""
    rows: dict[str, list[Vector]] = {}
    for person_id, vector in templates:
        rows.setdefault(person_id, []).append(vector)
    return {person_id: np.stack(vectors) for person_id, vectors in rows.items()}
