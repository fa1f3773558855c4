"""Contract of `app.ports.store.Store`: all or nothing, one writer at a time, one view a reader."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from adsum.app.ports.store import Records, Store
from adsum.errors import Conflict
from tests.contract.samples import NOW, SFACE, account, add_people, person, photo, punch, token

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


class Trouble(Exception):
    """Something that goes wrong in the middle of a transaction."""


def add_one_of_everything(records: Records) -> None:
    records.people.add(person())
    records.photos.add(photo())
    records.punches.add(punch())
    records.accounts.add(account())
    records.accounts.add_token(token("t", NOW + timedelta(hours=1)))


def everything(store: Store) -> tuple[object, ...]:
    with store.read() as records:
        return (
            records.people.names(),
            records.photos.counts(),
            records.photos.generation(),
            len(records.photos.templates(SFACE)),
            list(records.punches.between(*ALWAYS)),
            records.accounts.count(),
            records.accounts.by_token("t".rjust(64, "0"), NOW),
        )


def test_what_raised_half_way_has_left_no_trace(store: Store) -> None:
    before = everything(store)
    with pytest.raises(Trouble), store.write() as records:
        add_one_of_everything(records)
        raise Trouble
    assert everything(store) == before


def test_a_deletion_that_raised_half_way_has_deleted_nothing(store: Store) -> None:
    with store.write() as records:
        add_one_of_everything(records)
    before = everything(store)
    with pytest.raises(Trouble), store.write() as records:
        records.photos.erase("p1")
        records.punches.pseudonymise("p1", "forgotten")
        records.people.remove("p1")
        raise Trouble
    assert everything(store) == before


def test_a_transaction_sees_what_it_has_written(store: Store) -> None:
    with store.write() as records:
        add_one_of_everything(records)
        assert records.people.by_name("ada lovelace") == person()
        assert records.photos.has("p1", photo().sha256)
        assert records.punches.by_client_id(punch().client_id) == punch()


@pytest.mark.parametrize(
    "repeat",
    [
        lambda records: records.people.add(person("p9")),
        lambda records: records.photos.add(photo("f9", sha256=photo().sha256)),
        lambda records: records.punches.add(punch("c9", client_id=punch().client_id)),
        lambda records: records.accounts.add(account("a9")),
    ],
    ids=["person", "photo", "punch", "account"],
)
def test_a_conflict_that_is_caught_leaves_the_rest_of_the_transaction(
    store: Store, repeat: Callable[[Records], None]
) -> None:
    with store.write() as records:
        add_one_of_everything(records)
    with store.write() as records:
        records.people.add(person("p2", "Before"))
        with pytest.raises(Conflict):
            repeat(records)
        records.people.add(person("p3", "After"))
    with store.read() as records:
        assert set(records.people.names()) == {"p1", "p2", "p3"}


def test_a_reader_sees_one_moment_however_long_it_reads(store: Store) -> None:
    add_people(store, "Ada")
    with ThreadPoolExecutor(1) as other, store.read() as records:
        before = records.people.names()

        def write() -> None:
            with store.write() as elsewhere:
                elsewhere.people.add(person("p2", "Bob"))
                elsewhere.punches.add(punch())

        other.submit(write).result(timeout=20)
        assert records.people.names() == before == {"p1": "Ada"}
        assert list(records.punches.between(*ALWAYS)) == []
    with store.read() as records:
        assert len(records.people.names()) == 2
        assert len(records.punches.between(*ALWAYS)) == 1


def test_a_reader_does_not_see_what_is_not_finished(store: Store) -> None:
    with store.write() as records:
        records.people.add(person())

        def read() -> dict[str, str]:
            with store.read() as elsewhere:
                return elsewhere.people.names()

        with ThreadPoolExecutor(1) as other:
            assert other.submit(read).result(timeout=20) == {}
    assert read() == {"p1": "Ada Lovelace"}


def test_writers_take_turns_so_that_what_one_has_read_stays_true(store: Store) -> None:
    """Everybody adds a punch only if there is none yet: exactly one may succeed."""
    start = threading.Barrier(4)

    def punch_if_first(number: int) -> bool:
        start.wait()
        with store.write() as records:
            if records.punches.between(*ALWAYS, "p1"):
                return False
            records.punches.add(punch(f"c{number}"))
            return True

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(punch_if_first, range(4))) == [False, False, False, True]
    with store.read() as records:
        assert len(records.punches.between(*ALWAYS)) == 1
