"""`adsum visitors`: people who were seen and are not enrolled."""

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
    help="Unknown visitors: list, show, assign to a person, dismiss.", no_args_is_help=True
)
IdArgument = Annotated[str, typer.Argument(help="The visitor's id; its beginning is enough.")]


class AmbiguousVisitor(InvalidInput):
    """The beginning of an id fits no visitor, or several."""

    code = "visitor.ambiguous"
    remedy = "List them with their whole ids: adsum visitors list --json"


@app.command("list")
def list_visitors(context: typer.Context, json: JsonFlag = False) -> None:
    """List unknown visitors, who was seen last first."""
    from adsum.cli.session import application

    rows = [_row(one) for one in everything(application(context).review_visitors)]
    if not json:
        for row in rows:
            row["id"] = row["id"][:8]
    print_rows(rows, json)


@app.command("show")
def show(
    context: typer.Context,
    id: IdArgument,
    save: Annotated[
        Path | None, typer.Option(help="Folder for the shots; made if it is missing.")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """List the visits of one visitor, and save the shots."""
    from adsum.cli.session import application

    adsum = application(context)
    _, visits = adsum.review_visitors.execute(_whole(adsum, id))
    rows = [
        {
            "id": visit.id,
            "camera": visit.camera,
            "place": visit.place,
            "first_at": visit.first_at.isoformat(timespec="seconds"),
            "last_at": visit.last_at.isoformat(timespec="seconds"),
            "quality": visit.quality,
        }
        for visit in visits
    ]
    if save is not None:
        save.mkdir(parents=True, exist_ok=True)
        for visit in visits:
            (save / f"{visit.id}.jpg").write_bytes(adsum.review_visitors.crop(visit.id))
    print_rows(rows, json)


@app.command("assign")
def assign(
    context: typer.Context,
    id: IdArgument,
    name: Annotated[str, typer.Argument(help="An enrolled person's name, or a new one.")],
    new: Annotated[bool, typer.Option("--new", help="The person is not enrolled yet.")] = False,
    propose: Annotated[bool, typer.Option(help="Offer the visits as punches.")] = True,
    json: JsonFlag = False,
) -> None:
    """Say who a visitor is: the best shots are enrolled, and the visits become proposed punches,
    which somebody else approves."""
    from adsum.app.actor import TERMINAL
    from adsum.app.assign_visitor import Assignment
    from adsum.cli.session import application

    adsum = application(context)
    visitor = _whole(adsum, id)
    person = None if new else adsum.person(name).id
    given = Assignment(visitor, person, name if new else None, propose=propose)
    done = adsum.assign_visitor.execute(TERMINAL, given)
    shots = sum(outcome.error is None for outcome in done.outcomes)
    document: dict[str, Any] = {
        "person": {"id": done.person.id, "name": done.person.name},
        "shots": [
            {"status": o.status.value, "error": output.error_json(o.error)} for o in done.outcomes
        ],
        "proposed": [correction.id for correction in done.corrections],
        "not_offered": {id: error.message for id, error in done.refused.items()},
    }
    sentence = (
        f"{done.person.name}: {output.counted(shots, 'shot', 'shots')} kept, "
        f"{output.counted(len(done.corrections), 'punch', 'punches')} proposed"
    )
    print_done(sentence, document, json)


@app.command("dismiss")
def dismiss(context: typer.Context, id: IdArgument, json: JsonFlag = False) -> None:
    """Delete a visitor with all pictures for good."""
    from adsum.app.actor import TERMINAL
    from adsum.cli.session import application

    adsum = application(context)
    gone = adsum.review_visitors.dismiss(TERMINAL, _whole(adsum, id))
    print_done(f"{output.counted(gone, 'visit', 'visits')} deleted", {"visits": gone}, json)


@app.command("purge")
def purge(
    context: typer.Context,
    days: Annotated[
        float, typer.Option(help="Delete visits that ended more days ago; 0: all.", min=0)
    ],
    json: JsonFlag = False,
) -> None:
    """Delete old visits now; the server deletes them when the setting visitor_days says so."""
    from adsum.app.actor import TERMINAL
    from adsum.cli.session import application

    adsum = application(context)
    before = adsum.clock.now() - timedelta(days=days)
    gone = adsum.review_visitors.purge(TERMINAL, before)
    print_done(f"{output.counted(gone, 'visit', 'visits')} deleted", {"visits": gone}, json)


def _whole(adsum: Any, beginning: str) -> str:
    return whole_id(adsum.review_visitors, beginning, "visitors", AmbiguousVisitor)


def _row(visitor: Any) -> dict[str, Any]:
    return {
        "id": visitor.id,
        "visits": visitor.visits,
        "first_at": visitor.first_at.isoformat(timespec="seconds"),
        "last_at": visitor.last_at.isoformat(timespec="seconds"),
    }
