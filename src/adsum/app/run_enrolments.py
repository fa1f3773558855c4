"""Work through enrolment jobs: check what would come of each photo, then enrol what was confirmed.

Everything that is done is stored, so that a stopped server goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import TypeVar

from adsum.app.enrol import Enrol, EnrolOutcome, EnrolRequest
from adsum.app.enrol_status import Status
from adsum.app.enrolment_plan import Planned, ReadTable, plan
from adsum.app.ports.archives import Archive, Archives
from adsum.app.ports.clock import Clock
from adsum.app.ports.jobs import Fault, Job, JobRow, JobState
from adsum.app.ports.store import Store
from adsum.app.ports.uploads import Uploads
from adsum.errors import AdsumError, InvalidInput, NotFound

# A job that nobody confirms or completes is ended, and its photos are deleted.
KEPT = timedelta(days=3)
AT_ONCE = 32
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ArchiveTools:
    """The built parts that reading an uploaded archive takes."""

    uploads: Uploads
    archives: Archives
    read_table: ReadTable


class RunEnrolments:
    """Do the next piece of work of the oldest job that has any."""

    def __init__(self, store: Store, clock: Clock, enrol: Enrol, tools: ArchiveTools) -> None:
        self._store = store
        self._clock = clock
        self._enrol = enrol
        self._tools = tools

    def execute(self) -> bool:
        """Work on one job; return whether there was anything to do.

        It ends early when somebody cancels the job. What a busy or full disk interrupts is done
        again later (`AdsumError` is raised); only an archive that cannot be used ends a job.
        """
        with self._store.read() as records:
            jobs = records.jobs.unfinished()
        for job in jobs:
            if job.state in (JobState.CHECKING, JobState.RUNNING):
                self._work_on(job)
                return True
            if self._clock.now() - job.created_at > KEPT:
                self._end(job, JobState.CANCELLED)
        return False

    def _work_on(self, job: Job) -> None:
        try:
            with self._archive(job) as archive:
                if job.state is JobState.CHECKING:
                    self._check(job, archive)
                else:
                    self._run(job, archive)
        except (InvalidInput, NotFound) as error:
            self._end(job, JobState.FAILED, _fault(error))

    @contextmanager
    def _archive(self, job: Job) -> Iterator[Archive]:
        with self._tools.uploads.open(job.id) as file, self._tools.archives.open(file) as archive:
            yield archive

    def _check(self, job: Job, archive: Archive) -> None:
        planned = plan(archive, self._tools.read_table)
        with self._store.write() as records:
            records.jobs.put(replace(job, total=len(planned)))
            names = {name.casefold() for name in records.people.names().values()}
        for rows in self._previewed(planned, archive, names):
            if not self._save(job, rows):
                return
        with self._store.write() as records:
            current = records.jobs.get(job.id)
            if current is not None and current.state is JobState.CHECKING:
                records.jobs.put(replace(current, state=JobState.READY, total=len(planned)))

    def _previewed(
        self, planned: Sequence[Planned], archive: Archive, names: set[str]
    ) -> Iterator[list[JobRow]]:
        good = [one for one in planned if one.error is None]
        bad = [one for one in planned if one.error is not None]
        yield [_refused(one) for one in bad]
        outcomes = self._enrol.rehearse(_requests(good, archive))
        for part in _parts(zip(good, outcomes, strict=True)):
            yield [
                JobRow(
                    one.number,
                    one.name,
                    one.path,
                    one.name.casefold() in names,
                    outcome.status,
                    None,
                    _fault(outcome.error),
                )
                for one, outcome in part
            ]

    def _run(self, job: Job, archive: Archive) -> None:
        rows = self._left(job)
        planned = [Planned(row.number, row.name, row.path) for row in rows]
        requests = _requests(planned, archive)
        done = self._enrol.execute(requests, allow_lookalikes=job.allow_lookalikes)
        for part in _parts(zip(rows, done, strict=True)):
            if not self._save(job, [_with_result(row, outcome) for row, outcome in part]):
                return
        self._end(job, JobState.DONE)

    def _left(self, job: Job) -> list[JobRow]:
        """Return what is still to be enrolled; a face that is claimed may be allowed now."""
        tried = (Status.ENROLLED, Status.REFUSED) if job.allow_lookalikes else (Status.ENROLLED,)
        with self._store.read() as records:
            rows = records.jobs.rows(job.id, limit=10**6)
        return [row for row in rows if row.result is None and row.preview in tried and row.name]

    def _save(self, job: Job, rows: list[JobRow]) -> bool:
        """Store rows; return whether the job is still wanted."""
        with self._store.write() as records:
            current = records.jobs.get(job.id)
            if current is None or current.state is not job.state:
                return False
            records.jobs.put_rows(job.id, rows)
            return True

    def _end(self, job: Job, state: JobState, fault: Fault | None = None) -> None:
        with self._store.write() as records:
            current = records.jobs.get(job.id) or job
            if current.state is job.state:
                now = self._clock.now()
                records.jobs.put(replace(current, state=state, finished_at=now, fault=fault))
        self._tools.uploads.remove(job.id)


def _parts(items: Iterable[T]) -> Iterator[list[T]]:
    """Cut an iterator into lists of `AT_ONCE`."""
    iterator = iter(items)
    while part := list(islice(iterator, AT_ONCE)):
        yield part


def _requests(planned: Sequence[Planned], archive: Archive) -> list[EnrolRequest]:
    return [_request(one, archive) for one in planned]


def _request(one: Planned, archive: Archive) -> EnrolRequest:
    return EnrolRequest(one.name, one.path, lambda: archive.read(one.path))


def _refused(one: Planned) -> JobRow:
    return JobRow(one.number, one.name, one.path, preview=Status.REFUSED, fault=_fault(one.error))


def _with_result(row: JobRow, outcome: EnrolOutcome) -> JobRow:
    return replace(row, result=outcome.status, fault=_fault(outcome.error))


def _fault(error: AdsumError | None) -> Fault | None:
    return Fault(error.code, error.message, error.what_to_do) if error is not None else None
