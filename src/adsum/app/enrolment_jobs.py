"""Enrol many people at once: upload, look at what would come of it, confirm, follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.enrol_status import Status
from adsum.app.ids import new_id
from adsum.app.ports.clock import Clock
from adsum.app.ports.jobs import ENDED, Job, JobRow, JobState
from adsum.app.ports.store import Store
from adsum.app.ports.uploads import Uploads, UploadWriter
from adsum.errors import Conflict, NotFound


class UnknownJob(NotFound):
    """There is no such job."""

    code = "job.unknown"
    remedy = "List the enrolment jobs."


class JobNotReady(Conflict):
    """The job is not in the state that this needs."""

    code = "job.wrong_state"
    remedy = "Look at the state of the job: upload first, confirm when it is ready."


@dataclass(frozen=True, slots=True)
class Progress:
    """A job with how many photos have each preview, and each result."""

    job: Job
    previews: Mapping[Status, int]
    results: Mapping[Status, int]


class EnrolmentJobs:
    """Keep the enrolments of many people: nobody is enrolled before somebody has seen, photo by
    photo, what would come of it, and confirmed.

    The archive is kept sealed until the job ends. wake: tells the runner that there is work.
    """

    def __init__(
        self, store: Store, clock: Clock, uploads: Uploads, wake: Callable[[], None]
    ) -> None:
        self._store = store
        self._clock = clock
        self._uploads = uploads
        self._wake = wake

    def begin(self, actor: Actor, file_name: str) -> Job:
        """Return a new job that waits for its archive."""
        job = Job(new_id(), file_name, actor.id, self._clock.now())
        with self._store.write() as records:
            records.jobs.put(job)
        return job

    def receive(self, job_id: str) -> _Receiving:
        """Return what takes the archive in; the job is checked once it is closed.

        Raises:
            UnknownJob, JobNotReady: it has its archive already.
        """
        self._in_state(job_id, JobState.WAITING)
        return _Receiving(self, self._uploads, job_id)

    def received(self, job_id: str) -> Job:
        """Let a job whose archive is complete be checked."""
        with self._store.write() as records:
            job = replace(self._in_state(job_id, JobState.WAITING), state=JobState.CHECKING)
            records.jobs.put(job)
        self._wake()
        return job

    def confirm(self, actor: Actor, job_id: str, *, allow_lookalikes: bool = False) -> Job:
        """Let the photos be enrolled as the preview says.

        Raises:
            UnknownJob, JobNotReady.
        """
        with self._store.write() as records:
            job = self._in_state(job_id, JobState.READY)
            job = replace(job, state=JobState.RUNNING, allow_lookalikes=allow_lookalikes)
            records.jobs.put(job)
            journal = Journal(actor, self._clock.now())
            detail = {"photos": str(job.total), "file": job.file_name[:100]}
            act = journal.act("enrolment.confirmed", Subject("enrolment", job.id), detail=detail)
            records.audit.append(act)
        self._wake()
        return job

    def cancel(self, job_id: str) -> Job:
        """End a job and delete its archive; what is enrolled stays enrolled.

        Raises:
            UnknownJob.
        """
        with self._store.write() as records:
            job = self._known(job_id)
            if job.state not in ENDED:
                now = self._clock.now()
                job = replace(job, state=JobState.CANCELLED, finished_at=now)
                records.jobs.put(job)
        self._uploads.remove(job_id)
        return job

    def progress(self, job_id: str) -> Progress:
        """Return a job with its counts. Raises `UnknownJob`."""
        job = self._known(job_id)
        with self._store.read() as records:
            return Progress(job, *records.jobs.counts(job_id))

    def page(self, *, after: str = "", limit: int = 100) -> Sequence[Job]:
        """Return jobs, newest first."""
        with self._store.read() as records:
            return records.jobs.page(after=after, limit=limit)

    def rows(
        self, job_id: str, *, after: int = 0, limit: int = 100, status: Status | None = None
    ) -> Sequence[JobRow]:
        """Return the photos of a job by number. Raises `UnknownJob`."""
        self._known(job_id)
        with self._store.read() as records:
            return records.jobs.rows(job_id, after=after, limit=limit, status=status)

    def _known(self, job_id: str) -> Job:
        with self._store.read() as records:
            job = records.jobs.get(job_id)
        if job is None:
            raise UnknownJob("there is no such job")
        return job

    def _in_state(self, job_id: str, state: JobState) -> Job:
        job = self._known(job_id)
        if job.state is not state:
            raise JobNotReady(f"the job is {job.state.value}, not {state.value}")
        return job


class _Receiving:
    """Takes an archive in, piece by piece, from whatever thread."""

    def __init__(self, jobs: EnrolmentJobs, uploads: Uploads, job_id: str) -> None:
        self._jobs = jobs
        self._job_id = job_id
        self._file = uploads.create(job_id)
        self._writer: UploadWriter = self._file.__enter__()

    def write(self, content: bytes) -> None:
        """Take the next bytes."""
        self._writer.write(content)

    def complete(self) -> Job:
        """Put the archive on disk and return the job, which is now checked."""
        self._file.__exit__(None, None, None)
        return self._jobs.received(self._job_id)

    def abandon(self) -> None:
        """Delete what came so far."""
        error = ConnectionAbortedError("the upload was abandoned")
        with suppress(BaseException):
            self._file.__exit__(type(error), error, None)
