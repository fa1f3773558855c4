"""`adsum records`: master data of every kind."""

from __future__ import annotations

import json as json_
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from adsum.cli import output
from adsum.cli.options import JsonFlag
from adsum.errors import InvalidInput

app = typer.Typer(
    help="Master data: sites, teams, shifts, rotations, policies, pay and so on.",
    no_args_is_help=True,
)

KindArgument = Annotated[str, typer.Argument(help="For example sites; see: adsum records kinds.")]
IdArgument = Annotated[str, typer.Argument(help="The record's id.")]
RevisionOption = Annotated[
    int | None, typer.Option(help="Only if this is the present revision; 0: only if it is new.")
]


class BadJson(InvalidInput):
    """A file that is no JSON object."""

    code = "records.bad_json"
    remedy = "Give a file with one JSON object, or - to read it from standard input."


@app.command("kinds")
def kinds(json: JsonFlag = False) -> None:
    """List the kinds of records."""
    from adsum.app.kinds import KINDS

    rows = [{"kind": kind.plural, "title": kind.title} for kind in KINDS.values()]
    print_rows(rows, json)


@app.command("schema")
def schema(kind: KindArgument) -> None:
    """Print the JSON Schema of a kind."""
    from adsum.app import codec
    from adsum.app.kinds import kind_of

    output.print_json(codec.schema(kind_of(kind).type))


@app.command("list")
def list_records(
    context: typer.Context,
    kind: KindArgument,
    search: Annotated[str, typer.Option(help="Text that the id or name contains.")] = "",
    json: JsonFlag = False,
) -> None:
    """List the records of a kind."""
    from adsum.cli.session import application

    read = application(context).administration.read_documents
    found: list[Any] = []
    while page := read.page(kind, after=found[-1].id if found else "", limit=500, search=search):
        found += page
    if json:
        output.print_json([_shown(one) for one in found])
        return
    print_rows(
        [{"id": one.id, "name": _name(one), "revision": one.revision} for one in found], json
    )


@app.command("show")
def show(context: typer.Context, kind: KindArgument, id: IdArgument) -> None:
    """Print one record as JSON; secrets are masked."""
    from adsum.cli.session import application

    output.print_json(_shown(application(context).administration.read_documents.execute(kind, id)))


@app.command("put")
def put(
    context: typer.Context,
    kind: KindArgument,
    id: IdArgument,
    file: Annotated[Path, typer.Argument(help="JSON file with the fields; - for standard input.")],
    revision: RevisionOption = None,
    json: JsonFlag = False,
) -> None:
    """Set up a record, or replace it."""
    from adsum.app.actor import TERMINAL
    from adsum.app.put_document import Change
    from adsum.cli.session import application

    change = Change(kind, id, read_object(file), revision)
    done = application(context).administration.put_document.execute(TERMINAL, change)
    if json:
        output.print_json(_shown(done))
    else:
        output.out().print(f"{done.kind.title} {output.plain(id)}: revision {done.revision}")


@app.command("remove")
def remove(
    context: typer.Context,
    kind: KindArgument,
    id: IdArgument,
    revision: RevisionOption = None,
    json: JsonFlag = False,
) -> None:
    """Remove a record that no other names and no closed day depends on."""
    from adsum.app.actor import TERMINAL
    from adsum.cli.session import application

    use = application(context).administration.remove_document
    use.execute(TERMINAL, kind, id, expected=revision)
    print_done(f"removed {kind} {id}", {"removed": id}, json)


def read_object(file: Path) -> dict[str, Any]:
    """Return the JSON object in a file; - is standard input.

    Raises:
        BadJson: it cannot be read, or is something else.
    """
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
        found = json_.loads(text)
    except (OSError, ValueError) as error:
        raise BadJson(f"{file} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise BadJson(f"{file} does not hold a JSON object")
    return found


def print_rows(rows: list[dict[str, Any]], as_json: bool) -> None:
    """Print rows with the same keys as a table or as JSON."""
    if as_json:
        output.print_json(rows)
        return
    if not rows:
        output.out().print("nothing")
        return
    table = Table(*(key.replace("_", " ").capitalize() for key in rows[0]))
    for row in rows:
        table.add_row(*(output.plain("" if cell is None else str(cell)) for cell in row.values()))
    output.out().print(table)


def print_done(sentence: str, document: dict[str, Any], as_json: bool) -> None:
    """Print what was done."""
    if as_json:
        output.print_json(document)
    else:
        output.out().print(output.plain(sentence), soft_wrap=True)


def _name(document: Any) -> str:
    return str(getattr(document.value, "name", ""))


def _shown(document: Any) -> dict[str, Any]:
    return {"id": document.id, "revision": document.revision, "body": document.body}
