"""Contract of `app.ports.people.People`."""

from __future__ import annotations

from datetime import datetime

import pytest

from adsum.app.ports.store import Store
from adsum.domain.instants import NaiveTime
from adsum.domain.person import Person
from adsum.errors import Conflict
from tests.contract.samples import NOW, add_people, person

UNICODE = ["王小明", "Zoë 🎉", "Łukasz Żółć", "محمد", "İpek Çağrı", "Straße", "O'Brien; DROP TABLE"]


@pytest.mark.parametrize("name", UNICODE)
def test_a_name_comes_back_as_it_was_given(store: Store, name: str) -> None:
    add_people(store, name)
    with store.read() as records:
        assert records.people.get("p1") == Person("p1", name, NOW)
        assert records.people.by_name(name) == Person("p1", name, NOW)
        assert records.people.names() == {"p1": name}


def test_nobody_is_found_where_there_is_nobody(store: Store) -> None:
    with store.read() as records:
        assert records.people.get("p1") is None
        assert records.people.by_name("Ada") is None
        assert list(records.people.page()) == []
        assert records.people.names() == {}


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("Straße", "STRASSE"),
        ("STRASSE", "straße"),
        ("Ada Lovelace", "aDA lOVELACE"),
        ("ΣΊΣΥΦΟΣ", "Σίσυφος"),
        ("İpek", "i̇pek"),
        ("ЖЕНЯ", "женя"),
    ],
)
def test_case_does_not_matter_in_a_name(store: Store, stored: str, asked: str) -> None:
    add_people(store, stored)
    with store.read() as records:
        found = records.people.by_name(asked)
    assert found is not None
    assert found.name == stored


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoe", "Zoë"),
        ("Isil", "Işıl"),
        ("ilik", "ılık"),
        ("Muller", "Müller"),
        ("か", "が"),
        ("🎉", "🎂"),
        ("ﬁ", "fj"),
    ],
)
def test_names_that_differ_by_more_than_case_are_two_people(
    store: Store, one: str, other: str
) -> None:
    add_people(store, one, other)
    with store.read() as records:
        found = records.people.by_name(one), records.people.by_name(other)
    assert [p.id for p in found if p] == ["p1", "p2"]


@pytest.mark.parametrize("again", ["Straße", "STRASSE", "strasse"])
def test_a_name_can_be_given_once(store: Store, again: str) -> None:
    add_people(store, "Straße")
    with pytest.raises(Conflict), store.write() as records:
        records.people.add(person("p2", again))
    with store.read() as records:
        assert records.people.names() == {"p1": "Straße"}


def test_a_name_is_free_again_when_its_person_is_gone(store: Store) -> None:
    add_people(store, "Ada")
    with store.write() as records:
        records.people.remove("p1")
        records.people.add(person("p2", "ada"))
    with store.read() as records:
        assert records.people.names() == {"p2": "ada"}


def test_the_longest_name_fits_whatever_its_letters(store: Store) -> None:
    # Each of these folds to three characters, of up to four bytes.
    longest = "ΐ" * 120
    add_people(store, longest, "🎉" * 120)
    with store.read() as records:
        assert records.people.names() == {"p1": longest, "p2": "🎉" * 120}


def test_people_come_in_the_order_of_their_folded_code_points(store: Store) -> None:
    given = ["b", "Å", "a", "Z", "a b", "A-c", "_x", "王", "🎉", "é", "10", "9", "a.", "ß"]
    add_people(store, *given)
    with store.read() as records:
        found = [p.name for p in records.people.page()]
    assert found == sorted(given, key=lambda name: [ord(c) for c in name.casefold()])


def test_pages_put_together_hold_everybody_once(store: Store) -> None:
    names = [f"Person {number:02}" for number in range(23)] + ["ÉVA", "Å", "王", "🎉", "ß"]
    add_people(store, *names)
    seen: list[str] = []
    with store.read() as records:
        while page := records.people.page(after=seen[-1] if seen else "", limit=5):
            assert len(page) <= 5
            seen += [p.name for p in page]
    assert len(seen) == len(names)
    assert set(seen) == set(names)


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("ada", ["Ada", "Adam"]),
        ("ADA", ["Ada", "Adam"]),
        ("%", ["100 %"]),
        ("_", ["a_b"]),
        ("/", []),
        ("\\", []),
        ("'", ["O'Brien"]),
        ("SS", ["Straße"]),
        ("İ", ["İpek"]),
        ("王", ["王小明"]),
        ("e", ["O'Brien", "Straße", "İpek"]),
        ("\0", []),
        ("\udcff", []),
    ],
)
def test_search_takes_every_sign_literally(store: Store, search: str, expected: list[str]) -> None:
    add_people(store, "Ada", "Adam", "100 %", "a_b", "axb", "O'Brien", "Straße", "İpek", "王小明")
    with store.read() as records:
        found = [p.name for p in records.people.page(search=search)]
    assert sorted(found) == sorted(expected)


def test_search_and_page_go_together(store: Store) -> None:
    add_people(store, "Ada 1", "Bob", "Ada 2", "Ada 3")
    with store.read() as records:
        found = records.people.page(search="ada", after="ADA 1", limit=1)
    assert [p.name for p in found] == ["Ada 2"]


@pytest.mark.parametrize("impossible", ["\0", "Ada\0", "\udcff", "\ud800"])
def test_a_name_that_nobody_can_have_is_nobodys(store: Store, impossible: str) -> None:
    add_people(store, "Ada", "?")
    with store.read() as records:
        assert records.people.by_name(impossible) is None
        assert records.people.page(after=impossible) is not None


def test_names_are_given_for_the_ids_asked_for(store: Store) -> None:
    add_people(store, "Ada", "Bob", "Cid")
    with store.read() as records:
        assert records.people.names(["p3", "p1", "nobody"]) == {"p1": "Ada", "p3": "Cid"}
        assert records.people.names([]) == {}


def test_removing_nobody_is_no_error(store: Store) -> None:
    with store.write() as records:
        records.people.remove("nobody")


def test_a_naive_time_is_refused(store: Store) -> None:
    naive = datetime(2026, 3, 2, 9)  # noqa: DTZ001
    with pytest.raises(NaiveTime), store.write() as records:
        records.people.add(Person("p1", "Ada", naive))


def test_a_person_is_renamed_but_not_to_a_name_that_is_taken(store: Store) -> None:
    add_people(store, "Ada", "Bob")
    with store.write() as records:
        records.people.rename("p1", "ADA Lovelace")
        records.people.rename("p1", "Ada Lovelace")  # only the case differs
    with pytest.raises(Conflict), store.write() as records:
        records.people.rename("p1", "bob")
    with store.read() as records:
        assert records.people.names() == {"p1": "Ada Lovelace", "p2": "Bob"}
        assert records.people.by_name("ada") is None
        found = records.people.by_name("ada lovelace")
    assert found is not None and found.id == "p1"
