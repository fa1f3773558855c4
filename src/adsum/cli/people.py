"""`adsum people`"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table

from adsum.cli import output
from adsum.cli.options import JsonFlag, secret
from adsum.cli.records import print_done
from adsum.errors import InvalidInput

app = typer.Typer(help="The enrolled people: list, show, forget.", no_args_is_help=True)


class NotConfirmed(InvalidInput):
    """The question before a deletion was not answered with yes."""

    code = "people.not_confirmed"
    remedy = "Repeat the command and answer y, or give --yes."


# For scripts; a PIN on the command line would be seen by everybody on the machine.
PIN_VARIABLE = "ADSUM_NEW_PIN"
NameArgument = Annotated[str, typer.Argument(help="The person's name.", show_default=False)]


@app.command("list")
def list_people(context: typer.Context, json: JsonFlag = False) -> None:
    """List everybody with the number of photos."""
    from adsum.cli.session import application

    adsum = application(context)
    with adsum.store.read() as records:
        people = sorted(records.people.names().items(), key=lambda item: item[1].casefold())
        counts = records.photos.counts()
    rows = [{"id": key, "name": name, "photos": counts.get(key, 0)} for key, name in people]
    if json:
        output.print_json(rows)
        return
    if not rows:
        output.out().print("Nobody is enrolled yet. Enrol somebody with: adsum enrol PATH")
        return
    table = Table("Name", "Photos")
    for row in rows:
        table.add_row(output.plain(str(row["name"])), str(row["photos"]))
    output.out().print(table)


@app.command("show")
def show(context: typer.Context, name: NameArgument, json: JsonFlag = False) -> None:
    """Show what is stored of a person."""
    from adsum.cli.session import application

    adsum = application(context)
    person = adsum.person(name)
    with adsum.store.read() as records:
        photos = records.photos.of(person.id)
    document = {
        "id": person.id,
        "name": person.name,
        "created_at": person.created_at.isoformat(timespec="seconds"),
        "photos": [
            {
                "id": photo.id,
                "quality": photo.quality,
                "recogniser": ", ".join(map(str, photo.made_by)),
                "added_at": photo.created_at.isoformat(timespec="seconds"),
            }
            for photo in photos
        ],
    }
    if json:
        output.print_json(document)
    else:
        _print_person(document)


def _print_person(document: dict[str, Any]) -> None:
    console = output.out()
    name, since = output.plain(document["name"]), _minute(document["created_at"])
    console.print(f"[bold]{name}[/]  known since {since} UTC")
    table = Table("Photo", "Quality", "Recogniser", "Added (UTC)")
    for photo in document["photos"]:
        quality, added = f"{photo['quality']:.2f}", _minute(photo["added_at"])
        table.add_row(photo["id"][:8], quality, photo["recogniser"], added)
    console.print(table)


def _minute(at: str) -> str:
    """Return an ISO 8601 time as a person reads it, to the minute."""
    return at[:16].replace("T", " ")


@app.command("pin")
def pin(
    context: typer.Context,
    name: NameArgument,
    clear: Annotated[bool, typer.Option("--clear", help="Take the PIN away.")] = False,
    json: JsonFlag = False,
) -> None:
    """Give a person a PIN to punch with; it is asked for, or read from ADSUM_NEW_PIN."""
    from adsum.app.actor import TERMINAL
    from adsum.cli.session import application

    adsum = application(context)
    person, pins = adsum.person(name), adsum.administration.set_pin
    if clear:
        had = pins.remove(TERMINAL, person.id)
        sentence = "the PIN is taken away" if had else "there was no PIN"
    else:
        pins.execute(TERMINAL, person.id, secret(PIN_VARIABLE, "New PIN"))
        sentence = "the PIN is set"
    print_done(f"{person.name}: {sentence}", {"id": person.id, "has_pin": not clear}, json)


@app.command("rename")
def rename(
    context: typer.Context,
    name: NameArgument,
    new: Annotated[str, typer.Argument(help="The new name.", show_default=False)],
    json: JsonFlag = False,
) -> None:
    """Give a person another name; all that is recorded of them stays theirs."""
    from adsum.app.actor import TERMINAL
    from adsum.cli.session import application

    adsum = application(context)
    was = adsum.person(name)
    person = adsum.administration.rename_person.execute(TERMINAL, was.id, new, was=was.name)
    done = f"{was.name} is called {person.name} from now on"
    print_done(done, {"id": person.id, "name": person.name}, json)


@app.command("remove-photo")
def remove_photo(
    context: typer.Context,
    name: NameArgument,
    photo: Annotated[
        str,
        typer.Argument(help="Its number in `people show`, or how it begins.", show_default=False),
    ],
    last: Annotated[
        bool, typer.Option("--last", help="Also the last one; then only the PIN is left.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: JsonFlag = False,
) -> None:
    """Delete one enrolment photo of a person and the templates made of it, for good."""
    from adsum.app.actor import TERMINAL
    from adsum.app.remove_photo import UnknownPhoto
    from adsum.cli.session import application

    adsum = application(context)
    person = adsum.person(name)
    with adsum.store.read() as records:
        found = [one.id for one in records.photos.of(person.id) if one.id.startswith(photo)]
    if len(found) != 1:
        raise UnknownPhoto(f"{len(found)} photos of {person.name} begin with {photo!r}")
    if not yes and not json:
        confirm(f"Delete this photo of {output.visible(person.name)} for good?")
    gone = adsum.administration.remove_photo.execute(TERMINAL, found[0], also_last=last)
    facts = {"id": found[0], "templates": gone.templates}
    print_done(f"{person.name}: the photo is deleted", facts, json)


@app.command("forget")
def forget(
    context: typer.Context,
    name: NameArgument,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: JsonFlag = False,
) -> None:
    """Delete a person's templates, crops and name for good; punches stay under a pseudonym."""
    from adsum.cli.session import application

    adsum = application(context)
    person = adsum.person(name)
    if not yes and not json:
        confirm(f"Forget {output.visible(person.name)} for good?")
    receipt = adsum.forget.execute(person.id)
    if json:
        output.print_json(asdict(receipt))
        return
    console = output.out()
    console.print(f"{output.plain(person.name)} is forgotten. Receipt:")
    for key, value in asdict(receipt).items():
        console.print(f"  {key:<10} {value}", soft_wrap=True)


def confirm(question: str) -> None:
    """Ask before a deletion. Raises `NotConfirmed`."""
    try:
        agreed = typer.confirm(question, err=True)
    except typer.Abort:  # nobody is there to answer
        agreed = False
        output.err().print()
    if not agreed:
        raise NotConfirmed("not confirmed: nothing was deleted")
