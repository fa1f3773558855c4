"""Comparing a new photo with everybody enrolled so far."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adsum.vision.enrolment import Comparison, EnrolmentIndex, EnrolmentRule
from tests.data import unit_vectors

RULE = EnrolmentRule(duplicate=0.95, claimed=0.55)


@given(owners=st.lists(st.integers(0, 5), min_size=1, max_size=150), seed=st.integers(0, 99))
def test_a_comparison_equals_a_plain_loop_over_all_photos(owners: list[int], seed: int) -> None:
    vectors = unit_vectors(len(owners) + 1, seed=seed)
    asked = vectors[-1]
    index = EnrolmentIndex()
    photos = [(f"p{owner}", vector) for owner, vector in zip(owners, vectors, strict=False)]
    for person, vector in photos:
        index.add(person, vector)
    found = index.compare("p0", asked)
    own = [float(v @ asked) for person, v in photos if person == "p0"]
    others = [(float(v @ asked), person) for person, v in photos if person != "p0"]
    assert found.own == (pytest.approx(max(own), abs=1e-5) if own else None)
    if not others:
        assert (found.other, found.other_id) == (None, None)
        return
    similar, nearest = max(others)
    mean = np.mean([v for person, v in photos if person == nearest], axis=0)
    expected = (similar + float(mean @ asked) / float(np.linalg.norm(mean))) / 2
    assert found.other_id == nearest
    assert found.other == pytest.approx(expected, abs=1e-5)


def test_the_first_photo_of_all_has_nothing_to_compare_with() -> None:
    found = EnrolmentIndex().compare("a", unit_vectors(1)[0])
    assert found == Comparison(None, None, None)
    assert not RULE.is_duplicate(found)
    assert not RULE.is_claimed(found)


def test_the_same_photo_again_is_a_near_duplicate() -> None:
    index, vector = EnrolmentIndex(), unit_vectors(1)[0]
    index.add("a", vector)
    assert RULE.is_duplicate(index.compare("a", vector))


def test_anothers_face_under_a_new_name_is_claimed_by_its_owner() -> None:
    index, vector = EnrolmentIndex(), unit_vectors(1)[0]
    index.add("a", vector)
    found = index.compare("b", vector)
    assert RULE.is_claimed(found)
    assert found.other_id == "a"


@pytest.mark.parametrize(
    ("own", "other", "claimed"),
    [
        (None, 0.54, False),
        (None, 0.55, True),
        (0.8, 0.7, False),
        (0.6, 0.7, True),
        (0.7, 0.7, False),
    ],
)
def test_a_face_is_claimed_when_it_is_nearer_to_another_than_to_its_own(
    own: float | None, other: float, claimed: bool
) -> None:
    assert RULE.is_claimed(Comparison(own, other, "x")) is claimed
