"""Exact search by 4-bit codes: always what the full comparison finds, after every change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adsum.models.int4_scan import OpenVinoScan, multiplies_bytes
from adsum.models.runtime import ModelFailed
from adsum.vision import index as module
from adsum.vision.gallery import DecisionRule, Gallery
from adsum.vision.index import QUERY_ROUNDING, Bounds, Codes, ExactIndex
from adsum.vision.matchers import BLEND, EUCLIDEAN, MEAN, NEAREST, View
from adsum.vision.types import Embedding, RecogniserId, Vector
from tests.data import unit_vectors

MADE_BY = RecogniserId("drawn", "1", "f32")
# The root in a distance makes a rounding error of 1e-7 near 1 one of 2e-4.
TOLERANCE = 4e-4
VIEWS = [BLEND, NEAREST, MEAN, EUCLIDEAN]


class PlainScan:
    """The bounds as numpy makes them."""

    def pack(self, codes: Codes, steps: Vector, errors: Vector) -> Bounds:
        rows = codes * steps[:, None]
        return lambda queries: np.asarray(queries @ rows.T + errors, np.float32)


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
    changed=st.sampled_from([0, 5, 1024]),
)
def test_it_answers_what_the_full_comparison_answers(
    people: int, seed: int, view: View, block: int, changed: int
) -> None:
    enrolled = crowd(people, seed)
    queries = np.concatenate([unit_vectors(4, 32, seed), enrolled["p0"]])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        patch.setattr(module, "CHANGED", changed)
        same(filled(enrolled, view).nearest(queries), fully(enrolled, view, queries))


@pytest.mark.parametrize("view", VIEWS)
def test_near_ties_among_thousands_are_decided_exactly(view: View) -> None:
    random = np.random.default_rng(3)
    rows = unit_vectors(1, 128) + 0.002 * random.normal(size=(5000, 128))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype("f4")
    people = {f"p{n}": rows[n : n + 1] for n in range(5000)}
    queries = rows[::500]
    same(filled(people, view, OpenVinoScan()).nearest(queries), fully(people, view, queries))


def test_vectors_beyond_the_scale_are_still_found_exactly() -> None:
    """All weight on one component: far outside what a normal one's step holds."""
    people = {f"p{n}": np.eye(16, dtype="f4")[n : n + 1] for n in range(16)}
    queries = np.concatenate([np.eye(16, dtype="f4"), unit_vectors(20, 16)])
    best = [answer[0] for answer in filled(people).nearest(queries)]
    scores = queries @ np.eye(16, dtype="f4").T
    assert [name for name, _ in best] == [f"p{n}" for n in scores.argmax(axis=1)]


@settings(deadline=None, max_examples=30)
@given(
    steps=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), max_size=60),
    changed=st.integers(0, 6),
)
def test_every_change_counts_at_once(steps: list[tuple[int, int]], changed: int) -> None:
    """Random arrivals, replacements and departures, beside a plain dictionary."""
    people: dict[str, Vector] = {}
    index = ExactIndex(16, PlainScan())
    query = unit_vectors(3, 16, seed=5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", 8)
        patch.setattr(module, "CHANGED", changed)
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


@pytest.mark.parametrize("dimensions", [1, 31, 128, 512, 640])
@pytest.mark.parametrize("group", [None, 0])
def test_the_runtimes_bounds_are_those_of_plain_arithmetic(
    dimensions: int, group: int | None
) -> None:
    rows, queries = unit_vectors(333, dimensions), unit_vectors(5, dimensions, seed=3)
    quantised = module._quantised(rows)
    found = OpenVinoScan(group).pack(*quantised)(queries)
    allowed = QUERY_ROUNDING * np.abs(queries).max(axis=1) * dimensions**0.5
    # Five rows are not so few that the answers of one question would be another's.
    plain = PlainScan().pack(*quantised)(queries)
    assert (np.abs(found - plain) <= 2 * allowed[:, None] + 1e-5).all()
    longest = 1 + quantised[2].max()
    assert (found + allowed[:, None] * longest + module.ROUNDING >= queries @ rows.T).all()


def test_a_query_is_rounded_only_where_the_processor_gains_by_it(tmp_path: Path) -> None:
    assert not multiplies_bytes(tmp_path / "absent")
    (tmp_path / "cpuinfo").write_text("flags : fpu avx2 fma")
    assert not multiplies_bytes(tmp_path / "cpuinfo")
    (tmp_path / "cpuinfo").write_text("flags : fpu avx2 avx_vnni")
    assert multiplies_bytes(tmp_path / "cpuinfo")


def test_bounds_stay_when_what_was_packed_is_gone() -> None:
    """A runtime may share the memory that it was given: then it changes with what comes after."""
    rows, query = unit_vectors(70_000, 128), unit_vectors(1, 128, seed=3)
    bounds = OpenVinoScan().pack(*module._quantised(rows))
    before = bounds(query).copy()
    rubbish = [np.full((70_000, 64), number, np.uint8) for number in range(20)]
    assert len(rubbish) == 20
    np.testing.assert_array_equal(bounds(query), before)


def test_a_query_that_lies_in_pieces_is_asked_whole() -> None:
    """A copy of it is made, which must outlive the question."""
    rows, wide = unit_vectors(5000, 128), unit_vectors(40, 128, seed=3)
    bounds = OpenVinoScan().pack(*module._quantised(rows))
    for _ in range(20):
        in_pieces = bounds(wide[::4]).copy()
        np.testing.assert_array_equal(in_pieces, bounds(wide[::4].copy()))


def test_a_query_of_another_length_is_an_error_with_a_code() -> None:
    bounds = OpenVinoScan().pack(*module._quantised(unit_vectors(50, 128)))
    with pytest.raises(ModelFailed, match="the search failed"):
        bounds(unit_vectors(1, 64))


def test_few_are_compared_one_by_one() -> None:
    """The bounds are near enough to leave out nearly everybody."""
    rows = unit_vectors(20_000, 128)
    _, _, errors = module._quantised(rows)
    assert errors.mean() < 0.125
    index = filled({str(number): rows[number : number + 1] for number in range(len(rows))})
    index.nearest(rows[:1])
    (block,) = index._scanned(rows[:1])
    found = module._Scanned([(block[0], block[1][0], 0.015)])
    assert len(found.reaching(0.9)) == 1
    assert len(found.reaching(0.4)) < 200


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
