"""Enrolling, with drawn faces and the records in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from adsum.app.enrol import BATCH, Enrol, EnrolOutcome, EnrolRequest, EnrolTools, Status
from adsum.errors import AdsumError
from tests.fakes import stages
from tests.fakes.clock import FakeClock
from tests.fakes.store import FakeRecords, FakeStore

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


class Unreadable(AdsumError):
    """A file that cannot be read."""

    code = "file.unreadable"


class CountingStore(FakeStore):
    """Counts the transactions that write, and can fail like a full disk."""

    def __init__(self) -> None:
        super().__init__()
        self.written = 0
        self.fails_at: int | None = None

    @contextmanager
    def write(self) -> Iterator[FakeRecords]:
        with super().write() as records:
            yield records
            if self.written == self.fails_at:
                raise Unreadable("no more")
        self.written += 1


def photo(name: str, content: bytes | Callable[[], bytes], label: str = "") -> EnrolRequest:
    read = content if callable(content) else lambda: content
    return EnrolRequest(name, label or name, read)


def use_case(store: FakeStore, workers: int = 1) -> Enrol:
    tools = EnrolTools(stages.pipeline(), stages.decoder(), stages.encoder())
    return Enrol(store, FakeClock(NOW), tools, workers=workers)


def enrol(store: FakeStore, *requests: EnrolRequest, **options: bool) -> list[EnrolOutcome]:
    return list(use_case(store).execute(requests, **options))


def counts(store: FakeStore) -> dict[str, int]:
    with store.read() as records:
        names, numbers = records.people.names(), records.photos.counts()
    return {names[person_id]: number for person_id, number in numbers.items()}


def refusal(store: FakeStore, request: EnrolRequest, **options: bool) -> AdsumError:
    [outcome] = enrol(store, request, **options)
    assert outcome.status is Status.REFUSED
    assert outcome.error is not None
    return outcome.error


def test_people_are_made_as_their_first_good_photo_comes() -> None:
    store = FakeStore()
    outcomes = enrol(
        store,
        photo("Ada", stages.shot(1, 0)),
        photo("Bob", stages.png(stages.picture())),
        photo("Ada", stages.shot(1, 1)),
    )
    assert [o.status for o in outcomes] == [Status.ENROLLED, Status.REFUSED, Status.ENROLLED]
    assert counts(store) == {"Ada": 2}


def test_what_is_kept_is_the_face_and_what_made_it() -> None:
    store = FakeStore()
    content = stages.shot(1)
    [outcome] = enrol(store, photo("Ada", content, "ada.png"))
    assert (outcome.name, outcome.label, outcome.error) == ("Ada", "ada.png", None)
    with store.read() as records:
        [person] = records.people.page()
        [summary] = records.photos.of(person.id)
        crop = records.photos.crop(summary.id)
        assert records.photos.has(person.id, hashlib.sha256(content).hexdigest())
    assert (person.name, person.created_at) == ("Ada", NOW)
    assert summary.made_by == (stages.MADE_BY,)
    assert summary.quality == outcome.quality
    assert crop is not None
    kept = cv2.imdecode(np.frombuffer(crop, np.uint8), cv2.IMREAD_COLOR)
    assert len(stages.DrawnDetector().detect(cv2.medianBlur(kept, 5) // 16 * 16)) == 1


def test_outcomes_come_in_the_order_given_whatever_the_workers() -> None:
    requests = [
        photo(f"Person {n % 7}", stages.shot(n % 7, n), f"{n}.png") for n in range(2 * BATCH + 5)
    ]
    results = []
    for workers in (1, 4):
        store = FakeStore()
        outcomes = list(use_case(store, workers).execute(requests))
        assert [o.label for o in outcomes] == [r.label for r in requests]
        results.append(([(o.name, o.status, o.quality) for o in outcomes], counts(store)))
    assert results[0] == results[1]


def test_photos_are_written_some_at_a_time() -> None:
    store = CountingStore()
    requests = [photo(f"Person {n}", stages.shot(n)) for n in range(3 * BATCH)]
    assert len(list(use_case(store).execute(requests))) == 3 * BATCH
    assert store.written == 3


def test_nothing_to_enrol_is_no_error_and_writes_nothing() -> None:
    store = CountingStore()
    assert enrol(store) == []
    assert store.written == 0


def test_an_outcome_is_told_only_after_its_photo_is_stored() -> None:
    store = FakeStore()
    requests = [photo(f"Person {n}", stages.shot(n)) for n in range(BATCH + 8)]
    for told, outcome in enumerate(use_case(store).execute(requests), 1):
        assert outcome.status is Status.ENROLLED
        assert len(counts(store)) >= told


def test_after_an_interruption_the_same_call_does_the_rest() -> None:
    store = CountingStore()
    store.fails_at = 1
    requests = [photo(f"Person {n}", stages.shot(n)) for n in range(3 * BATCH)]
    with pytest.raises(Unreadable):
        list(use_case(store).execute(requests))
    assert len(counts(store)) == BATCH
    store.fails_at = None
    statuses = [o.status for o in use_case(store).execute(requests)]
    assert statuses == [Status.ALREADY] * BATCH + [Status.ENROLLED] * 2 * BATCH
    assert counts(store) == {f"Person {n}": 1 for n in range(3 * BATCH)}


def test_who_stops_listening_stops_the_work() -> None:
    store, read = FakeStore(), []

    def noted(number: int) -> bytes:
        read.append(number)
        return stages.shot(number)

    requests = (photo(f"Person {n}", lambda n=n: noted(n)) for n in range(10 * BATCH))
    outcomes = use_case(store).execute(requests)
    next(outcomes)
    outcomes.close()
    assert len(read) < 2 * BATCH
    assert len(counts(store)) == BATCH


def test_the_same_file_is_enrolled_once() -> None:
    store = FakeStore()
    same = photo("Ada", stages.shot(1))
    assert [o.status for o in enrol(store, same, same)] == [Status.ENROLLED, Status.ALREADY]
    assert [o.status for o in enrol(store, same)] == [Status.ALREADY]
    assert [o.status for o in enrol(store, photo("ADA", stages.shot(1)))] == [Status.ALREADY]
    assert counts(store) == {"Ada": 1}


def test_a_near_duplicate_is_skipped() -> None:
    store = FakeStore()
    outcomes = enrol(
        store,
        photo("Ada", stages.shot(1, 0, change=0.1)),
        photo("Ada", stages.shot(1, 1, change=0.1)),
        photo("Ada", stages.shot(1, 2, change=0.5)),
    )
    assert [o.status for o in outcomes] == [Status.ENROLLED, Status.DUPLICATE, Status.ENROLLED]
    assert outcomes[1].quality is not None
    assert counts(store) == {"Ada": 2}


def test_a_near_duplicate_of_an_earlier_run_is_skipped() -> None:
    store = FakeStore()
    enrol(store, photo("Ada", stages.shot(1, 0, change=0.1)))
    [outcome] = enrol(store, photo("Ada", stages.shot(1, 1, change=0.1)))
    assert outcome.status is Status.DUPLICATE


@pytest.mark.parametrize("earlier_run", [False, True])
def test_a_face_that_is_somebody_elses_is_reported_with_the_name(earlier_run: bool) -> None:
    store = FakeStore()
    known, claimed = photo("Ada", stages.shot(1, 0)), photo("Bob", stages.shot(1, 1))
    if earlier_run:
        enrol(store, known)
        [outcome] = enrol(store, claimed)
    else:
        _, outcome = enrol(store, known, claimed)
    assert outcome.status is Status.REFUSED
    assert outcome.error is not None
    assert outcome.error.code == "photo.belongs_to_another"
    assert "Ada" in outcome.error.message
    assert counts(store) == {"Ada": 1}


def test_lookalikes_are_enrolled_when_somebody_says_so() -> None:
    store = FakeStore()
    enrol(store, photo("Ada", stages.shot(1, 0)))
    [outcome] = enrol(store, photo("Bob", stages.shot(1, 1)), allow_lookalikes=True)
    assert outcome.status is Status.ENROLLED
    assert counts(store) == {"Ada": 1, "Bob": 1}


def test_a_person_whose_own_photos_are_nearer_is_not_claimed_by_another() -> None:
    store = FakeStore()
    enrol(store, photo("Ada", stages.shot(1, 0)))
    enrol(store, photo("Bob", stages.shot(1, 1, change=0.8)), allow_lookalikes=True)
    [outcome] = enrol(store, photo("Ada", stages.shot(1, 2, change=0.3)))
    assert outcome.status is Status.ENROLLED


def dark() -> bytes:
    return stages.png(stages.picture(stages.face(1) // 8 + 5))


def blurred() -> bytes:
    flat = cv2.GaussianBlur(stages.face(1), (0, 0), 14)
    return stages.png(stages.picture(flat))


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (stages.png(stages.picture()), "photo.no_face", "no face"),
        (stages.png(stages.picture(stages.face(1), stages.face(2))), "photo.several_faces", "2"),
        (stages.shot(1, size=40), "photo.refused", "too small"),
        (dark(), "photo.refused", "too dark"),
        (blurred(), "photo.refused", "blurred"),
        (b"", "image.empty", "empty"),
        (b"not a picture", "image.", "not a picture"),
    ],
)
def test_a_photo_is_refused_with_the_reason_in_words(content: bytes, code: str, words: str) -> None:
    store = FakeStore()
    error = refusal(store, photo("Ada", content))
    assert error.code.startswith(code)
    assert words in error.message
    assert error.what_to_do
    with store.read() as records:
        assert records.people.names() == {}


def test_a_passer_by_in_the_background_does_not_matter() -> None:
    background = stages.face(2, size=40)
    content = stages.png(stages.picture(stages.face(1, size=128), background))
    assert [o.status for o in enrol(FakeStore(), photo("Ada", content))] == [Status.ENROLLED]


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "=1+1", "a\0b", "x" * 121])
def test_a_name_that_nobody_can_have_is_refused(name: str) -> None:
    error = refusal(FakeStore(), photo(name, stages.shot(1)))
    assert error.code == "person.invalid_name"


def test_one_file_that_cannot_be_read_does_not_keep_the_others_back() -> None:
    def broken() -> bytes:
        raise Unreadable("broken")

    store = FakeStore()
    outcomes = enrol(
        store,
        photo("Ada", stages.shot(1)),
        photo("Bob", broken),
        photo("Cid", stages.shot(3)),
    )
    assert [o.status for o in outcomes] == [Status.ENROLLED, Status.REFUSED, Status.ENROLLED]
    assert outcomes[1].error is not None
    assert outcomes[1].error.code == "file.unreadable"


def test_a_mistake_of_the_program_is_not_taken_for_a_bad_photo() -> None:
    def mistake() -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        enrol(FakeStore(), photo("Ada", mistake))


def test_names_are_tidied_before_they_are_compared() -> None:
    store = FakeStore()
    enrol(store, photo("  Ada   Lovelace ", stages.shot(1, 0)))
    [outcome] = enrol(store, photo("ada lovelace", stages.shot(1, 1)))
    assert outcome.status is Status.ENROLLED
    assert counts(store) == {"Ada Lovelace": 2}
