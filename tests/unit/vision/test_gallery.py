"""Matching against everybody, and the decision."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adsum.vision.gallery import DecisionRule, Gallery, MixedRecognisers
from adsum.vision.matchers import fuse
from adsum.vision.types import Embedding, RecogniserId
from tests.data import unit_vectors

SFACE = RecogniserId("sface", "2021dec", "f32")
ALWAYS = DecisionRule(threshold=-1.0, margin=0.0)


def probe(vector: np.ndarray, made_by: RecogniserId = SFACE) -> Embedding:
    return Embedding(vector, made_by)


@given(owners=st.lists(st.integers(0, 6), min_size=1, max_size=40), seed=st.integers(0, 99))
def test_similarities_equal_a_plain_loop_over_templates(owners: list[int], seed: int) -> None:
    vectors = unit_vectors(len(owners) + 3, seed=seed)
    templates = [(f"p{owner}", vector) for owner, vector in zip(owners, vectors, strict=False)]
    gallery = Gallery(templates, SFACE)
    probes = [probe(vector) for vector in vectors[-3:]]
    found = gallery.similarities(probes)
    for row, asked in zip(found, probes, strict=True):
        for column, person in enumerate(gallery.people):
            own = [v.astype(float) for name, v in templates if name == person]
            centre = np.sum(own, axis=0)
            centre /= np.sqrt(np.sum(centre**2))
            nearest = max(sum(a * b for a, b in zip(v, asked.vector, strict=True)) for v in own)
            expected = (nearest + float(centre @ asked.vector)) / 2
            assert row[column] == pytest.approx(expected, abs=1e-5)


def test_an_enrolled_template_finds_its_own_person_with_similarity_one() -> None:
    vectors = unit_vectors(5)
    gallery = Gallery([(f"p{i}", v) for i, v in enumerate(vectors)], SFACE)
    for number, match in enumerate(gallery.match([probe(v) for v in vectors], ALWAYS)):
        assert match.person_id == f"p{number}"
        assert match.score == pytest.approx(1)


def test_the_order_of_templates_does_not_change_the_answer() -> None:
    vectors = unit_vectors(30)
    templates = [(f"p{i % 7}", v) for i, v in enumerate(vectors)]
    asked = [probe(v) for v in unit_vectors(10, seed=1)]
    forwards, backwards = Gallery(templates, SFACE), Gallery(templates[::-1], SFACE)
    for a, b in zip(forwards.match(asked, ALWAYS), backwards.match(asked, ALWAYS), strict=True):
        assert (a.nearest_id, a.score) == (b.nearest_id, pytest.approx(b.score, abs=1e-6))


def test_a_similarity_below_the_threshold_is_unknown_but_names_the_nearest_for_the_operator() -> (
    None
):
    a, b = np.eye(2, dtype=np.float32)
    (match,) = Gallery([("a", a)], SFACE).match([probe(b)], DecisionRule(threshold=0.5))
    assert match.person_id is None
    assert match.nearest_id == "a"


def test_two_look_alikes_are_unknown_and_one_of_them_alone_is_found() -> None:
    a = np.array([1, 0, 0], np.float32)
    b = np.array([0.99, 0.1411, 0], np.float32)
    rule = DecisionRule(threshold=0.5, margin=0.05)
    (between,) = Gallery([("a", a), ("b", b)], SFACE).match([probe(a)], rule)
    (alone,) = Gallery([("a", a)], SFACE).match([probe(a)], rule)
    assert between.person_id is None
    assert between.runner_up == pytest.approx(0.99, abs=1e-4)
    assert alone.person_id == "a"
    assert alone.runner_up is None


def test_threshold_and_margin_are_met_by_equality() -> None:
    rule = DecisionRule(threshold=0.5, margin=0.25)
    assert rule.accepts(0.5, 0.25)
    assert not rule.accepts(0.5, 0.26)
    assert not rule.accepts(0.49, None)


def test_an_empty_gallery_answers_unknown_without_a_score() -> None:
    (match,) = Gallery((), SFACE).match([probe(unit_vectors(1)[0])], ALWAYS)
    assert (match.person_id, match.score, match.nearest_id) == (None, None, None)


def test_no_probes_give_no_matches() -> None:
    assert Gallery([("a", unit_vectors(1)[0])], SFACE).match([], ALWAYS) == []


@pytest.mark.parametrize(
    "other",
    [
        RecogniserId("facenet", "2021dec", "f32"),
        RecogniserId("sface", "2022", "f32"),
        RecogniserId("sface", "2021dec", "bf16"),
    ],
)
def test_a_probe_of_another_model_version_or_precision_is_refused(other: RecogniserId) -> None:
    vector = unit_vectors(1)[0]
    gallery = Gallery([("a", vector)], SFACE)
    with pytest.raises(MixedRecognisers) as caught:
        gallery.similarities([probe(vector), probe(vector, other)])
    assert caught.value.code == "gallery.mixed_recognisers"
    assert str(other) in caught.value.message


def test_the_fused_template_is_the_unit_vector_nearest_to_all() -> None:
    vectors = unit_vectors(4) + 0.5
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    best = fuse(vectors)
    assert np.linalg.norm(best) == pytest.approx(1, abs=1e-6)
    total = float((vectors @ best).sum())
    for rival in unit_vectors(500, seed=3):
        nudged = best + 0.2 * rival
        assert float((vectors @ (nudged / np.linalg.norm(nudged))).sum()) <= total + 1e-5


def test_opposite_templates_fuse_to_the_first_one_rather_than_to_nothing() -> None:
    vector = unit_vectors(1)[0]
    np.testing.assert_array_equal(fuse(np.stack([vector, -vector])), vector)
