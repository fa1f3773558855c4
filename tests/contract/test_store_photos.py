"""Contract of `app.ports.photos.Photos`."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from adsum.app.ports.photos import EnrolledPhoto, Erased, PhotoSummary
from adsum.app.ports.store import Store
from adsum.errors import Conflict
from adsum.vision.types import Embedding, RecogniserId
from tests.contract.samples import NOW, SFACE, add_people, photo, vector

OTHER = RecogniserId("sface", "2021dec", "bf16")


def add(store: Store, *photos: EnrolledPhoto) -> None:
    with store.write() as records:
        for each in photos:
            records.photos.add(each)


def test_a_photo_comes_back_bit_for_bit(store: Store) -> None:
    add_people(store, "Ada")
    kept = photo("f1", crop=bytes(range(256)) * 300)
    add(store, kept)
    with store.read() as records:
        assert records.photos.crop("f1") == kept.crop
        assert list(records.photos.of("p1")) == [
            PhotoSummary("f1", "p1", kept.quality, (SFACE,), NOW)
        ]
        [(owner, found)] = records.photos.templates(SFACE)
    assert owner == "p1"
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, vector())


def test_a_large_crop_fits(store: Store) -> None:
    add_people(store, "Ada")
    add(store, photo("f1", crop=b"x" * 1_000_000))
    with store.read() as records:
        assert records.photos.crop("f1") == b"x" * 1_000_000


def test_there_are_no_photos_to_begin_with(store: Store) -> None:
    add_people(store, "Ada")
    with store.read() as records:
        assert list(records.photos.of("p1")) == []
        assert records.photos.crop("f1") is None
        assert list(records.photos.templates(SFACE)) == []
        assert records.photos.counts() == {}
        assert records.photos.hashes() == set()
        assert list(records.photos.recognisers()) == []
        assert records.photos.generation() == 0


def test_a_file_is_known_by_its_hash_and_person(store: Store) -> None:
    add_people(store, "Ada", "Bob")
    add(store, photo("f1", sha256="a" * 64), photo("f2", "p2", sha256="b" * 64))
    with store.read() as records:
        assert records.photos.has("p1", "a" * 64)
        assert not records.photos.has("p2", "a" * 64)
        assert not records.photos.has("p1", "b" * 64)
        assert records.photos.hashes() == {("p1", "a" * 64), ("p2", "b" * 64)}


def test_a_person_has_a_file_once_but_two_people_may_share_it(store: Store) -> None:
    add_people(store, "Ada", "Bob")
    add(store, photo("f1", sha256="a" * 64), photo("f2", "p2", sha256="a" * 64))
    with pytest.raises(Conflict):
        add(store, photo("f3", sha256="a" * 64))
    with store.read() as records:
        assert records.photos.counts() == {"p1": 1, "p2": 1}
        assert len(records.photos.templates(SFACE)) == 2


def test_photos_of_a_person_come_oldest_first(store: Store) -> None:
    add_people(store, "Ada", "Bob")
    microsecond = timedelta(microseconds=1)
    add(
        store,
        photo("late", created_at=NOW + microsecond),
        photo("b", created_at=NOW),
        photo("a", created_at=NOW),
        photo("early", created_at=NOW - microsecond),
        photo("other", "p2"),
    )
    with store.read() as records:
        assert [p.id for p in records.photos.of("p1")] == ["early", "a", "b", "late"]


def test_people_without_photos_are_left_out_of_the_counts(store: Store) -> None:
    add_people(store, "Ada", "Bob", "Cid")
    add(store, photo("f1"), photo("f2"), photo("f3", "p3"))
    with store.read() as records:
        assert records.photos.counts() == {"p1": 2, "p3": 1}


def test_templates_of_another_recogniser_are_never_mixed_in(store: Store) -> None:
    add_people(store, "Ada")
    add(store, photo("f1", seed=1), photo("f2", seed=2, made_by=OTHER))
    with store.read() as records:
        [(_, one)] = records.photos.templates(SFACE)
        [(_, other)] = records.photos.templates(OTHER)
        assert list(records.photos.templates(RecogniserId("SFace", "2021dec", "f32"))) == []
    np.testing.assert_array_equal(one, vector(1))
    np.testing.assert_array_equal(other, vector(2))


def test_recognisers_are_counted_in_the_order_of_their_names(store: Store) -> None:
    add_people(store, "Ada")
    upper = RecogniserId("SFace", "1", "f32")
    add(store, photo("f1"), photo("f2", made_by=OTHER), photo("f3", made_by=upper), photo("f4"))
    with store.read() as records:
        assert list(records.photos.recognisers()) == [(upper, 1), (OTHER, 1), (SFACE, 2)]


def test_every_change_of_the_templates_changes_the_generation(store: Store) -> None:
    seen = []

    def note() -> None:
        with store.read() as records:
            seen.append(records.photos.generation())

    note()
    add_people(store, "Ada", "Bob")
    add(store, photo("f1"))
    note()
    add(store, photo("f2"), photo("f3", "p2"))
    note()
    with store.write() as records:
        records.photos.erase("p1")
    note()
    assert len(set(seen)) == 4


def test_the_generation_stays_while_nothing_changes(store: Store) -> None:
    add_people(store, "Ada")
    add(store, photo("f1"))
    with store.read() as records:
        before = records.photos.generation()
    with pytest.raises(Conflict):
        add(store, photo("f1"))
    with store.read() as records:
        assert records.photos.generation() == before


def test_erasing_takes_one_persons_photos_and_leaves_the_others(store: Store) -> None:
    add_people(store, "Ada", "Bob")
    add(store, photo("f1"), photo("f2", made_by=OTHER), photo("f3", "p2", seed=3))
    with store.write() as records:
        assert records.photos.erase("p1") == Erased(photos=2, templates=2)
        records.people.remove("p1")
    with store.read() as records:
        assert records.photos.crop("f1") is None
        assert list(records.photos.of("p1")) == []
        assert records.photos.counts() == {"p2": 1}
        assert list(records.photos.templates(OTHER)) == []
        [(owner, found)] = records.photos.templates(SFACE)
    assert owner == "p2"
    np.testing.assert_array_equal(found, vector(3))


def test_erasing_somebody_without_photos_takes_nothing(store: Store) -> None:
    with store.write() as records:
        assert records.photos.erase("p1") == Erased(photos=0, templates=0)


def test_scrubbing_leaves_what_is_kept(store: Store) -> None:
    add_people(store, "Ada")
    add(store, photo("f1"))
    store.scrub()
    with store.read() as records:
        assert records.photos.crop("f1") == photo("f1").crop


def test_a_photo_has_an_owner(store: Store) -> None:
    add_people(store, "Ada")
    with store.write() as records:
        records.photos.add(photo("f1", "p1"))
    with store.read() as records:
        assert records.photos.owner("f1") == "p1"
        assert records.photos.owner("f2") is None


def test_one_photo_goes_with_its_templates_and_the_others_stay(store: Store) -> None:
    add_people(store, "Ada")
    add(store, photo("f1", sha256="a" * 64), photo("f2", sha256="b" * 64))
    with store.write() as records:
        records.templates.add("f1", Embedding(vector(), OTHER))
    with store.write() as records:
        before = records.photos.generation()
        assert records.photos.remove("f1") == Erased(photos=1, templates=2)
        assert records.photos.generation() > before
        assert records.photos.remove("f1") == Erased(photos=0, templates=0)
    with store.read() as records:
        assert records.photos.crop("f1") is None and records.photos.owner("f1") is None
        assert [one.id for one in records.photos.of("p1")] == ["f2"]
        assert len(records.photos.templates(SFACE)) == 1
        assert list(records.photos.templates(OTHER)) == []
