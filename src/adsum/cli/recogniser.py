"""`adsum recogniser`"""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer
from rich.table import Table

from adsum.cli import output
from adsum.cli.options import JsonFlag

app = typer.Typer(help="The recogniser in use: list, use, status, back.", no_args_is_help=True)

# The server that answers people goes before a job that may take its time.
POLITENESS = 10


@app.command("list")
def list_recognisers(context: typer.Context, json: JsonFlag = False) -> None:
    """List the recognisers, and what each needs."""
    from adsum.cli.session import application, recipes

    active = application(context).switch_recogniser.choice().active
    rows = [row | {"in_use": row["name"] == active} for row in recipes(context)]
    if json:
        output.print_json(rows)
        return
    table = Table("", "Name", "What it is", "Ready")
    for row in rows:
        extras = ",".join(row["missing"])
        ready = f"pip install 'adsum[{extras}]'" if extras else "yes"
        mark = "*" if row["in_use"] else ""
        table.add_row(mark, row["name"], row["summary"], output.plain(ready))
    output.out().print(table)
    output.out().print("Or a model of your own: adsum models add DESCRIPTION.toml")


@app.command("use")
def use(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A name, or a model's .toml file.")],
    force: Annotated[
        bool, typer.Option("--force", help="Even if it is worse on the people enrolled.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Recognise with another recogniser, without enrolling anybody again.

    Its templates are made from the kept crops; interrupted, the same command goes on. A running
    server answers with the old one until all are made and compared, and with the new one from then.
    """
    _switch(context, name, force=force, json=json)


@app.command("back")
def back(context: typer.Context, json: JsonFlag = False) -> None:
    """Go back to the recogniser that was in use before."""
    from adsum.cli.session import application

    former = application(context).switch_recogniser.former()
    # Whoever goes back has seen enough: no comparison holds that up.
    _switch(context, former, force=True, json=json)


@app.command("status")
def status(context: typer.Context, json: JsonFlag = False) -> None:
    """Show which recogniser is in use and whose templates there are."""
    from adsum.cli.session import application

    found = application(context).switch_recogniser.status()
    document = {
        "active": found.choice.active,
        "former": found.choice.former or None,
        "candidate": found.choice.candidate or None,
        "templates": found.templates,
        "lacking": found.lacking,
    }
    if json:
        output.print_json(document)
        return
    say = output.out().print
    say(f"in use: {output.plain(found.choice.active)}")
    if found.choice.former:
        say(f"before: {output.plain(found.choice.former)} (adsum recogniser back)")
    if found.choice.candidate:
        words = output.plain(found.choice.candidate)
        say(f"begun:  {words} (go on with: adsum recogniser use {words})")
    for made_by, count in found.templates.items():
        say(f"{output.counted(count, 'template', 'templates')} by {output.plain(made_by)}")
    if found.lacking:
        photos = output.counted(found.lacking, "photo lacks", "photos lack")
        say(f"{photos} a template: adsum recogniser use {output.plain(found.choice.active)}")


def _switch(context: typer.Context, name: str, *, force: bool, json: bool) -> None:
    from adsum.cli.session import application

    switch = application(context).switch_recogniser
    _be_polite()
    failed = 0
    with output.progress() as bar:
        task = bar.add_task("Making templates", total=None)
        for progress in switch.prepare(name):
            failed = progress.failed
            bar.update(task, completed=progress.done, total=progress.total)
    compared = switch.finish(name, force=force)
    if json:
        output.print_json(
            {
                "active": name,
                "unreadable": failed,
                "before": _as_json(compared.active),
                "now": _as_json(compared.other),
            }
        )
        return
    if failed:
        output.err().print(f"{output.counted(failed, 'kept face', 'kept faces')} cannot be read")
    if compared.other.photos:
        table = Table("On the people enrolled here", "Rightly named", "Missed at FPIR 1 %")
        for words, found in (("before", compared.active), ("now", compared.other)):
            table.add_row(words, f"{100 * found.rank1:.2f} %", f"{100 * found.missed:.2f} %")
        output.out().print(table)
    output.out().print(f"in use: {output.plain(name)}")


def _as_json(found: Any) -> dict[str, Any]:
    return {
        "people": found.people,
        "photos": found.photos,
        "rank1": found.rank1,
        "missed": found.missed,
    }


def _be_polite() -> None:
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
