"""Enrolments of many people at once, as jobs that survive a restart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from adsum.app.enrol_status import Status


class JobState(StrEnum):
    """WAITING: for the archive. CHECKING: what would come of it is being worked out. READY: to be
    looked at and confirmed. RUNNING: photos are being enrolled. FAILED: the archive cannot be
    used."""

    WAITING = "waiting"
    CHECKING = "checking"
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


FORGOTTEN = "(forgotten)"
ENDED = frozenset({JobState.DONE, JobState.CANCELLED, JobState.FAILED})


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a photo or an archive is refused, as it was said."""

    code: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Job:
    """One upload. total: photos in it; 0 until they were counted. allow_lookalikes: enrol faces
    that look like somebody else's. fault: why it failed."""

    id: str
    file_name: str
    created_by: str
    created_at: datetime
    state: JobState = JobState.WAITING
    total: int = 0
    allow_lookalikes: bool = False
    finished_at: datetime | None = None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class JobRow:
    """One photo. known: the person is known already. preview: what would come of it; result: what
    came; None until then."""

    number: int
    name: str
    path: str
    known: bool = False
    preview: Status | None = None
    result: Status | None = None
    fault: Fault | None = None


class Jobs(Protocol):
    """Jobs and their rows."""

    def put(self, job: Job) -> None:
        """Store a job, new or in place of what was known of it."""
        ...

    def get(self, job_id: str) -> Job | None: ...

    def page(self, *, after: str = "", limit: int = 100) -> Sequence[Job]:
        """Return jobs, newest first; `after`: the id of the last one of the page before."""
        ...

    def unfinished(self) -> Sequence[Job]:
        """Return the jobs that have not ended, oldest first."""
        ...

    def put_rows(self, job_id: str, rows: Iterable[JobRow]) -> None:
        """Store rows, new or in place of what was known of them."""
        ...

    def rows(
        self, job_id: str, *, after: int = 0, limit: int = 100, status: Status | None = None
    ) -> Sequence[JobRow]:
        """Return rows by number; status: of the result, or else of the preview."""
        ...

    def forget(self, name: str) -> int:
        """Take a person's name and file names out of all rows; return of how many."""
        ...

    def rename(self, name: str, new: str) -> int:
        """Give a person another name in all rows; return in how many."""
        ...

    def purge(self, before: datetime) -> int:
        """Delete the jobs that ended before then, with their rows; return how many."""
        ...

    def counts(self, job_id: str) -> tuple[Mapping[Status, int], Mapping[Status, int]]:
        """Return how many rows have each preview, and each result."""
        ...
