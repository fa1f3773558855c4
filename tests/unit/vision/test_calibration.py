"""Calibration: the tail against distributions that are known, the promise on people never seen."""

from __future__ import annotations

import numpy as np
import pytest

from adsum.vision.calibration import (
    MIN_PEOPLE,
    TooFewPeople,
    fit_tail,
    gallery_scores,
    promise,
)
from adsum.vision.gallery import DecisionRule, Gallery
from adsum.vision.lookalikes import look_alikes
from adsum.vision.matchers import fuse
from adsum.vision.types import Embedding, RecogniserId, Vector

MADE_BY = RecogniserId("drawn", "1", "f32")


def people(count: int, photos: int, seed: int, dimensions: int = 24) -> dict[str, Vector]:
    """People as random directions, their photos scattered about them."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(count, 1, dimensions))
    shots = centres + 0.45 * random.normal(size=(count, photos, dimensions))
    shots /= np.linalg.norm(shots, axis=2, keepdims=True)
    return {f"{seed}-{n}": shots[n].astype(np.float32) for n in range(count)}


def let_in(templates: dict[str, Vector], rule: DecisionRule, strangers: Vector) -> float:
    """The share of strangers that the product's own matcher takes for somebody."""
    pairs = [(name, row) for name, rows in templates.items() for row in rows]
    matches = Gallery(pairs, MADE_BY).match([Embedding(v, MADE_BY) for v in strangers], rule)
    return sum(match.person_id is not None for match in matches) / len(matches)


@pytest.mark.parametrize("rate", [0.05, 0.01, 0.002])
def test_the_tail_of_a_normal_distribution_is_found_beyond_its_samples(rate: float) -> None:
    random = np.random.default_rng(5)
    found = [fit_tail(random.normal(0.3, 0.05, 900)).threshold(rate) for _ in range(40)]
    # The quantile function of the normal distribution, by bisection of its error function.
    exact = np.quantile(np.random.default_rng(6).normal(0.3, 0.05, 2_000_000), 1 - rate)
    assert np.mean(found) == pytest.approx(exact, abs=0.006)


def test_threshold_and_chance_are_inverse() -> None:
    tail = fit_tail(np.random.default_rng(1).normal(0.3, 0.05, 500))
    for rate in (0.1, 0.01, 0.001):
        assert tail.above(tail.threshold(rate)) == pytest.approx(rate, rel=1e-6)


def test_each_photo_meets_the_gallery_without_it() -> None:
    templates = people(MIN_PEOPLE, 3, seed=2)
    found = gallery_scores(templates)
    rows = list(templates.values())
    assert found.people == MIN_PEOPLE
    assert len(found.genuine) == len(found.best) == 3 * MIN_PEOPLE
    expected_best, expected_own = [], []
    for number, mine in enumerate(rows):
        for k in range(3):
            probe = mine[k]
            scores = sorted(
                (max(float(r @ probe) for r in other) + float(fuse(other) @ probe)) / 2
                for j, other in enumerate(rows)
                if j != number
            )
            expected_best.append(scores[-1])
            left = np.delete(mine, k, axis=0)
            own = (max(float(r @ probe) for r in left) + float(fuse(left) @ probe)) / 2
            expected_own.append(own)
    np.testing.assert_allclose(np.sort(found.best), np.sort(expected_best), atol=1e-5)
    np.testing.assert_allclose(np.sort(found.genuine), np.sort(expected_own), atol=1e-5)


@pytest.mark.parametrize("rate", [0.02, 0.005, 0.001])
def test_strangers_never_seen_get_in_at_most_twice_as_often_as_stated(rate: float) -> None:
    rates = []
    for seed in range(6):
        templates = people(150, 3, seed)
        strangers = np.concatenate(list(people(4000, 1, seed=100 + seed).values()))
        found = promise(gallery_scores(templates), rate)
        rates.append(let_in(templates, found.rule, strangers))
        assert found.low <= found.high
        assert found.missed is not None and found.missed < 0.3
    assert np.mean(rates) <= 2 * rate


def test_a_stricter_promise_has_a_higher_threshold() -> None:
    scores = gallery_scores(people(80, 3, seed=1))
    thresholds = [promise(scores, rate).rule.threshold for rate in (0.03, 0.01, 0.003, 0.001)]
    assert thresholds == sorted(thresholds)
    assert len(set(thresholds)) == 4


def test_single_photos_say_nothing_of_what_is_missed() -> None:
    found = promise(gallery_scores(people(60, 1, seed=1)), 0.01)
    assert found.missed is None


def test_a_small_gallery_is_refused() -> None:
    with pytest.raises(TooFewPeople) as caught:
        gallery_scores(people(MIN_PEOPLE - 1, 3, seed=1))
    assert caught.value.code == "calibration.too_few_people"


def test_twins_are_named_and_do_not_raise_the_threshold() -> None:
    templates = people(100, 3, seed=4)
    plain = promise(gallery_scores(templates), 0.01)
    twin = templates["4-7"] + 0.1 * people(1, 3, seed=9)["9-0"]
    templates["twin"] = (twin / np.linalg.norm(twin, axis=1, keepdims=True)).astype(np.float32)
    found = promise(gallery_scores(templates), 0.01)
    assert found.rule.threshold == pytest.approx(plain.rule.threshold, abs=0.02)
    pairs = look_alikes(templates, found.rule)
    assert (pairs[0].first, pairs[0].second) == ("4-7", "twin")
    assert pairs[0].similarity > 0.8
