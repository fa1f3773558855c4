"""Drawing galleries to see whether the promise is kept."""

from __future__ import annotations

import numpy as np
import pytest

from adsum.evaluation.curves import NothingToMeasure
from adsum.evaluation.promises import measure
from adsum.vision.calibration import gallery_scores, promise
from adsum.vision.types import Vector
from tests.unit.vision.test_calibration import let_in, people


def world() -> dict[str, Vector]:
    """Eighty people with three photos, four hundred with one."""
    return people(80, 3, seed=1) | people(400, 1, seed=2)


def test_ratios_are_those_of_the_products_own_matcher() -> None:
    [kept] = measure(world(), [40], [0.05], 1)
    chosen = np.random.default_rng(40).choice(80, 40, replace=False)
    names = [f"1-{n}" for n in chosen]
    enrolled = {name: world()[name] for name in names}
    strangers = np.stack([rows[0] for name, rows in world().items() if name not in enrolled])
    rule = promise(gallery_scores(enrolled), 0.05).rule
    assert kept.ratios[0] == pytest.approx(let_in(enrolled, rule, strangers) / 0.05)
    assert kept.thresholds[0] == rule.threshold


def test_every_size_and_rate_gets_its_row() -> None:
    rows = [kept.to_json() for kept in measure(world(), [30, 60], [0.05, 0.02], 2)]
    assert [(row["people"], row["per_1000"], row["galleries"]) for row in rows] == [
        (30, 50.0, 2), (30, 20.0, 2), (60, 50.0, 2), (60, 20.0, 2),
    ]  # fmt: skip


def test_too_few_people_with_two_photos_are_named() -> None:
    with pytest.raises(NothingToMeasure) as caught:
        list(measure(world(), [81], [0.01], 1))
    assert "80 of 480" in caught.value.message
