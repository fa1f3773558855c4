"""Several processes on one data folder, and processes that are killed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from adsum.app.gallery import LiveGallery
from adsum.domain.punch import Punch
from adsum.storage.store import SqlStore
from tests.fakes.stages import MADE_BY
from tests.integration.storage.work import data_folder, enrol, go, punch, start

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def all_punches(store: SqlStore) -> list[Punch]:
    with store.read() as records:
        return list(records.punches.between(*ALWAYS))


def test_two_that_enrol_the_same_photos_at_once_double_and_lose_nothing(tmp_path: Path) -> None:
    both = [start(tmp_path, "enrol", "30") for _ in range(2)]
    for process in both:
        go(process)
    said = [process.communicate(timeout=60)[0].splitlines() for process in both]
    assert [len(lines) for lines in said] == [60, 60]
    statuses = Counter(line.rsplit(" ", 1)[1] for lines in said for line in lines)
    assert statuses == {"enrolled": 60, "already_enrolled": 60}
    with data_folder(tmp_path) as store, store.read() as records:
        assert sorted(records.people.names().values()) == sorted(
            f"Person {number}" for number in range(1, 31)
        )
        assert set(records.photos.counts().values()) == {2}
        assert len(records.photos.templates(MADE_BY)) == 60


def test_two_that_punch_at_once_double_and_lose_nothing(tmp_path: Path) -> None:
    with data_folder(tmp_path) as store:
        list(enrol(store, people=1))
    both = [start(tmp_path, "punch", name) for name in ("a", "b")]
    for process in both:
        go(process)
    answered = [line for p in both for line in p.communicate(timeout=60)[0].splitlines()]
    expected = [f"{name}-{number}" for name in ("a", "b") for number in range(40)]
    assert sorted(answered) == sorted(expected)
    with data_folder(tmp_path) as store:
        assert sorted(p.client_id for p in all_punches(store)) == sorted(expected)


def test_an_answered_punch_outlives_the_process_that_answered(tmp_path: Path) -> None:
    with data_folder(tmp_path) as store:
        list(enrol(store, people=1))
    process = start(tmp_path, "endless", "x")
    go(process)
    assert process.stdout is not None
    answered = [process.stdout.readline().strip() for _ in range(5)]
    process.kill()
    answered += process.communicate(timeout=30)[0].splitlines()
    assert process.returncode == -9
    with data_folder(tmp_path) as store:
        stored = [p.client_id for p in all_punches(store)]
    # One more may be stored: killed between the disk and the answer.
    assert stored[: len(answered)] == answered
    assert len(stored) <= len(answered) + 1


def test_a_killed_enrolment_is_finished_by_the_next(tmp_path: Path) -> None:
    process = start(tmp_path, "enrol", "60")
    go(process)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate(timeout=30)
    with data_folder(tmp_path) as store:
        with store.read() as records:
            done = len(records.photos.hashes())
            assert len(records.photos.templates(MADE_BY)) == done
        assert 32 <= done < 120
        outcomes = Counter(line.rsplit(" ", 1)[1] for line in enrol(store, people=60))
        assert outcomes == {"already_enrolled": done, "enrolled": 120 - done}
        with store.read() as records:
            assert len(records.people.names()) == 60
            assert set(records.photos.counts().values()) == {2}


def test_a_gallery_follows_what_another_process_enrols(tmp_path: Path) -> None:
    with data_folder(tmp_path) as store:
        gallery = LiveGallery(store, MADE_BY)
        assert len(gallery.current()) == 0
        process = start(tmp_path, "enrol", "3")
        go(process)
        process.communicate(timeout=30)
        assert len(gallery.current()) == 3


def test_what_is_only_in_the_log_yet_is_read_back(tmp_path: Path) -> None:
    with data_folder(tmp_path) as store:
        list(enrol(store, people=1))
        assert list(punch(store, "x", times=3)) == ["x-0", "x-1", "x-2"]
        # The copy is what a power cut would leave: nobody has closed the database.
        copy = tmp_path / "copy"
        copy.mkdir()
        for file in tmp_path.glob("adsum.*"):
            if not file.name.endswith("-shm"):
                (copy / file.name).write_bytes(file.read_bytes())
        assert (tmp_path / "adsum.db-wal").stat().st_size > 0
    with data_folder(copy) as store:
        assert [p.client_id for p in all_punches(store)] == ["x-0", "x-1", "x-2"]
