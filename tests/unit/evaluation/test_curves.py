"""Error rates against plain definitions, threshold by threshold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adsum.evaluation import curves
from adsum.evaluation.curves import NothingToMeasure

# Few distinct values, so that ties are the rule.
samples = st.lists(
    st.tuples(st.integers(-4, 4).map(lambda n: n / 4), st.booleans()), min_size=2, max_size=40
).filter(lambda pairs: len({same for _, same in pairs}) == 2)


def arrays(pairs: list[tuple[float, bool]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([score for score, _ in pairs]), np.array([same for _, same in pairs])


def rates(pairs: list[tuple[float, bool]], threshold: float) -> tuple[float, float]:
    """FAR and TAR by their definitions."""
    different = [score >= threshold for score, same in pairs if not same]
    same = [score >= threshold for score, same in pairs if same]
    return sum(different) / len(different), sum(same) / len(same)


@given(samples)
def test_every_point_of_the_curve_has_the_rates_of_its_threshold(
    pairs: list[tuple[float, bool]],
) -> None:
    curve = curves.roc(*arrays(pairs))
    for threshold, far, tar in zip(curve.thresholds, curve.far, curve.tar, strict=True):
        assert (far, tar) == pytest.approx(rates(pairs, threshold))
    assert sorted(curve.thresholds[1:], reverse=True) == sorted({s for s, _ in pairs}, reverse=True)


@given(samples, st.sampled_from([0.0, 0.001, 0.01, 0.1, 0.25, 0.5, 1.0]))
def test_tar_at_far_is_the_best_of_all_thresholds_that_keep_to_the_far(
    pairs: list[tuple[float, bool]], far: float
) -> None:
    tried = [rates(pairs, t / 8) for t in range(-10, 11)]
    expected = max(tar for found, tar in tried if found <= far)
    assert curves.tar_at_far(curves.roc(*arrays(pairs)), far) == pytest.approx(expected)


def test_a_tie_of_a_same_and_a_different_pair_is_not_parted() -> None:
    pairs = [(0.9, True), (0.5, True), (0.5, False), (0.1, False)]
    curve = curves.roc(*arrays(pairs))
    assert curves.tar_at_far(curve, 0.49) == 0.5
    assert curves.tar_at_far(curve, 0.5) == 1.0


def test_exactly_one_in_a_hundred_is_within_a_far_of_one_per_cent() -> None:
    scores = np.concatenate([np.linspace(0, 0.5, 100), [0.5]])
    same = np.array([False] * 100 + [True])
    curve = curves.roc(scores, same)
    assert curves.tar_at_far(curve, 0.01) == 1.0
    assert curves.tar_at_far(curve, 0.009) == 0.0


@given(samples)
def test_the_area_is_the_chance_that_a_same_pair_outscores_a_different_one(
    pairs: list[tuple[float, bool]],
) -> None:
    wins = [
        1.0 if a > b else 0.5 if a == b else 0.0
        for a, same in pairs
        if same
        for b, other in pairs
        if not other
    ]
    assert curves.area_under(curves.roc(*arrays(pairs))) == pytest.approx(np.mean(wins))


def test_the_equal_error_rate_of_two_normal_distributions_is_the_tail_beyond_half_way() -> None:
    random = np.random.default_rng(0)
    scores = np.concatenate([random.normal(1, 1, 200_000), random.normal(-1, 1, 200_000)])
    same = np.arange(400_000) < 200_000
    # Half-way lies one standard deviation from both means: 15.87 % of each lies beyond.
    assert curves.equal_error_rate(curves.roc(scores, same)) == pytest.approx(0.1587, abs=0.002)


@given(samples)
def test_the_equal_error_rate_lies_between_the_errors_of_neighbouring_thresholds(
    pairs: list[tuple[float, bool]],
) -> None:
    found = curves.equal_error_rate(curves.roc(*arrays(pairs)))
    tried = [rates(pairs, t / 8) for t in range(-10, 11)]
    assert found <= min(max(far, 1 - tar) for far, tar in tried) + 1e-9
    assert found >= max(min(far, 1 - tar) for far, tar in tried) - 1e-9


def test_separated_scores_have_no_error_and_reversed_ones_nothing_else() -> None:
    perfect = curves.roc(np.array([3.0, 2, 1, 0]), np.array([True, True, False, False]))
    assert (curves.area_under(perfect), curves.equal_error_rate(perfect)) == (1, 0)
    reverse = curves.roc(np.array([0.0, 1, 2, 3]), np.array([True, True, False, False]))
    assert (curves.area_under(reverse), curves.equal_error_rate(reverse)) == (0, 1)


@given(samples)
def test_no_threshold_decides_more_pairs_rightly_than_the_best_one(
    pairs: list[tuple[float, bool]],
) -> None:
    scores, same = arrays(pairs)
    chosen = curves.best_threshold(scores, same)
    tried = [np.mean([(s >= t / 8) == is_same for s, is_same in pairs]) for t in range(-12, 13)]
    assert curves.accuracy(scores, same, chosen) == pytest.approx(max(tried))


def test_the_best_threshold_lies_in_the_middle_of_a_clean_gap() -> None:
    scores = np.array([0.1, 0.2, 0.6, 0.9])
    assert curves.best_threshold(scores, np.array([False, False, True, True])) == pytest.approx(0.4)


@given(
    st.lists(st.integers(0, 8).map(lambda n: n / 8), min_size=1, max_size=40),
    st.sampled_from([0.0, 0.001, 0.01, 0.1, 0.3, 0.5, 1.0]),
)
def test_the_threshold_at_a_rate_is_the_lowest_that_keeps_to_it(
    scores: list[float], rate: float
) -> None:
    found = curves.threshold_at_rate(np.array(scores), rate)
    assert np.mean(np.array(scores) >= found) <= rate
    # Lowering it so far that the next score passes breaks the rate.
    below = [score for score in scores if score < found]
    if below:
        assert np.mean(np.array(scores) >= max(below)) > rate


@pytest.mark.parametrize("label", [True, False])
def test_pairs_of_one_kind_alone_cannot_be_measured(label: bool) -> None:
    with pytest.raises(NothingToMeasure) as caught:
        curves.roc(np.array([0.1, 0.2]), np.array([label, label]))
    assert caught.value.code == "evaluation.nothing_to_measure"


def test_no_strangers_give_no_threshold() -> None:
    with pytest.raises(NothingToMeasure):
        curves.threshold_at_rate(np.zeros(0), 0.01)
