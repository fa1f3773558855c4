"""A classifier of the people enrolled here, and how good it is."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from adsum.app.gallery import LiveGallery
from adsum.errors import InvalidInput
from adsum.vision.gallery import DecisionRule
from adsum.vision.matchers import Matcher
from adsum.vision.types import Vector

# The share of the people who play strangers, and the most that are left out of each training.
STRANGERS = 0.2
LEAST_PEOPLE, LEAST_PHOTOS = 5, 2


class TooFewToTrain(InvalidInput):
    """The gallery is too small for a classifier that can be judged."""

    code = "classifier.too_few"
    remedy = f"Enrol at least {LEAST_PEOPLE} people with {LEAST_PHOTOS} photos each."


@dataclass(frozen=True, slots=True)
class ClassifierTrained:
    """people, photos: what it was trained on. seconds: of one training. named, asked: photos left
    out that were named rightly, of how many; strangers, taken: photos of people left out, and how
    many of them were taken for somebody."""

    people: int
    photos: int
    seconds: float
    named: int
    asked: int
    strangers: int
    taken: int


class TrainClassifier:
    """Train a classifier on the templates of everybody enrolled and judge it on photos and people
    that are left out for that.

    What is left out is the last photo of everybody who has several, and every photo of a fifth of
    the people. The classifier that serves is then trained on all, whenever the gallery changes.
    """

    def __init__(self, gallery: LiveGallery, rule: DecisionRule, matcher: Matcher) -> None:
        self._gallery = gallery
        self._rule = rule
        self._matcher = matcher

    def execute(self) -> ClassifierTrained:
        """Train and judge.

        Raises:
            TooFewToTrain: fewer than five people have two photos.
        """
        people = list(self._gallery.current().by_person().values())
        several = [rows for rows in people if len(rows) >= LEAST_PHOTOS]
        if len(several) < LEAST_PEOPLE:
            raise TooFewToTrain(f"{len(several)} people have {LEAST_PHOTOS} photos or more")
        order = np.random.default_rng(0).permutation(len(several))
        away = max(1, round(STRANGERS * len(several)))
        strangers = np.concatenate([several[i] for i in order[:away]])
        known = [several[i] for i in order[away:]]
        score = self._matcher([rows[:-1] for rows in known])
        named = self._answers(score(np.stack([rows[-1] for rows in known])))
        taken = self._answers(score(strangers))
        started = time.perf_counter()
        self._matcher(people)
        return ClassifierTrained(
            people=len(people),
            photos=sum(map(len, people)),
            seconds=time.perf_counter() - started,
            named=int(np.sum(named == np.arange(len(known)))),
            asked=len(known),
            strangers=len(strangers),
            taken=int(np.sum(taken >= 0)),
        )

    def _answers(self, scores: Vector) -> np.ndarray:
        """Return who each probe is taken for, -1 for nobody."""
        ranked = np.sort(scores, axis=1)
        accepted = [
            self._rule.accepts(float(row[-1]), float(row[-2]) if len(row) > 1 else None)
            for row in ranked
        ]
        return np.where(accepted, scores.argmax(axis=1), -1)
