"""Enrolments in bulk, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from adsum.app.enrol_status import Status
from adsum.app.ports.jobs import ENDED, FORGOTTEN, Job, JobRow


@dataclass
class FakeJobs:
    """Implements `app.ports.jobs.Jobs`."""

    heads: dict[str, Job] = field(default_factory=dict)
    photos: dict[tuple[str, int], JobRow] = field(default_factory=dict)

    def put(self, job: Job) -> None:
        self.heads[job.id] = job

    def get(self, job_id: str) -> Job | None:
        return self.heads.get(job_id)

    def page(self, *, after: str = "", limit: int = 100) -> Sequence[Job]:
        found = self._sorted()[::-1]
        ids = [job.id for job in found]
        start = ids.index(after) + 1 if after in ids else 0
        return found[start : start + limit]

    def unfinished(self) -> Sequence[Job]:
        return [job for job in self._sorted() if job.state not in ENDED]

    def put_rows(self, job_id: str, rows: Iterable[JobRow]) -> None:
        self.photos |= {(job_id, row.number): row for row in rows}

    def rows(
        self, job_id: str, *, after: int = 0, limit: int = 100, status: Status | None = None
    ) -> Sequence[JobRow]:
        return [
            row
            for (id, number), row in sorted(self.photos.items())
            if id == job_id and number > after and status in (None, row.result or row.preview)
        ][:limit]

    def forget(self, name: str) -> int:
        own = {key: row for key, row in self.photos.items() if row.name == name}
        self.photos |= {
            key: replace(row, name=FORGOTTEN, path="", fault=None) for key, row in own.items()
        }
        return len(own)

    def rename(self, name: str, new: str) -> int:
        own = {key: replace(row, name=new) for key, row in self.photos.items() if row.name == name}
        self.photos |= own
        return len(own)

    def purge(self, before: datetime) -> int:
        old = {
            job.id
            for job in self.heads.values()
            if job.state in ENDED and job.finished_at and job.finished_at < before
        }
        self.heads = {id: job for id, job in self.heads.items() if id not in old}
        self.photos = {key: row for key, row in self.photos.items() if key[0] not in old}
        return len(old)

    def counts(self, job_id: str) -> tuple[Mapping[Status, int], Mapping[Status, int]]:
        own = self.rows(job_id, limit=10**9)
        return (
            Counter(row.preview for row in own if row.preview),
            Counter(row.result for row in own if row.result),
        )

    def _sorted(self) -> list[Job]:
        return sorted(self.heads.values(), key=lambda job: (job.created_at, job.id))
