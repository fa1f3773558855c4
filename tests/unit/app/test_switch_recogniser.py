"""Changing the recogniser with drawn faces: resumable, compared, at once, and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pytest

from adsum.app.enrol import Enrol, EnrolTools
from adsum.app.gallery import LiveGallery, Matching
from adsum.app.identify import Identify
from adsum.app.make_templates import BATCH, MakeTemplates
from adsum.app.ports.templates import Choice
from adsum.app.recognition import LivePipeline
from adsum.app.switch_recogniser import NothingToGoBackTo, RecogniserWorse, SwitchRecogniser
from adsum.errors import AdsumError, InvalidInput
from adsum.vision.crop import face_in_crop
from adsum.vision.gallery import DecisionRule
from adsum.vision.pipeline import FacePipeline
from adsum.vision.types import Embedding, Face, Image, RecogniserId
from tests.fakes import stages
from tests.fakes.clock import FakeClock
from tests.fakes.store import FakeStore
from tests.unit.app.test_enrol import enrol, photo
from tests.unit.app.test_identify import names, with_people

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


class Mirrored(stages.DrawnEmbedder):
    """As good as the drawn one, with other numbers."""

    made_by = RecogniserId("mirrored", "1", "f32")

    def embed(self, image: Image, face: Face) -> Embedding:
        return Embedding(super().embed(image, face).vector[::-1].copy(), self.made_by)


class Blind(stages.DrawnEmbedder):
    """Sees no difference between people worth speaking of."""

    made_by = RecogniserId("blind", "1", "f32")

    def embed(self, image: Image, face: Face) -> Embedding:
        seen = super().embed(image, face).vector
        noise = np.random.default_rng(int(1e6 * abs(float(seen[0])))).normal(size=seen.size)
        return Embedding((noise / np.linalg.norm(noise)).astype("f4"), self.made_by)


class NoSuch(InvalidInput):
    """No recogniser has this name."""

    code = "recogniser.unknown"


def build(name: str) -> FacePipeline:
    kinds = {"": stages.DrawnEmbedder, "drawn": stages.DrawnEmbedder}
    kinds |= {"mirrored": Mirrored, "blind": Blind}
    if name not in kinds:
        raise NoSuch(f"no recogniser is called {name!r}")
    threshold = 0.7 if name == "mirrored" else 0.5
    return FacePipeline(stages.DrawnDetector(), kinds[name](), threshold=threshold)


def switching(store: FakeStore) -> SwitchRecogniser:
    make = MakeTemplates(store, stages.decoder(), workers=2)
    return SwitchRecogniser(store, FakeClock(NOW), build, make, "drawn")


def switch(store: FakeStore, name: str, *, force: bool = False) -> None:
    use_case = switching(store)
    for _ in use_case.prepare(name):
        pass
    use_case.finish(name, force=force)


def choice(store: FakeStore) -> Choice:
    with store.read() as records:
        return records.templates.choice()


@pytest.fixture
def store() -> FakeStore:
    return with_people(**{f"Person {n}": n for n in range(1, 9)})


def seen_by(store: FakeStore, *people: int) -> list[str | None]:
    """Who is named by the recogniser in use."""
    live = LivePipeline(store, build)
    gallery = LiveGallery(store, lambda: live.made_by)
    identify = Identify(live, gallery, stages.decoder(), store, DecisionRule())
    faces = [stages.face(person, 9) for person in people]
    return names(identify.execute(stages.png(stages.picture(*faces))))


def test_everybody_is_recognised_by_the_other_one_without_coming_again(store: FakeStore) -> None:
    switch(store, "mirrored")
    assert choice(store) == Choice("mirrored", "drawn")
    assert LivePipeline(store, build).made_by == Mirrored.made_by
    assert seen_by(store, 3, 77, 5) == ["Person 3", None, "Person 5"]


def test_until_then_the_one_in_use_answers(store: FakeStore) -> None:
    use_case = switching(store)
    for _ in use_case.prepare("mirrored"):
        assert LivePipeline(store, build).made_by == stages.MADE_BY
        assert seen_by(store, 3) == ["Person 3"]
    assert choice(store) == Choice("drawn", "", "mirrored")
    assert LivePipeline(store, build).made_by == stages.MADE_BY


def test_a_running_server_follows_at_once_and_late_probes_are_still_answered(
    store: FakeStore,
) -> None:
    live = LivePipeline(store, build)
    gallery = LiveGallery(store, lambda: live.made_by)
    picture = stages.picture(stages.face(4, 9))
    [early] = live.describe_all(picture)
    gallery.current()
    switch(store, "mirrored")
    [late] = live.describe_all(picture)
    assert (early.embedding.made_by, late.embedding.made_by) == (stages.MADE_BY, Mirrored.made_by)
    for described in (early, late):
        [match] = gallery.current(described.embedding.made_by).match(
            [described.embedding], DecisionRule()
        )
        assert match.person_id is not None
    assert live.threshold == 0.7


def test_an_interrupted_change_goes_on_where_it_was(store: FakeStore) -> None:
    with store.write() as records:
        first = records.templates.waiting(Mirrored.made_by, limit=5)
        for kept in first:
            image = stages.decoder().decode(kept.crop)
            face = face_in_crop(stages.DrawnDetector().detect(image), kept.landmarks)
            records.templates.add(kept.photo_id, Mirrored().embed(image, face))
    progress = list(switching(store).prepare("mirrored"))
    assert (progress[-1].done, progress[-1].total) == (19, 19)
    assert list(switching(store).prepare("mirrored")) == []


def test_many_photos_are_kept_a_batch_at_a_time() -> None:
    store = with_people(**{f"Person {n}": n for n in range(BATCH)})
    progress = list(switching(store).prepare("mirrored"))
    assert [p.done for p in progress] == [BATCH, 2 * BATCH, 3 * BATCH]


def test_a_worse_one_is_refused_with_numbers_and_taken_by_force(store: FakeStore) -> None:
    with pytest.raises(RecogniserWorse) as caught:
        switch(store, "blind")
    assert "%" in caught.value.message
    assert choice(store).active == "drawn" and seen_by(store, 3) == ["Person 3"]
    switch(store, "blind", force=True)
    assert choice(store).active == "blind"


def test_going_back_makes_what_was_enrolled_meanwhile(store: FakeStore) -> None:
    switch(store, "mirrored")
    tools = EnrolTools(LivePipeline(store, build), stages.decoder(), stages.encoder())
    late = photo("Late", stages.shot(40, 0))
    [outcome] = Enrol(store, FakeClock(NOW), tools).execute([late])
    assert outcome.error is None and seen_by(store, 40) == ["Late"]
    use_case = switching(store)
    assert use_case.former() == "drawn"
    switch(store, "drawn", force=True)
    assert choice(store) == Choice("drawn", "mirrored")
    assert use_case.status().lacking == 0
    assert seen_by(store, 40) == ["Late"]


def test_photos_enrolled_during_the_change_are_not_lost(store: FakeStore) -> None:
    use_case = switching(store)
    for _ in use_case.prepare("mirrored"):
        pass
    [outcome] = enrol(store, photo("Late", stages.shot(40, 0)))
    assert outcome.error is None
    use_case.finish("mirrored")
    assert seen_by(store, 40) == ["Late"]


def test_a_kept_face_that_cannot_be_read_is_counted_and_passed_over(store: FakeStore) -> None:
    with store.write() as records:
        row = next(iter(records.photos.rows.values()))
        object.__setattr__(row, "crop", b"not a picture")
    last = list(switching(store).prepare("mirrored"))[-1]
    assert (last.failed, last.done) == (1, 24)


def test_an_unknown_name_changes_nothing(store: FakeStore) -> None:
    with pytest.raises(AdsumError):
        list(switching(store).prepare("nonesuch"))
    assert choice(store) == Choice()
    with pytest.raises(NothingToGoBackTo):
        switching(store).former()


def test_a_gallery_switches_to_the_index_and_follows_every_change() -> None:
    from tests.unit.vision.test_index import PlainScan

    store = with_people(Ada=1, Bob=2)
    indexed = LiveGallery(store, stages.MADE_BY, Matching(scan=PlainScan(), index_from=6))
    plain = LiveGallery(store, stages.MADE_BY)

    def answers(live: LiveGallery) -> Iterator[tuple[str | None, float | None]]:
        for person in (1, 2, 3):
            [described] = stages.pipeline().describe_all(stages.picture(stages.face(person, 9)))
            [match] = live.current().match([described.embedding], DecisionRule())
            yield match.person_id, match.score and round(match.score, 4)

    assert list(answers(indexed)) == list(answers(plain))
    enrol(store, *(photo("Cid", stages.shot(3, n)) for n in range(2)))
    assert list(answers(indexed)) == list(answers(plain))
    assert None not in [person for person, _ in answers(indexed)]
    with store.write() as records:
        for name in ("Ada", "Bob"):
            found = records.people.by_name(name)
            assert found is not None
            records.photos.erase(found.id)
    assert list(answers(indexed)) == list(answers(plain))
