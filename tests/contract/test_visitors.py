"""Contract of `app.ports.visitors`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from adsum.app.ports.store import Store
from adsum.app.ports.visitors import Visit, Visitor, VisitSummary
from adsum.vision.types import Embedding, RecogniserId
from tests.contract.samples import NOW, SFACE, vector

MINUTE = timedelta(minutes=1)
OTHER = RecogniserId("facenet", "1", "f32")


def visit(id: str, visitor: str = "v1", minutes: int = 0, **other: Any) -> Visit:
    at = NOW + minutes * MINUTE
    summary = VisitSummary(
        id, visitor, other.pop("camera", "c1"), "main", at, at + MINUTE, other.pop("quality", 0.5)
    )
    embedding = Embedding(vector(minutes), other.pop("made_by", SFACE))
    landmarks = np.arange(10, dtype=np.float32).reshape(5, 2)
    return Visit(summary, b"\xff\xd8 " + id.encode(), landmarks, embedding)


def fill(store: Store, *visits: Visit) -> None:
    with store.write() as records:
        for one in visits:
            records.visitors.add(one)


def test_a_visit_comes_back_with_its_picture_and_vector(store: Store) -> None:
    first, second = visit("a"), visit("b", "v2", 5, made_by=OTHER)
    fill(store, first, second)
    with store.read() as records:
        assert list(records.visitors.visits("v1")) == [first.summary]
        assert records.visitors.crop("b") == second.crop
        assert records.visitors.crop("c") is None
        ((name, found),) = records.visitors.vectors(OTHER)
        assert name == "v2" and np.array_equal(found, second.embedding.vector)
        assert records.visitors.count() == 2


def test_a_better_shot_replaces_the_first_and_a_visit_gets_longer(store: Store) -> None:
    first = visit("a")
    better = visit("a", minutes=3, quality=0.9)
    fill(store, first)
    with store.write() as records:
        records.visitors.replace(better)
        records.visitors.extend("a", NOW + 9 * MINUTE)
    with store.read() as records:
        expected = replace(better.summary, last_at=NOW + 9 * MINUTE)
        assert list(records.visitors.visits("v1")) == [expected]
        assert records.visitors.crop("a") == better.crop
        ((_, found),) = records.visitors.vectors(SFACE)
        assert np.array_equal(found, better.embedding.vector)


def test_visitors_come_page_by_page_who_was_seen_last_first(store: Store) -> None:
    fill(
        store,
        visit("a", "v1", 0, quality=0.4),
        visit("b", "v2", 5),
        visit("c", "v1", 9, quality=0.8),
        visit("d", "v3", 5),
    )
    everybody = [
        Visitor("v1", 2, NOW, NOW + 10 * MINUTE, "c"),
        Visitor("v2", 1, NOW + 5 * MINUTE, NOW + 6 * MINUTE, "b"),
        Visitor("v3", 1, NOW + 5 * MINUTE, NOW + 6 * MINUTE, "d"),
    ]
    with store.read() as records:
        assert list(records.visitors.page()) == everybody
        assert list(records.visitors.page(limit=1)) == everybody[:1]
        assert list(records.visitors.page(after="v1", limit=1)) == everybody[1:2]
        assert list(records.visitors.page(after="v2")) == everybody[2:]
        assert list(records.visitors.page(after="nobody")) == []
        assert records.visitors.get("v1") == everybody[0]
        assert records.visitors.get("nobody") is None


def test_the_latest_visit_is_that_of_one_camera(store: Store) -> None:
    early, late = visit("a", minutes=1), visit("b", minutes=7)
    elsewhere = visit("c", minutes=20, camera="c2")
    fill(store, early, late, elsewhere)
    with store.read() as records:
        assert records.visitors.latest("v1", "c1") == late.summary
        assert records.visitors.latest("v1", "c3") is None


def test_what_is_removed_purged_or_trimmed_is_gone(store: Store) -> None:
    fill(store, *(visit(str(n), f"v{n % 3}", n) for n in range(9)))
    with store.write() as records:
        assert records.visitors.remove("v0") == 3
        # 1, 2, 4, 5, 7, 8 are left, and each ends a minute after it began.
        assert records.visitors.purge(NOW + 3 * MINUTE) == 1
        assert records.visitors.trim(2) == 3
        assert records.visitors.trim(2) == 0
    with store.read() as records:
        left = [s.id for v in records.visitors.page() for s in records.visitors.visits(v.id)]
    assert sorted(left) == ["7", "8"]


@pytest.mark.parametrize("keep", [0, 5])
def test_trimming_an_empty_store_does_nothing(store: Store, keep: int) -> None:
    with store.write() as records:
        assert records.visitors.trim(keep) == 0
