"""The matchers, against plain loops; the softmax against what it is for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adsum.config.settings import MATCHER_NAMES, Settings
from adsum.errors import AdsumError
from adsum.vision.gallery import DecisionRule, Gallery
from adsum.vision.matchers import EUCLIDEAN, MATCHERS, MEAN, NEAREST, View
from adsum.vision.softmax import SCALE, UNKNOWN, SoftmaxClassifier
from adsum.vision.types import Embedding, RecogniserId
from tests.data import unit_vectors
from tests.unit.vision.test_calibration import people

MADE_BY = RecogniserId("drawn", "1", "f32")


@given(photos=st.lists(st.integers(1, 4), min_size=1, max_size=6), seed=st.integers(0, 99))
def test_views_equal_plain_loops(photos: list[int], seed: int) -> None:
    everybody = [unit_vectors(n, 8, seed + i) for i, n in enumerate(photos)]
    probes = unit_vectors(3, 8, seed + 50)
    found = {view: view(everybody)(probes) for view in (NEAREST, MEAN, EUCLIDEAN, View(0.3))}
    for i, probe in enumerate(probes.astype(float)):
        for j, rows in enumerate(everybody):
            nearest = max(float(row @ probe) for row in rows)
            distance = min(float(np.sqrt(((row - probe) ** 2).sum())) for row in rows)
            centre = rows.astype(float).sum(axis=0)
            mean = float(centre @ probe) / float(np.sqrt((centre**2).sum()))
            assert found[NEAREST][i, j] == pytest.approx(nearest, abs=1e-5)
            assert found[MEAN][i, j] == pytest.approx(mean, abs=1e-5)
            assert found[EUCLIDEAN][i, j] == pytest.approx(1 - distance / 2, abs=1e-4)
            assert found[View(0.3)][i, j] == pytest.approx(0.3 * nearest + 0.7 * mean, abs=1e-5)


def test_the_softmax_names_people_and_refuses_strangers() -> None:
    everybody = people(40, 4, seed=1, dimensions=64)
    templates = [(name, row) for name, rows in everybody.items() for row in rows[:3]]
    gallery = Gallery(templates, MADE_BY, matcher=SoftmaxClassifier)
    own = [Embedding(rows[3], MADE_BY) for rows in everybody.values()]
    strangers = [Embedding(v, MADE_BY) for v in unit_vectors(300, 64, seed=7)]
    rule = DecisionRule(0.5, 0.05)
    named = [match.person_id for match in gallery.match(own, rule)]
    assert sum(a == b for a, b in zip(named, everybody, strict=True)) >= 38
    assert sum(m.person_id is not None for m in gallery.match(strangers, rule)) <= 3


def test_softmax_chances_are_those_of_the_formula() -> None:
    one = np.eye(8, dtype="f4")[:1]
    classifier = SoftmaxClassifier([one])
    probe = (0.6 * np.eye(8)[:1] + 0.8 * np.eye(8)[1:2]).astype("f4")
    expected = 1 / (1 + np.exp(SCALE * (UNKNOWN - 0.6)))
    assert classifier(probe)[0, 0] == pytest.approx(expected, abs=1e-5)


def test_training_parts_people_whose_means_are_near_each_other() -> None:
    """Two people who differ in one direction, with photos that scatter in all others: the trained
    weights look at the difference, the means at everything."""
    random = np.random.default_rng(0)
    scatter = random.normal(size=(2, 12, 16)) * 0.25
    centres = np.zeros((2, 1, 16))
    centres[:, 0, 0], centres[:, 0, 1] = 1.0, (0.35, -0.35)
    shots = centres + scatter
    shots /= np.linalg.norm(shots, axis=2, keepdims=True)
    trained = SoftmaxClassifier(list(shots[:, :6].astype("f4")))
    chances = trained(np.concatenate(shots[:, 6:]).astype("f4"))
    right = [chances[:6, 0] > chances[:6, 1], chances[6:, 1] > chances[6:, 0]]
    assert np.mean(right) >= 0.9


def test_settings_name_the_matchers_and_refuse_what_cannot_be() -> None:
    assert set(MATCHER_NAMES) == set(MATCHERS)
    for wrong in ({"matcher": "svm"}, {"matcher": "softmax", "false_accepts": 1.0}):
        with pytest.raises(AdsumError) as caught:
            Settings(**wrong)
        assert caught.value.code == "settings.invalid"
