"""`adsum people look-alikes`, and the same warning after an enrolment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer

from adsum.cli import output
from adsum.cli.options import JsonFlag
from adsum.cli.people import app as app

# After a large enrolment the rest is told by the command.
SHOWN = 10


@app.command("look-alikes")
def look_alikes(context: typer.Context, json: JsonFlag = False) -> None:
    """List the pairs of people who may be taken for each other and should use a PIN."""
    from adsum.cli.session import application

    pairs = application(context).look_alikes.execute()
    if json:
        output.print_json(as_json(pairs))
    elif pairs:
        warn(pairs, len(pairs))
    else:
        output.out().print("Nobody resembles anybody else too much.")


def as_json(pairs: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the pairs as plain data."""
    return [{"first": p.first, "second": p.second, "similarity": p.similarity} for p in pairs]


def warn(pairs: Sequence[Any], most: int = SHOWN) -> None:
    """Print the first `most` pairs, and how to see the others."""
    for pair in pairs[:most]:
        names = f"{output.plain(pair.first)} and {output.plain(pair.second)}"
        output.out().print(
            f"[yellow]look-alikes[/] {names} will be confused: use a PIN for this pair"
        )
    if len(pairs) > most:
        more = output.counted(len(pairs) - most, "pair", "pairs")
        output.out().print(f"{more} more: adsum people look-alikes")
