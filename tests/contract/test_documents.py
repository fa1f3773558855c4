"""Contract of `app.ports.documents`: master data and generations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adsum.app.ports.documents import RULES, StoredDocument
from adsum.app.ports.store import Store
from adsum.errors import Conflict
from tests.contract.samples import NOW

SITE = StoredDocument("site", "b", 1, '{"name":"Zürich 🎉"}', NOW)


def put(store: Store, document: StoredDocument, expected: int | None = None) -> None:
    with store.write() as records:
        records.documents.put(document, title=f"Title {document.id}", expected=expected)


def test_a_document_comes_back_as_it_was_put(store: Store) -> None:
    put(store, SITE)
    with store.read() as records:
        assert records.documents.get("site", "b") == SITE
        assert records.documents.get("site", "a") is None
        assert records.documents.get("team", "b") is None


def test_a_long_document_is_not_cut(store: Store) -> None:
    long = replace(SITE, body='"' + "ü" * 200_000 + '"')
    put(store, long)
    with store.read() as records:
        assert records.documents.get("site", "b") == long


@pytest.mark.parametrize("expected", [None, 1])
def test_the_expected_revision_is_replaced(store: Store, expected: int | None) -> None:
    put(store, SITE, 0)
    newer = replace(SITE, revision=2, body="{}")
    put(store, newer, expected)
    with store.read() as records:
        assert list(records.documents.all()) == [newer]


@pytest.mark.parametrize("expected", [0, 2, 7])
def test_another_revision_than_the_expected_one_is_kept(store: Store, expected: int) -> None:
    put(store, SITE)
    with pytest.raises(Conflict):
        put(store, replace(SITE, revision=2, body="{}"), expected)
    with store.read() as records:
        assert records.documents.get("site", "b") == SITE


def test_what_was_removed_in_the_meantime_is_not_put_back(store: Store) -> None:
    with pytest.raises(Conflict):
        put(store, replace(SITE, revision=3), 2)
    with store.read() as records:
        assert list(records.documents.all()) == []


def test_pages_are_in_the_order_of_ids_and_of_one_kind(store: Store) -> None:
    for id in ("c", "B", "a", "b", "10", "9"):
        put(store, replace(SITE, id=id))
    put(store, replace(SITE, kind="team", id="aa"))
    with store.read() as records:
        ids = [document.id for document in records.documents.page("site")]
        assert ids == sorted(["c", "B", "a", "b", "10", "9"])
        after = records.documents.page("site", after=ids[1], limit=2)
        assert [document.id for document in after] == ids[2:4]
        assert {document.kind for document in records.documents.all()} == {"site", "team"}
        assert [document.id for document in records.documents.all("team")] == ["aa"]


@pytest.mark.parametrize("search", ["TITLE x_", "x_", "title X_1"])
def test_a_search_finds_ids_and_titles(store: Store, search: str) -> None:
    put(store, replace(SITE, id="x_1"))
    put(store, replace(SITE, id="xy2"))
    with store.read() as records:
        found = records.documents.page("site", search=search)
    assert [document.id for document in found] == ["x_1"]


def test_removing_needs_the_right_revision(store: Store) -> None:
    put(store, SITE)
    for id, expected in (("b", 2), ("nobody", None)):
        with pytest.raises(Conflict), store.write() as records:
            records.documents.remove("site", id, expected=expected)
    with store.write() as records:
        records.documents.remove("site", "b", expected=1)
        assert records.documents.get("site", "b") is None


def test_every_change_of_a_document_changes_the_generation(store: Store) -> None:
    seen = []
    with store.read() as records:
        seen.append(records.generations.of(RULES))
    put(store, SITE)
    put(store, replace(SITE, revision=2))
    for change in range(2):
        with store.write() as records:
            if change:
                records.documents.remove("site", "b", expected=None)
            seen.append(records.generations.of(RULES))
    with store.read() as records:
        seen.append(records.generations.of(RULES))
    assert len(set(seen)) == 3


def test_a_change_that_failed_leaves_the_generation(store: Store) -> None:
    put(store, SITE)
    with store.read() as records:
        before = records.generations.of(RULES)
    with pytest.raises(KeyError), store.write() as records:
        records.documents.put(replace(SITE, id="x"), title="", expected=None)
        raise KeyError
    with store.read() as records:
        assert records.generations.of(RULES) == before
