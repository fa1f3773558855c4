"""Pairs of people who will be confused, against a plain loop over all photos."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adsum.vision.gallery import DecisionRule, Gallery
from adsum.vision.lookalikes import look_alikes
from adsum.vision.types import Vector
from tests.data import unit_vectors


def crowd(owners: list[int], seed: int) -> dict[str, Vector]:
    vectors = unit_vectors(len(owners), 4, seed=seed)
    people: dict[str, list[Vector]] = {}
    for owner, vector in zip(owners, vectors, strict=True):
        people.setdefault(f"p{owner}", []).append(vector)
    return {name: np.stack(rows) for name, rows in people.items()}


def plainly(templates: dict[str, Vector], threshold: float) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for a, mine in templates.items():
        for b, theirs in templates.items():
            if a == b:
                continue
            centre = theirs.astype(float).sum(axis=0)
            centre /= np.sqrt((centre**2).sum())
            for row in mine:
                pair = (min(a, b), max(a, b))
                found[pair] = max(found.get(pair, -1), float(row.astype(float) @ centre))
    return {pair: value for pair, value in found.items() if value >= threshold}


@given(owners=st.lists(st.integers(0, 6), min_size=1, max_size=30), seed=st.integers(0, 99))
def test_pairs_equal_a_plain_loop(owners: list[int], seed: int) -> None:
    templates = crowd(owners, seed)
    found = look_alikes(templates, DecisionRule(threshold=0.600001))
    assert {(p.first, p.second): pytest.approx(p.similarity, abs=1e-5) for p in found} == plainly(
        templates, 0.6
    )
    assert [p.similarity for p in found] == sorted((p.similarity for p in found), reverse=True)


@given(owners=st.lists(st.integers(0, 6), min_size=1, max_size=30), seed=st.integers(0, 99))
def test_asked_for_some_people_it_names_exactly_the_pairs_with_them(
    owners: list[int], seed: int
) -> None:
    templates = crowd(owners, seed)
    rule, wanted = DecisionRule(threshold=0.5), {"p0", "p3", "nobody"}
    everything = look_alikes(templates, rule)
    some = look_alikes(templates, rule, wanted)
    expected = [(p.first, p.second) for p in everything if {p.first, p.second} & wanted]
    assert [(p.first, p.second) for p in some] == expected


def test_nobody_resembles_nobody() -> None:
    assert look_alikes({}, DecisionRule()) == []
    assert look_alikes({"only": unit_vectors(2)}, DecisionRule()) == []


def test_a_gallery_gives_back_everybodys_templates() -> None:
    vectors = unit_vectors(5)
    gallery = Gallery([("b", vectors[0]), ("a", vectors[1]), ("b", vectors[2])])
    found = gallery.by_person()
    assert list(found) == ["b", "a"]
    np.testing.assert_array_equal(found["b"], vectors[[0, 2]])
    np.testing.assert_array_equal(found["a"], vectors[[1]])
    assert Gallery(()).by_person() == {}
