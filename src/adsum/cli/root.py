"""The command line as a whole, and its outermost edge."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from adsum import __version__
from adsum.cli import (
    calibrate,
    camera,
    consents,
    corrections,
    db,
    demo,
    detectors,
    doctor,
    enrol,
    gallery,
    identify,
    jobs,
    look_alikes,
    models,
    output,
    payroll,
    preview,
    punch,
    punches,
    recogniser,
    report,
    serve,
    users,
    visitors,
    watch,
    workflows,
)
from adsum.cli.options import Common
from adsum.errors import AdsumError, InvalidInput

INTERRUPTED, MISUSED = 130, 2


class Misused(InvalidInput):
    """The command line itself cannot be understood."""

    code = "cli.usage"


app = typer.Typer(
    name="adsum",
    help="Face-recognition attendance that you run yourself.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("enrol")(enrol.enrol)
app.command("identify")(identify.identify)
app.command("punch")(punch.punch)
app.add_typer(punches.app, name="punches")
app.add_typer(look_alikes.app, name="people")
app.add_typer(consents.app, name="consents")
app.add_typer(report.app, name="report")
app.command("calibrate")(calibrate.calibrate)
app.add_typer(detectors.app, name="evaluate")
app.add_typer(jobs.app, name="jobs")
app.add_typer(gallery.app, name="gallery")
app.add_typer(recogniser.app, name="recogniser")
app.add_typer(models.app, name="models")
app.add_typer(preview.app, name="records")
app.add_typer(users.users, name="users")
app.add_typer(users.keys, name="keys")
app.add_typer(users.devices, name="devices")
app.add_typer(workflows.leave, name="leave")
app.add_typer(corrections.app, name="corrections")
app.add_typer(workflows.periods, name="periods")
app.add_typer(payroll.app, name="payroll")
app.add_typer(workflows.audit, name="audit")
app.command("watch")(watch.watch)
app.add_typer(camera.app, name="camera")
app.add_typer(visitors.app, name="visitors")
app.add_typer(db.app, name="db")
app.command("doctor")(doctor.doctor)
app.command("serve")(serve.serve)
app.command("demo")(demo.demo)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"adsum {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    data: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the database and key. [default: $ADSUM_HOME or the user's own]",
            file_okay=False,
            show_default=False,
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    context.obj = Common(data)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed at least in part, 2 misused."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    output.survive_any_text((sys.stdout, sys.stderr))
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    try:
        code = _run(arguments)
    except BrokenPipeError:
        # The reader of a pipe has left: nothing more to say, and nowhere to say it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    if code == INTERRUPTED:
        output.err().print("interrupted")
    return code


def _run(arguments: Sequence[str]) -> int:
    as_json = "--json" in arguments
    try:
        result = app(arguments, standalone_mode=False)
    except AdsumError as error:
        return _failed(error, 1, as_json=as_json)
    except TyperException as error:
        return _misused(error, as_json=as_json)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    return result if isinstance(result, int) else 0


def _misused(error: TyperException, *, as_json: bool) -> int:
    message = error.format_message()
    if message.startswith("Usage:"):  # a group without a command: its help is the answer
        typer.echo(message, err=True)
        return MISUSED
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "adsum"
    return _failed(Misused(message, remedy=f"Run: {command} --help"), MISUSED, as_json=as_json)


def _failed(error: AdsumError, code: int, *, as_json: bool) -> int:
    if as_json:
        output.print_json({"error": output.error_json(error)})
    else:
        output.print_error(error)
    return code
