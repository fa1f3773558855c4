"""Identifying, with drawn faces and the records in memory."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from adsum.app.gallery import LiveGallery
from adsum.app.identify import Identified, Identify, NoFace
from adsum.domain.instants import NaiveTime
from adsum.errors import AdsumError
from adsum.vision.gallery import DecisionRule
from adsum.vision.types import Image, RecogniserId
from tests.fakes import stages
from tests.fakes.store import FakeStore
from tests.unit.app.test_enrol import enrol, photo

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def with_people(**people: int) -> FakeStore:
    """Enrol each name with three shots of the drawn person of that number."""
    store = FakeStore()
    for name, number in people.items():
        shots = [photo(name, stages.shot(number, n)) for n in range(3)]
        outcomes = enrol(store, *shots, allow_lookalikes=True)
        assert all(o.error is None for o in outcomes)
    return store


def identify(store: FakeStore, *faces: Image, rule: DecisionRule | None = None) -> list[Identified]:
    gallery = LiveGallery(store, stages.MADE_BY)
    chosen = rule or DecisionRule()
    use_case = Identify(stages.pipeline(), gallery, stages.decoder(), store, chosen)
    return use_case.execute(stages.png(stages.picture(*faces)))


def names(found: list[Identified]) -> list[str | None]:
    by_place = sorted(found, key=lambda f: f.box.x)
    return [f.person.name if f.person else None for f in by_place]


def test_everybody_in_the_picture_is_named_or_unknown() -> None:
    store = with_people(Ada=1, Bob=2)
    found = identify(store, stages.face(2, 9), stages.face(3), stages.face(1, 9))
    assert names(found) == ["Bob", None, "Ada"]


def test_faces_come_with_their_boxes_and_quality() -> None:
    [found] = identify(with_people(Ada=1), stages.face(1, 9, size=128))
    assert (found.box.x, found.box.y, found.box.width, found.box.height) == (30, 64, 128, 128)
    assert 0 < found.quality <= 1


def test_nobody_is_known_while_nobody_is_enrolled() -> None:
    [found] = identify(FakeStore(), stages.face(1))
    assert (found.person, found.score) == (None, None)
    assert found.sighting(NOW, "main") is None


def test_a_stranger_has_a_score_and_no_name_and_is_no_sighting() -> None:
    [found] = identify(with_people(Ada=1), stages.face(2))
    assert found.person is None
    assert found.score is not None
    assert found.score < 0.5
    assert found.sighting(NOW, "main") is None


def test_the_threshold_decides() -> None:
    store = with_people(Ada=1)
    [found] = identify(store, stages.face(1, 9))
    assert found.score is not None
    just_met = DecisionRule(threshold=found.score)
    just_missed = DecisionRule(threshold=found.score + 1e-4)
    assert names(identify(store, stages.face(1, 9), rule=just_met)) == ["Ada"]
    assert names(identify(store, stages.face(1, 9), rule=just_missed)) == [None]


def test_two_people_who_look_alike_are_unknown_rather_than_a_coin_toss() -> None:
    store = with_people(Ada=1, Twin=1)
    assert names(identify(store, stages.face(1, 9))) == [None]
    assert names(identify(store, stages.face(1, 9), rule=DecisionRule(margin=0.0))) != [None]


def test_one_person_is_in_a_picture_once_and_the_better_match_keeps_the_name() -> None:
    store = with_people(Ada=1)
    near, far = stages.face(1, 8, change=0.1), stages.face(1, 9, change=0.7)
    found = identify(store, far, near)
    assert names(found) == [None, "Ada"]
    assert all(f.score is not None and f.score > 0.5 for f in found)
    assert names(identify(store, near, far)) == ["Ada", None]


def test_a_sighting_carries_the_person_the_place_and_the_score() -> None:
    [found] = identify(with_people(Ada=1), stages.face(1, 9))
    sighting = found.sighting(NOW, "gate")
    assert sighting is not None
    assert found.person is not None
    assert (sighting.person_id, sighting.at) == (found.person.id, NOW)
    assert (sighting.place, sighting.score) == ("gate", found.score)


def test_a_sighting_needs_a_time_with_a_zone() -> None:
    [found] = identify(with_people(Ada=1), stages.face(1, 9))
    with pytest.raises(NaiveTime):
        found.sighting(NOW.replace(tzinfo=None), "gate")


def test_a_picture_without_a_face_is_an_error_of_its_own() -> None:
    with pytest.raises(NoFace) as caught:
        identify(with_people(Ada=1))
    assert caught.value.code == "face.none"


def test_what_is_no_picture_is_the_decoders_error() -> None:
    store = FakeStore()
    gallery = LiveGallery(store, stages.MADE_BY)
    use_case = Identify(stages.pipeline(), gallery, stages.decoder(), store, DecisionRule())
    with pytest.raises(AdsumError) as caught:
        use_case.execute(b"no picture")
    assert caught.value.code.startswith("image.")


def test_a_person_forgotten_a_moment_ago_is_unknown() -> None:
    store = with_people(Ada=1)
    gallery = LiveGallery(store, stages.MADE_BY)
    gallery.current()
    use_case = Identify(stages.pipeline(), gallery, stages.decoder(), store, DecisionRule())
    with store.write() as records:
        [ada] = records.people.page()
        records.people.remove(ada.id)
    [found] = use_case.in_image(stages.picture(stages.face(1, 9)))
    assert found.person is None


def test_the_gallery_is_loaded_again_exactly_when_it_changed() -> None:
    store = with_people(Ada=1)
    live = LiveGallery(store, stages.MADE_BY)
    first = live.current()
    assert live.current() is first
    enrol(store, photo("Bob", stages.shot(2)))
    second = live.current()
    assert second is not first
    assert (len(first), len(second)) == (1, 2)
    with store.write() as records:
        records.photos.erase(second.people[0])
    assert len(live.current()) == 1


def test_the_gallery_holds_only_what_its_own_recogniser_made() -> None:
    store = with_people(Ada=1)
    assert len(LiveGallery(store, RecogniserId("other", "1", "f32")).current()) == 0
    assert np.isclose(identify(store, stages.face(1, 0))[0].score or 0, 0.95, atol=0.05)
