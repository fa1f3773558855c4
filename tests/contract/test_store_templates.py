"""Contract of `app.ports.templates.Templates`."""

from __future__ import annotations

import numpy as np
import pytest

from adsum.app.ports.store import Store
from adsum.app.ports.templates import Choice
from adsum.errors import Conflict
from adsum.vision.types import Embedding, RecogniserId
from tests.contract.samples import SFACE, add_people, photo, vector

OTHER = RecogniserId("facenet", "1", "f32")


def with_photos(store: Store, *ids: str) -> None:
    add_people(store, "Ada", "Bob")
    with store.write() as records:
        for number, name in enumerate(ids):
            records.photos.add(photo(name, "p1" if number % 2 == 0 else "p2", seed=number))


def test_a_photo_has_a_template_of_each_recogniser(store: Store) -> None:
    with_photos(store, "f1", "f2")
    with store.write() as records:
        records.templates.add("f1", Embedding(vector(9), OTHER))
    with store.read() as records:
        [(owner, found)] = records.photos.templates(OTHER)
        assert (owner, found.tolist()) == ("p1", vector(9).tolist())
        assert len(records.photos.templates(SFACE)) == 2
        [summary] = records.photos.of("p1")
        assert summary.made_by == (OTHER, SFACE)
        assert list(records.photos.recognisers()) == [(OTHER, 1), (SFACE, 2)]


def test_a_second_template_of_one_recogniser_is_refused_and_leaves_the_rest(store: Store) -> None:
    with_photos(store, "f1")
    with store.write() as records:
        with pytest.raises(Conflict):
            records.templates.add("f1", Embedding(vector(9), SFACE))
        records.templates.add("f1", Embedding(vector(9), OTHER))
        with pytest.raises(Conflict):
            records.templates.add("f1", Embedding(vector(8), OTHER))
    with store.read() as records:
        [(_, found)] = records.photos.templates(OTHER)
        np.testing.assert_array_equal(found, vector(9))


def test_a_template_of_a_photo_that_is_gone_is_refused(store: Store) -> None:
    with_photos(store, "f1")
    with store.write() as records, pytest.raises(Conflict):
        records.templates.add("f7", Embedding(vector(), OTHER))


def test_photos_without_a_template_wait_in_the_order_of_their_ids(store: Store) -> None:
    with_photos(store, "f3", "f1", "f2", "f4")
    with store.write() as records:
        records.templates.add("f2", Embedding(vector(), OTHER))
    with store.read() as records:
        waiting = records.templates.waiting(OTHER, limit=2)
        assert [face.photo_id for face in waiting] == ["f1", "f3"]
        rest = records.templates.waiting(OTHER, after="f3")
        assert [face.photo_id for face in rest] == ["f4"]
        assert records.templates.count_waiting(OTHER) == 3
        assert records.templates.count_waiting(SFACE) == 0
        kept = photo("f1")
        assert (waiting[0].crop, waiting[0].person_id) == (kept.crop, "p2")
        np.testing.assert_array_equal(waiting[0].landmarks, kept.landmarks)


def test_owners_and_vectors_agree_with_all_templates(store: Store) -> None:
    with_photos(store, "f1", "f2", "f3")
    with store.read() as records:
        owners = records.templates.owners(SFACE)
        vectors = records.templates.vectors(SFACE, owners)
        expected = sorted((who, v.tolist()) for who, v in records.photos.templates(SFACE))
        assert sorted((owners[t], v.tolist()) for t, v in vectors.items()) == expected
        some = next(iter(owners))
        assert list(records.templates.vectors(SFACE, {some, "gone"})) == [some]
        assert records.templates.owners(OTHER) == {}


def test_more_templates_than_one_question_holds_are_found(store: Store) -> None:
    add_people(store, "Ada")
    with store.write() as records:
        for number in range(501):
            records.photos.add(photo(f"f{number:03}", crop=b"", seed=number))
    with store.read() as records:
        assert len(records.templates.vectors(SFACE, records.templates.owners(SFACE))) == 501


def test_templates_of_one_recogniser_are_removed_alone(store: Store) -> None:
    with_photos(store, "f1", "f2")
    with store.write() as records:
        records.templates.add("f1", Embedding(vector(), OTHER))
        assert records.templates.remove(OTHER) == 1
    with store.read() as records:
        assert list(records.photos.recognisers()) == [(SFACE, 2)]


def test_forgetting_takes_the_templates_of_every_recogniser(store: Store) -> None:
    with_photos(store, "f1", "f2")
    with store.write() as records:
        records.templates.add("f1", Embedding(vector(), OTHER))
        assert records.photos.erase("p1").templates == 2
    with store.read() as records:
        assert list(records.photos.recognisers()) == [(SFACE, 1)]


def test_the_choice_is_kept_and_every_change_is_a_new_generation(store: Store) -> None:
    with store.read() as records:
        assert records.templates.choice() == Choice()
        before = records.photos.generation()
    chosen = Choice("facenet", "sface", "/models/own model.toml")
    for choice in (Choice("sface"), chosen):
        with store.write() as records:
            records.templates.choose(choice)
    with store.read() as records:
        assert records.templates.choice() == chosen
        assert records.photos.generation() != before
