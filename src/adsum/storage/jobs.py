"""Enrolments in bulk in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, bindparam, delete, func, insert, select

from adsum.app import codec
from adsum.app.enrol_status import Status
from adsum.app.ports.jobs import ENDED, FORGOTTEN, Job, JobRow
from adsum.storage.job_tables import enrolment_jobs as jobs
from adsum.storage.job_tables import enrolment_rows as rows


class SqlJobs:
    """Implements `app.ports.jobs.Jobs`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, job: Job) -> None:
        values = {
            "state": job.state.value,
            "created_at": job.created_at,
            "body": codec.dumps(job),
        }
        change = jobs.update().where(jobs.c.id == job.id).values(**values)
        if self.get(job.id) is None:
            self._connection.execute(insert(jobs).values(id=job.id, **values))
        else:
            self._connection.execute(change)

    def get(self, job_id: str) -> Job | None:
        query = select(jobs.c.body).where(jobs.c.id == job_id)
        body = self._connection.execute(query).scalar()
        return None if body is None else codec.loads(Job, body)

    def page(self, *, after: str = "", limit: int = 100) -> Sequence[Job]:
        query = select(jobs.c.body).order_by(jobs.c.created_at.desc(), jobs.c.id.desc())
        last = self.get(after) if after else None
        if last is not None:
            older = jobs.c.created_at < last.created_at
            same = (jobs.c.created_at == last.created_at) & (jobs.c.id < last.id)
            query = query.where(older | same)
        found = self._connection.execute(query.limit(limit)).scalars()
        return [codec.loads(Job, body) for body in found]

    def unfinished(self) -> Sequence[Job]:
        ended = [state.value for state in ENDED]
        query = select(jobs.c.body).where(jobs.c.state.not_in(ended))
        found = self._connection.execute(query.order_by(jobs.c.created_at, jobs.c.id)).scalars()
        return [codec.loads(Job, body) for body in found]

    def put_rows(self, job_id: str, given: Iterable[JobRow]) -> None:
        values = [
            {
                "job_id": job_id,
                "number": row.number,
                "preview": row.preview.value if row.preview else None,
                "result": row.result.value if row.result else None,
                "body": codec.dumps(row),
            }
            for row in given
        ]
        if not values:
            return
        gone = delete(rows).where(
            rows.c.job_id == bindparam("job"), rows.c.number == bindparam("row")
        )
        keys = [{"job": job_id, "row": value["number"]} for value in values]
        self._connection.execute(gone, keys)
        self._connection.execute(insert(rows), values)

    def rows(
        self, job_id: str, *, after: int = 0, limit: int = 100, status: Status | None = None
    ) -> Sequence[JobRow]:
        query = select(rows.c.body).where(rows.c.job_id == job_id, rows.c.number > after)
        if status is not None:
            query = query.where(func.coalesce(rows.c.result, rows.c.preview) == status.value)
        found = self._connection.execute(query.order_by(rows.c.number).limit(limit)).scalars()
        return [codec.loads(JobRow, body) for body in found]

    def forget(self, name: str) -> int:
        return self._changed(name, {"name": FORGOTTEN, "path": "", "fault": None})

    def rename(self, name: str, new: str) -> int:
        return self._changed(name, {"name": new})

    def _changed(self, name: str, values: dict[str, Any]) -> int:
        text = codec.canonical(name)
        query = select(rows.c.job_id, rows.c.body)
        query = query.where(rows.c.body.contains(text, autoescape=True))
        count = 0
        for job_id, body in self._connection.execute(query).all():
            row = codec.loads(JobRow, body)
            if row.name == name:
                count += 1
                self.put_rows(job_id, [replace(row, **values)])
        return count

    def purge(self, before: datetime) -> int:
        ended = [state.value for state in ENDED]
        query = select(jobs.c.body).where(jobs.c.state.in_(ended), jobs.c.created_at < before)
        found = [codec.loads(Job, body) for body in self._connection.execute(query).scalars()]
        old = [job.id for job in found if job.finished_at and job.finished_at < before]
        for job_id in old:
            self._connection.execute(delete(rows).where(rows.c.job_id == job_id))
            self._connection.execute(delete(jobs).where(jobs.c.id == job_id))
        return len(old)

    def counts(self, job_id: str) -> tuple[Mapping[Status, int], Mapping[Status, int]]:
        return self._counted(job_id, rows.c.preview), self._counted(job_id, rows.c.result)

    def _counted(self, job_id: str, column: Column[str]) -> dict[Status, int]:
        query = select(column, func.count()).where(rows.c.job_id == job_id, column.is_not(None))
        found = self._connection.execute(query.group_by(column))
        return {Status(name): count for name, count in found}
