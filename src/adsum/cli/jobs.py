"""`adsum jobs`: enrolling many people from one archive, with a preview before anybody is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from adsum.cli import output
from adsum.cli.listed import everything, whole_id
from adsum.cli.options import JsonFlag
from adsum.cli.records import print_done, print_rows
from adsum.errors import InvalidInput

app = typer.Typer(
    help="Enrolment of many people from a ZIP: send, look, confirm.", no_args_is_help=True
)
IdArgument = Annotated[str, typer.Argument(help="The job's id; its beginning is enough.")]
_CHUNK = 1_000_000


class AmbiguousJob(InvalidInput):
    """The beginning of an id fits no job, or several."""

    code = "job.ambiguous"
    remedy = "List them with their whole ids: adsum jobs list --json"


class UnusableArchiveFile(InvalidInput):
    """The file cannot be read, or is larger than an archive may be."""

    code = "job.archive_file"
    remedy = "Name a ZIP file; the setting max_archive_bytes says how large it may be."


@app.command("list")
def list_jobs(context: typer.Context, json: JsonFlag = False) -> None:
    """List the jobs, newest first."""
    from adsum.cli.session import application

    print_rows([_job(one) for one in everything(application(context).enrolment_jobs)], json)


@app.command("show")
def show(
    context: typer.Context,
    id: IdArgument,
    status: Annotated[
        str, typer.Option(help="Only photos with this status, for example refused.")
    ] = "",
    json: JsonFlag = False,
) -> None:
    """Show how far a job is, and what would come, or came, of each photo."""
    from adsum.app.enrol_status import Status
    from adsum.cli.session import application

    if status and status not in set(Status):
        raise InvalidInput(f"no photo is {status!r}", remedy=f"One of: {', '.join(Status)}")
    jobs = application(context).enrolment_jobs
    job_id, wanted = _whole(jobs, id), Status(status) if status else None
    progress, rows = jobs.progress(job_id), list[Any]()
    while page := jobs.rows(job_id, after=rows[-1].number if rows else 0, limit=500, status=wanted):
        rows += page
    if json:
        photos = [_row(row) for row in rows]
        output.print_json({**_job(progress.job), "photos": photos})
        return
    job, say = progress.job, output.out().print
    say(output.plain(f"{job.file_name or job.id}: {job.state.value}, {job.total} photos"))
    if job.fault:
        say(output.plain(f"{job.fault.message}. {job.fault.remedy} ({job.fault.code})"))
    print_rows([_row(row) for row in rows], json)


@app.command("send")
def send(
    context: typer.Context,
    archive: Annotated[Path, typer.Argument(help="ZIP with a folder for each person.")],
    json: JsonFlag = False,
) -> None:
    """Send an archive to be checked: by the running server, or by `adsum jobs work`."""
    from adsum.app.actor import TERMINAL
    from adsum.cli.session import application

    adsum = application(context)
    try:
        with archive.open("rb") as file:
            size = archive.stat().st_size
            if size > adsum.settings.max_archive_bytes:
                raise UnusableArchiveFile(f"{archive} has {size:,} bytes")
            job = adsum.enrolment_jobs.begin(TERMINAL, archive.name)
            receiving = adsum.enrolment_jobs.receive(job.id)
            try:
                while content := file.read(_CHUNK):
                    receiving.write(content)
                job = receiving.complete()
            except BaseException:  # also Ctrl-C
                receiving.abandon()
                adsum.enrolment_jobs.cancel(job.id)
                raise
    except OSError as error:
        raise UnusableArchiveFile(f"cannot read {archive}: {error.strerror}") from error
    print_done(f"sent: {job.id}", _job(job), json)


@app.command("work")
def work(context: typer.Context, json: JsonFlag = False) -> None:
    """Check what was sent and enrol what was confirmed; a running server does so by itself."""
    from adsum.cli.session import all_processors, application

    adsum = application(context, threads=all_processors())
    pieces = 0
    while adsum.run_enrolments.execute():
        pieces += 1
    print_done(f"{output.counted(pieces, 'job', 'jobs')} worked on", {"jobs": pieces}, json)


@app.command("confirm")
def confirm(
    context: typer.Context,
    id: IdArgument,
    allow_lookalikes: Annotated[
        bool, typer.Option("--allow-lookalikes", help="Also faces that look like somebody else's.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Let the photos be enrolled as `adsum jobs show` says."""
    from adsum.app.actor import TERMINAL
    from adsum.cli.session import application

    jobs = application(context).enrolment_jobs
    job = jobs.confirm(TERMINAL, _whole(jobs, id), allow_lookalikes=allow_lookalikes)
    print_done("confirmed", _job(job), json)


@app.command("cancel")
def cancel(context: typer.Context, id: IdArgument, json: JsonFlag = False) -> None:
    """End a job and delete its archive; what is enrolled stays enrolled."""
    from adsum.cli.session import application

    jobs = application(context).enrolment_jobs
    print_done("cancelled", _job(jobs.cancel(_whole(jobs, id))), json)


@app.command("purge")
def purge(
    context: typer.Context,
    days: Annotated[float, typer.Option(help="Delete jobs that ended more days ago.", min=0)],
    json: JsonFlag = False,
) -> None:
    """Delete finished jobs now; the server deletes them when the setting job_days says so."""
    from adsum.app.actor import TERMINAL
    from adsum.cli.session import application
    from adsum.main.chores import purge_jobs

    gone = purge_jobs(application(context)).execute(TERMINAL, timedelta(days=days))
    print_done(f"{output.counted(gone, 'job', 'jobs')} deleted", {"jobs": gone}, json)


def _whole(jobs: Any, beginning: str) -> str:
    return whole_id(jobs, beginning, "jobs", AmbiguousJob)


def _job(job: Any) -> dict[str, Any]:
    return {
        "id": job.id,
        "file": job.file_name,
        "state": job.state.value,
        "photos": job.total,
        "created_at": job.created_at.isoformat(timespec="seconds"),
    }


def _row(row: Any) -> dict[str, Any]:
    status = row.result or row.preview
    return {
        "number": row.number,
        "name": row.name,
        "path": row.path,
        "new": not row.known,
        "status": status.value if status else "",
        "reason": f"{row.fault.message} ({row.fault.code})" if row.fault else "",
    }
