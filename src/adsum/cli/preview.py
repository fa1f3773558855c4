"""`adsum records preview`: what a changed rule would do to days that are past."""

from __future__ import annotations

import json as json_text
from pathlib import Path
from typing import Annotated, Any

import typer

from adsum.cli import output
from adsum.cli.options import JsonFlag
from adsum.cli.records import KindArgument, print_rows, read_object
from adsum.cli.records import app as app
from adsum.cli.report import required_date


@app.command("preview")
def preview(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    kind: KindArgument,
    id: Annotated[str, typer.Argument(help="The record's id, known or new.")],
    first: Annotated[str, typer.Argument(help="First date to compare, YYYY-MM-DD.")],
    last: Annotated[str, typer.Argument(help="Last date to compare, YYYY-MM-DD.")],
    file: Annotated[
        Path | None,
        typer.Option(help="JSON file with the fields; - for standard input; none: it is removed."),
    ] = None,
    person: Annotated[str, typer.Option(help="Only this person's days, by name.")] = "",
    team: Annotated[str, typer.Option(help="Only this team's days, by id.")] = "",
    json: JsonFlag = False,
) -> None:
    """Show which past days a changed record would change, from what to what; nothing is stored."""
    from adsum.app.actor import TERMINAL
    from adsum.app.preview_rules import PreviewQuery, Proposed
    from adsum.cli.session import application
    from adsum.domain.span import DateSpan

    adsum = application(context)
    span = DateSpan(required_date(first), required_date(last))
    who = adsum.person(person).id if person else None
    proposed = Proposed(kind, id, read_object(file) if file else None)
    preview = adsum.administration.preview_rules
    effect = preview.execute(TERMINAL, [proposed], PreviewQuery(span, who, team or None))
    if json:
        changes = [_change(one) for one in effect.changes]
        output.print_json({"days": effect.days, "people": effect.people, "changes": changes})
        return
    counted = output.counted
    say = f"{counted(effect.days, 'day', 'days')} of {counted(effect.people, 'person', 'people')}"
    output.out().print(f"{say} would change")
    print_rows([_line(one) for one in effect.changes], json)


def _change(change: Any) -> dict[str, Any]:
    return {
        "name": change.name,
        "person_id": change.before.person_id,
        "date": change.before.date.isoformat(),
        "before": _figures(change.before),
        "after": _figures(change.after),
    }


def _figures(figures: Any) -> Any:
    from adsum.app import codec

    return json_text.loads(codec.dumps(figures))


def _line(change: Any) -> dict[str, Any]:
    before, after = _figures(change.before), _figures(change.after)
    parts = [f"{key}: {before[key]} → {after[key]}" for key in after if before[key] != after[key]]
    return {
        "name": change.name,
        "date": change.before.date.isoformat(),
        "change": ", ".join(parts),
    }
