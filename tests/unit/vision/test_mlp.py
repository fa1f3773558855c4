"""The classifier of dense stages: its slopes by finite differences, and what it is for."""

from __future__ import annotations

import itertools

import numpy as np

from adsum.vision.gallery import DecisionRule, Gallery
from adsum.vision.mlp import MlpClassifier, normalised_slope
from adsum.vision.types import Embedding, RecogniserId
from tests.data import unit_vectors
from tests.unit.vision.test_calibration import people

MADE_BY = RecogniserId("drawn", "1", "f32")


def test_people_are_named_and_strangers_refused() -> None:
    everybody = people(40, 6, seed=1, dimensions=64)
    templates = [(name, row) for name, rows in everybody.items() for row in rows[:5]]
    gallery = Gallery(templates, MADE_BY, matcher=MlpClassifier)
    own = [Embedding(rows[5], MADE_BY) for rows in everybody.values()]
    strangers = [Embedding(v, MADE_BY) for v in unit_vectors(300, 64, seed=7)]
    rule = DecisionRule(0.5, 0.05)
    named = [match.person_id for match in gallery.match(own, rule)]
    assert sum(a == b for a, b in zip(named, everybody, strict=True)) >= 36
    assert sum(m.person_id is not None for m in gallery.match(strangers, rule)) == 0


def test_nobody_is_surer_than_the_nearest_photo_allows() -> None:
    everybody = list(people(10, 3, seed=2, dimensions=32).values())
    classifier = MlpClassifier(everybody)
    far = unit_vectors(50, 32, seed=9)
    nearest = np.stack([(far @ rows.T).max(1) for rows in everybody], axis=1)
    assert (classifier(far)[nearest < 0.5] < 0.5).all()
    alone = classifier.chances(far)
    assert np.allclose(alone.sum(1), 1, atol=1e-5) and alone.shape == (50, 11)


def test_a_face_between_two_people_is_a_stranger_to_the_net() -> None:
    everybody = list(people(20, 5, seed=3, dimensions=64).values())
    net = MlpClassifier(everybody)
    own = net.chances(np.concatenate(everybody))
    between = np.stack([a[0] + b[0] for a, b in itertools.pairwise(everybody)])
    between /= np.linalg.norm(between, axis=1, keepdims=True)
    assert net.chances(between.astype("f4"))[:, -1].mean() > 2 * own[:, -1].mean()


def test_one_person_and_single_photos_are_enough() -> None:
    one = unit_vectors(1, 16, seed=1)
    assert MlpClassifier([one])(one)[0, 0] > 0.99
    two = [unit_vectors(1, 16, seed=s) for s in (1, 2)]
    assert MlpClassifier(two)(np.concatenate(two)).shape == (2, 2)


def test_the_same_people_give_the_same_net() -> None:
    everybody = list(people(5, 3, seed=4, dimensions=16).values())
    probes = unit_vectors(4, 16, seed=5)
    assert np.array_equal(MlpClassifier(everybody)(probes), MlpClassifier(everybody)(probes))


def test_the_slope_of_the_normalisation_is_that_of_finite_differences() -> None:
    random = np.random.default_rng(0)
    dense, weigh = random.normal(size=(7, 3)), random.normal(size=(7, 3))

    def total(values: np.ndarray) -> float:
        return float((weigh * (values - values.mean(0)) / np.sqrt(values.var(0) + 1e-5)).sum())

    spread = np.sqrt(dense.var(0) + 1e-5)
    found = normalised_slope(weigh, (dense - dense.mean(0)) / spread, spread)
    for place in np.ndindex(dense.shape):
        step = np.zeros_like(dense)
        step[place] = 1e-5
        expected = (total(dense + step) - total(dense - step)) / 2e-5
        assert abs(found[place] - expected) < 1e-4
