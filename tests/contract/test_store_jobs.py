"""Contract of `app.ports.jobs.Jobs`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from adsum.app.enrol_status import Status
from adsum.app.ports.jobs import Fault, Job, JobRow, JobState
from adsum.app.ports.store import Store
from tests.contract.samples import NOW

FAULT = Fault("photo.no_face", "no face was found", "Use another photo.")


def job(number: int, **other: object) -> Job:
    made = Job(f"j{number}", "staff.zip", "a1", NOW + timedelta(seconds=number))
    return replace(made, **other)  # type: ignore[arg-type]


def test_a_job_comes_back_as_it_was_stored_last(store: Store) -> None:
    with store.write() as records:
        records.jobs.put(job(1))
        records.jobs.put(job(1, state=JobState.FAILED, total=7, fault=FAULT, finished_at=NOW))
    with store.read() as records:
        assert records.jobs.get("j1") == job(
            1, state=JobState.FAILED, total=7, fault=FAULT, finished_at=NOW
        )
        assert records.jobs.get("j2") is None


def test_jobs_are_listed_newest_first_and_unfinished_ones_oldest_first(store: Store) -> None:
    with store.write() as records:
        for number in (1, 2, 3, 4):
            records.jobs.put(job(number, state=JobState.DONE if number == 2 else JobState.READY))
    with store.read() as records:
        assert [one.id for one in records.jobs.page(limit=2)] == ["j4", "j3"]
        assert [one.id for one in records.jobs.page(after="j3")] == ["j2", "j1"]
        assert [one.id for one in records.jobs.unfinished()] == ["j1", "j3", "j4"]


def test_rows_are_replaced_counted_and_filtered(store: Store) -> None:
    rows = [
        JobRow(1, "Ada", "Ada/1.jpg", True, Status.ENROLLED),
        JobRow(2, "姓名", "姓名/2.jpg", False, Status.ENROLLED),
        JobRow(3, "Bob", "Bob/3.jpg", False, Status.REFUSED, None, FAULT),
    ]
    with store.write() as records:
        records.jobs.put(job(1))
        records.jobs.put(job(2))
        records.jobs.put_rows("j1", rows)
        records.jobs.put_rows("j2", rows[:1])
        records.jobs.put_rows("j1", [replace(rows[1], result=Status.DUPLICATE)])
        records.jobs.put_rows("j1", [])
    with store.read() as records:
        assert records.jobs.rows("j1", after=1, limit=1) == [
            replace(rows[1], result=Status.DUPLICATE)
        ]
        assert records.jobs.rows("j1", status=Status.REFUSED) == [rows[2]]
        assert [row.number for row in records.jobs.rows("j1", status=Status.DUPLICATE)] == [2]
        assert records.jobs.counts("j1") == (
            {Status.ENROLLED: 2, Status.REFUSED: 1},
            {Status.DUPLICATE: 1},
        )


def test_a_forgotten_person_s_name_leaves_every_row(store: Store) -> None:
    quoted = 'Ada "100%" Love_lace\\'
    with store.write() as records:
        records.jobs.put(job(1))
        records.jobs.put_rows(
            "j1",
            [
                JobRow(1, quoted, f"{quoted}/1.jpg", False, Status.REFUSED, None, FAULT),
                JobRow(2, "Ada", "Ada/2.jpg", False, Status.ENROLLED),
            ],
        )
        assert records.jobs.forget(quoted) == 1
    with store.read() as records:
        first, second = records.jobs.rows("j1")
    assert (first.name, first.path, first.fault) == ("(forgotten)", "", None)
    assert second.name == "Ada"


def test_a_person_who_is_renamed_has_the_new_name_in_every_row(store: Store) -> None:
    rows = [
        JobRow(1, "Ada", "Ada/1.jpg", True, Status.ENROLLED),
        JobRow(2, "Ada Lovelace", "Ada Lovelace/2.jpg", False, Status.ENROLLED),
    ]
    with store.write() as records:
        records.jobs.put(job(1))
        records.jobs.put_rows("j1", rows)
        assert records.jobs.rename("Ada", "王小明") == 1
    with store.read() as records:
        found = [(row.name, row.path) for row in records.jobs.rows("j1")]
    assert found == [("王小明", "Ada/1.jpg"), ("Ada Lovelace", "Ada Lovelace/2.jpg")]


def test_jobs_that_ended_long_ago_go_with_their_rows(store: Store) -> None:
    later = NOW + timedelta(days=1)
    done = replace(job(1), state=JobState.DONE, finished_at=NOW)
    with store.write() as records:
        for one in (done, replace(done, id="j2", finished_at=later), job(3)):
            records.jobs.put(one)
            records.jobs.put_rows(one.id, [JobRow(1, "Ada", "Ada/1.jpg")])
        assert records.jobs.purge(later) == 1
        assert records.jobs.purge(later) == 0
    with store.read() as records:
        assert {one.id for one in records.jobs.page()} == {"j2", "j3"}
        assert records.jobs.rows("j1") == []
        assert len(records.jobs.rows("j2")) == 1
