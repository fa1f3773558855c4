"""Calibrating a gallery in memory, and using the rule it yields."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from adsum.app.calibrate import Calibrate, CalibratedRule
from adsum.app.gallery import LiveGallery, Matching
from adsum.vision.calibration import MIN_PEOPLE, TooFewPeople
from adsum.vision.gallery import DecisionRule, Gallery
from adsum.vision.matchers import EUCLIDEAN, NEAREST
from adsum.vision.types import Embedding, RecogniserId, Vector
from tests.fakes import stages
from tests.fakes.store import FakeStore
from tests.unit.app.test_identify import with_people
from tests.unit.vision.test_calibration import MADE_BY, people


def test_a_gallery_with_its_own_rule_decides_by_it() -> None:
    templates = [(n, v) for n, rows in people(40, 2, seed=1).items() for v in rows]
    probe = [Embedding(templates[0][1], MADE_BY)]
    lax, strict = DecisionRule(0.2, 0.0), DecisionRule(1.01, 0.0)
    assert Gallery(templates, MADE_BY).match(probe, lax)[0].person_id == "1-0"
    assert Gallery(templates, MADE_BY, strict).match(probe, lax)[0].person_id is None


def test_the_rule_is_found_anew_when_the_gallery_changes() -> None:
    store = with_people(Ada=1)
    seen: list[int] = []

    def count(made_by: RecogniserId, templates: Mapping[str, Vector]) -> DecisionRule:
        assert made_by == stages.MADE_BY
        seen.append(len(templates))
        return DecisionRule(0.3, 0.01)

    gallery = LiveGallery(store, stages.MADE_BY, Matching(find_rule=count))
    first = gallery.current()
    assert gallery.current() is first
    assert first.rule == DecisionRule(0.3, 0.01)
    before = len(seen)
    with store.write() as records:
        person = next(iter(records.people.names()))
        records.photos.erase(person)
    assert gallery.current().rule == DecisionRule(0.3, 0.01)
    assert len(seen) == before + 1 and seen[-1] < seen[0]


def test_a_small_gallery_keeps_the_default_rule_and_says_why_when_asked() -> None:
    store = with_people(Ada=1, Ben=2)
    assert CalibratedRule(1.0)(LiveGallery(store, stages.MADE_BY).current().by_person()) is None
    with pytest.raises(TooFewPeople):
        Calibrate(store, stages.MADE_BY).execute(1.0)
    with pytest.raises(TooFewPeople):
        Calibrate(FakeStore(), stages.MADE_BY).execute(1.0)


def test_a_large_gallery_gets_the_promised_rule() -> None:
    templates = people(MIN_PEOPLE + 20, 3, seed=1)
    rule = CalibratedRule(10.0)(templates)
    stricter = CalibratedRule(1.0)(templates)
    assert rule is not None and stricter is not None
    assert 0 < rule.threshold < stricter.threshold
    assert np.isfinite(rule.margin)


def test_a_rule_for_distances_lets_in_whom_the_rule_for_cosines_lets_in() -> None:
    templates = people(MIN_PEOPLE + 20, 3, seed=1)
    cosine, distance = (
        CalibratedRule(10.0, NEAREST)(templates),
        CalibratedRule(10.0, EUCLIDEAN)(templates),
    )
    assert cosine is not None and distance is not None
    far = np.sqrt(2 - 2 * cosine.threshold)
    assert distance.threshold == pytest.approx(1 - far / 2)


@pytest.mark.parametrize("threshold", [0.7, 0.95])
def test_a_recogniser_whose_cosines_lie_near_one_gets_the_same_rule_at_its_scale(
    threshold: float,
) -> None:
    """A constant component added to every vector squeezes all cosines towards 1."""
    plain = people(MIN_PEOPLE + 20, 3, seed=1)
    share = (1 - threshold) / 0.5
    squeezed = {
        name: np.hstack(
            [rows * np.sqrt(share), np.full((len(rows), 1), np.sqrt(1 - share))]
        ).astype(np.float32)
        for name, rows in plain.items()
    }
    rule = CalibratedRule(10.0, NEAREST)(plain)
    found = CalibratedRule(10.0, NEAREST, threshold)(squeezed)
    assert rule is not None and found is not None
    assert found.threshold == pytest.approx(1 - share * (1 - rule.threshold), abs=1e-3)
    assert found.margin == pytest.approx(share * rule.margin)
