"""`adsum punches`: the punch log by hand."""

from __future__ import annotations

from typing import Annotated

import typer

from adsum.cli.options import JsonFlag
from adsum.cli.punch import (
    DirectionOption,
    checked_direction,
    parsed_time,
    print_punches,
    punch_json,
)

app = typer.Typer(help="Punches made by hand.", no_args_is_help=True)


@app.command("add")
def add(
    context: typer.Context,
    person: Annotated[str, typer.Argument(help="The person's name.")],
    reason: Annotated[str, typer.Option(help="Why by hand.", show_default=False)],
    at: Annotated[
        str | None,
        typer.Option(help="When, with offset: 2026-03-02T08:59:00+01:00. Default: now."),
    ] = None,
    direction: DirectionOption = "",
    json: JsonFlag = False,
) -> None:
    """Clock somebody in or out by hand; the audit log keeps the author and the reason."""
    from adsum.app.actor import TERMINAL
    from adsum.app.punch_manually import ManualPunch
    from adsum.cli.session import application
    from adsum.domain.instants import instant

    way = checked_direction(direction)
    adsum = application(context)
    found = adsum.person(person)
    given = ManualPunch(
        found.id,
        adsum.settings.place,
        None if at is None else instant(parsed_time(at)),
        way,
        reason=reason,
    )
    made = punch_json(found.name, adsum.administration.punch_manually.execute(TERMINAL, given))
    print_punches({"punches": [made]}, json)
