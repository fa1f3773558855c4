"""The verification protocol on scores."""

from __future__ import annotations

import statistics

import numpy as np
import pytest

from adsum.evaluation.verification import verify


def scored(folds: int, size: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores that overlap, `size` pairs of each kind per fold."""
    random = np.random.default_rng(seed)
    same = np.tile(np.repeat([True, False], size), folds)
    scores = random.normal(np.where(same, 0.6, 0.1), 0.2)
    return scores, same, np.repeat(np.arange(folds), 2 * size)


@pytest.mark.parametrize("folds", [2, 5, 10])
def test_each_fold_is_decided_by_a_threshold_that_is_best_on_the_others(folds: int) -> None:
    scores, same, number = scored(folds, 30, seed=folds)
    found = verify(scores, same, number)
    accuracies = []
    for fold, result in enumerate(found.folds):
        others = [(s, y) for s, y, f in zip(scores, same, number, strict=True) if f != fold]
        mine = [(s, y) for s, y, f in zip(scores, same, number, strict=True) if f == fold]

        def right(pairs: list[tuple[float, bool]], threshold: float) -> float:
            return sum((s >= threshold) == y for s, y in pairs) / len(pairs)

        best = max(right(others, s) for s, _ in others)
        assert right(others, result.threshold) == pytest.approx(best)
        assert result.accuracy == pytest.approx(right(mine, result.threshold))
        accuracies.append(right(mine, result.threshold))
    assert found.accuracy_mean == pytest.approx(statistics.mean(accuracies))
    assert found.accuracy_std == pytest.approx(statistics.stdev(accuracies))
    assert found.accuracy_standard_error == pytest.approx(statistics.stdev(accuracies) / folds**0.5)
    assert found.threshold_from == "other_folds"


def test_a_fold_never_sees_its_own_threshold() -> None:
    # Fold 0 alone would choose 0.8, fold 1 alone 0.2: each is judged by the other's.
    scores = np.array([0.9, 0.7, 0.3, 0.1])
    same = np.array([True, False, True, False])
    found = verify(scores, same, np.array([0, 0, 1, 1]))
    assert [fold.threshold for fold in found.folds] == pytest.approx([0.2, 0.8])
    assert [fold.accuracy for fold in found.folds] == [0.5, 0.5]


def test_a_single_fold_uses_its_own_threshold_and_says_so() -> None:
    scores, same, number = scored(1, 50, seed=1)
    found = verify(scores, same, number)
    best = max(np.mean((scores >= t) == same) for t in scores)
    assert found.accuracy_mean == pytest.approx(best)
    assert (found.accuracy_std, found.accuracy_standard_error) == (0, 0)
    assert found.to_json()["threshold_from"] == "same_fold"


def test_the_rates_are_those_of_all_pairs_together() -> None:
    scores, same, number = scored(10, 300, seed=3)
    found = verify(scores, same, number)
    impostors = np.sort(scores[~same])[::-1]
    for far, allowed in (("0.01", 30), ("0.001", 3)):
        # As many different pairs may be accepted as the rate allows of 3,000.
        expected = np.mean(scores[same] > impostors[allowed])
        assert found.tar_at_far[far] == pytest.approx(expected)


def test_the_order_of_the_pairs_does_not_matter() -> None:
    scores, same, number = scored(5, 20, seed=4)
    shuffled = np.random.default_rng(0).permutation(len(scores))
    a = verify(scores, same, number).to_json()
    b = verify(scores[shuffled], same[shuffled], number[shuffled]).to_json()
    assert a == b


def test_the_json_has_the_promised_fields_as_fractions() -> None:
    document = verify(*scored(5, 40, seed=5)).to_json()
    assert set(document) >= {"accuracy_mean", "accuracy_std", "threshold", "tar_at_far"}
    assert set(document["tar_at_far"]) == {"0.01", "0.001"}
    for rate in (document["accuracy_mean"], document["auc"], *document["tar_at_far"].values()):
        assert 0 < rate <= 1
