"""Enrolling many people at once from an archive: upload, preview, confirm, follow."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Self

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from adsum.app.enrol_status import Status
from adsum.app.enrolment_jobs import Progress
from adsum.app.ports.jobs import Fault, Job, JobRow, JobState
from adsum.web.guard import ActorHere, GuardedRoute, ServicesHere, needs
from adsum.web.paging import After, Limit, Page, page
from adsum.web.permissions import Permission

router = APIRouter(prefix="/enrolment-jobs", tags=["enrolment"], route_class=GuardedRoute)

_writes = needs(Permission.PEOPLE_WRITE)
_archive: dict[str, Any] = needs(
    Permission.PEOPLE_WRITE,
    extra={
        "requestBody": {
            "required": True,
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)


class NewJob(BaseModel):
    file_name: Annotated[str, Field(max_length=200)] = ""


class Confirmation(BaseModel):
    """allow_lookalikes: enrol faces, too, that look like somebody else's."""

    allow_lookalikes: bool = False


class FaultAnswer(BaseModel):
    """Why a photo or the archive is refused."""

    code: str
    message: str
    remedy: str

    @classmethod
    def of(cls, fault: Fault | None) -> Self | None:
        if fault is None:
            return None
        return cls(code=fault.code, message=fault.message, remedy=fault.remedy)


class JobAnswer(BaseModel):
    """A job. total: photos in the archive, 0 until they were counted."""

    id: str
    file_name: str
    created_at: datetime
    state: JobState
    total: int
    allow_lookalikes: bool
    finished_at: datetime | None
    fault: FaultAnswer | None

    @classmethod
    def of(cls, job: Job) -> Self:
        return cls(**cls._fields(job))

    @staticmethod
    def _fields(job: Job) -> dict[str, Any]:
        return {
            "id": job.id,
            "file_name": job.file_name,
            "created_at": job.created_at,
            "state": job.state,
            "total": job.total,
            "allow_lookalikes": job.allow_lookalikes,
            "finished_at": job.finished_at,
            "fault": FaultAnswer.of(job.fault),
        }


class ProgressAnswer(JobAnswer):
    """A job with its counts. previews: what would come of the photos that were looked at so far;
    results: what came of those that are done."""

    previews: dict[Status, int]
    results: dict[Status, int]

    @classmethod
    def with_counts(cls, progress: Progress) -> Self:
        return cls(
            **cls._fields(progress.job),
            previews={status: progress.previews.get(status, 0) for status in Status},
            results={status: progress.results.get(status, 0) for status in Status},
        )


class RowAnswer(BaseModel):
    """One photo. known: the person is known already; otherwise a person would be made. preview:
    what would come of it; result: what came, null until then."""

    number: int
    name: str
    path: str
    known: bool
    preview: Status | None
    result: Status | None
    fault: FaultAnswer | None

    @classmethod
    def of(cls, row: JobRow) -> Self:
        return cls(
            number=row.number,
            name=row.name,
            path=row.path,
            known=row.known,
            preview=row.preview,
            result=row.result,
            fault=FaultAnswer.of(row.fault),
        )


@router.get("", openapi_extra=_writes)
def list_jobs(services: ServicesHere, after: After = "", limit: Limit = 100) -> Page[JobAnswer]:
    """List the jobs, newest first."""
    found = services.enrolment_jobs.page(after=after, limit=limit + 1)
    return page(found, limit, lambda job: job.id, JobAnswer.of)


@router.post("", status_code=201, openapi_extra=_writes)
def begin(services: ServicesHere, actor: ActorHere, body: NewJob, response: Response) -> JobAnswer:
    """Begin a job; then send its archive."""
    job = services.enrolment_jobs.begin(actor, body.file_name)
    response.headers["Location"] = f"/api/v1/enrolment-jobs/{job.id}"
    return JobAnswer.of(job)


@router.put("/{job_id}/archive", status_code=202, openapi_extra=_archive)
async def receive(services: ServicesHere, request: Request, job_id: str) -> JobAnswer:
    """Send the ZIP as the body. A folder for each person with photos in it; or photos, and at the
    top a table (CSV or XLSX) with the columns name and photo. Then it is checked; nobody is
    enrolled before the job is confirmed."""
    receiving = await run_in_threadpool(services.enrolment_jobs.receive, job_id)
    try:
        async for content in request.stream():
            await run_in_threadpool(receiving.write, content)
        return JobAnswer.of(await run_in_threadpool(receiving.complete))
    except BaseException:  # also a connection that breaks, and a server that stops
        receiving.abandon()
        raise


@router.get("/{job_id}", openapi_extra=_writes)
def show(services: ServicesHere, job_id: str) -> ProgressAnswer:
    """Show how far a job is."""
    return ProgressAnswer.with_counts(services.enrolment_jobs.progress(job_id))


@router.get("/{job_id}/rows", openapi_extra=_writes)
def rows(
    services: ServicesHere,
    job_id: str,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Limit = 100,
    status: Annotated[Status | None, Query()] = None,
) -> Page[RowAnswer]:
    """List the photos of a job with what would come, or came, of each; or those with one status."""
    found = services.enrolment_jobs.rows(job_id, after=after, limit=limit + 1, status=status)
    return page(found, limit, lambda row: str(row.number), RowAnswer.of)


@router.post("/{job_id}/confirmation", status_code=202, openapi_extra=_writes)
def confirm(
    services: ServicesHere, actor: ActorHere, job_id: str, body: Confirmation | None = None
) -> JobAnswer:
    """Enrol what the preview shows."""
    allowed = body is not None and body.allow_lookalikes
    return JobAnswer.of(services.enrolment_jobs.confirm(actor, job_id, allow_lookalikes=allowed))


@router.post("/{job_id}/cancellation", openapi_extra=_writes)
def cancel(services: ServicesHere, job_id: str) -> JobAnswer:
    """End a job and delete its archive; what is enrolled stays enrolled."""
    return JobAnswer.of(services.enrolment_jobs.cancel(job_id))
