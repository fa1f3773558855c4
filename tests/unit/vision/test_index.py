"""Exact search by int8: always what the full comparison finds, after every change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from adsum.models.int8_scan import NumKongScan
from adsum.vision import index as module
from adsum.vision.gallery import DecisionRule, Gallery
from adsum.vision.index import Codes, ExactIndex
from adsum.vision.matchers import BLEND, EUCLIDEAN, MEAN, NEAREST, View
from adsum.vision.types import Embedding, RecogniserId, Vector
from tests.data import unit_vectors

MADE_BY = RecogniserId("drawn", "1", "f32")
# The root in a distance makes a rounding error of 1e-7 near 1 one of 2e-4.
TOLERANCE = 4e-4
VIEWS = [BLEND, NEAREST, MEAN, EUCLIDEAN]


class PlainScan:
    """The products as numpy makes them."""

    def pack(self, codes: Codes) -> Any:
        return codes.astype(np.int32)

    def dots(self, queries: Codes, packed: Any) -> NDArray[np.int32]:
        return np.asarray(queries.astype(np.int32) @ packed.T)


def crowd(people: int, seed: int, dimensions: int = 32) -> dict[str, Vector]:
    """People with one to five photos scattered about a direction of their own."""
    random = np.random.default_rng(seed)
    made = {}
    for number in range(people):
        spread = random.normal(size=(random.integers(1, 6), dimensions))
        rows = random.normal(size=dimensions) + 0.7 * spread
        made[f"p{number}"] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype("f4")
    return made


def filled(people: dict[str, Vector], view: View = BLEND, scan: Any = None) -> ExactIndex:
    dimensions = next(iter(people.values())).shape[1]
    index = ExactIndex(dimensions, scan or PlainScan(), view)
    index.put(people)
    return index


def fully(people: dict[str, Vector], view: View, queries: Vector) -> list[list[tuple[str, float]]]:
    """Every person compared with every query, by the matcher."""
    names, score = list(people), view(list(people.values()))(queries)
    return [
        [(names[n], float(row[n])) for n in sorted(range(len(names)), key=lambda n: -row[n])[:2]]
        for row in score
    ]


def same(found: list[list[tuple[str, float]]], expected: list[list[tuple[str, float]]]) -> None:
    for mine, theirs in zip(found, expected, strict=True):
        assert [name for name, _ in mine] == [name for name, _ in theirs]
        assert [v for _, v in mine] == pytest.approx([v for _, v in theirs], abs=TOLERANCE)


@settings(deadline=None, max_examples=40)
@given(
    people=st.integers(1, 60),
    seed=st.integers(0, 10_000),
    view=st.sampled_from(VIEWS),
    block=st.sampled_from([1, 7, 64, 32_768]),
)
def test_it_answers_what_the_full_comparison_answers(
    people: int, seed: int, view: View, block: int
) -> None:
    enrolled = crowd(people, seed)
    queries = np.concatenate([unit_vectors(4, 32, seed), enrolled["p0"]])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        same(filled(enrolled, view).nearest(queries), fully(enrolled, view, queries))


@pytest.mark.parametrize("view", VIEWS)
def test_near_ties_among_thousands_are_decided_exactly(view: View) -> None:
    random = np.random.default_rng(3)
    rows = unit_vectors(1, 128) + 0.002 * random.normal(size=(5000, 128))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype("f4")
    people = {f"p{n}": rows[n : n + 1] for n in range(5000)}
    queries = rows[::500]
    same(filled(people, view, NumKongScan()).nearest(queries), fully(people, view, queries))


def test_vectors_beyond_the_scale_are_still_found_exactly() -> None:
    """All weight on one component: far outside what int8 holds."""
    people = {f"p{n}": np.eye(16, dtype="f4")[n : n + 1] for n in range(16)}
    queries = np.concatenate([np.eye(16, dtype="f4"), unit_vectors(20, 16)])
    best = [answer[0] for answer in filled(people).nearest(queries)]
    scores = queries @ np.eye(16, dtype="f4").T
    assert [name for name, _ in best] == [f"p{n}" for n in scores.argmax(axis=1)]


@settings(deadline=None, max_examples=30)
@given(steps=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), max_size=60))
def test_every_change_counts_at_once(steps: list[tuple[int, int]]) -> None:
    """Random arrivals, replacements and departures, beside a plain dictionary."""
    people: dict[str, Vector] = {}
    index = ExactIndex(16, PlainScan())
    query = unit_vectors(3, 16, seed=5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", 8)
        for moment, (who, photos) in enumerate(steps):
            name = f"p{who}"
            if photos:
                people[name] = unit_vectors(photos, 16, seed=moment)
                index.put({name: people[name]})
            else:
                people.pop(name, None)
                index.remove(name)
            assert len(index) == len(people)
            expected = fully(people, BLEND, query) if people else [[], [], []]
            same(index.nearest(query), expected)


def test_the_processors_products_are_those_of_plain_arithmetic() -> None:
    random = np.random.default_rng(1)
    for dimensions in (1, 31, 128, 512, 640):
        rows = random.integers(-127, 128, (333, dimensions)).astype(np.int8)
        rows[0], rows[1] = 127, -127
        fast, plain = NumKongScan(), PlainScan()
        np.testing.assert_array_equal(
            fast.dots(rows[:3], fast.pack(rows)), plain.dots(rows[:3], plain.pack(rows))
        )


def test_a_gallery_with_an_index_decides_as_one_without() -> None:
    people = crowd(40, 9)
    templates = [(name, row) for name, rows in people.items() for row in rows]
    probes = [Embedding(v, MADE_BY) for v in np.concatenate([unit_vectors(9, 32), people["p4"]])]
    rule = DecisionRule(0.3, 0.02)
    indexed = Gallery(templates, MADE_BY, index=filled(people)).match(probes, rule)
    for fast, full in zip(indexed, Gallery(templates, MADE_BY).match(probes, rule), strict=True):
        assert (fast.person_id, fast.nearest_id) == (full.person_id, full.nearest_id)
        assert (fast.score, fast.runner_up) == (
            pytest.approx(full.score, abs=2e-6),
            pytest.approx(full.runner_up, abs=2e-6),
        )


def test_an_empty_index_knows_nobody() -> None:
    assert ExactIndex(16, PlainScan()).nearest(unit_vectors(2)) == [[], []]
