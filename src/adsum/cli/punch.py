"""`adsum punch`"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from adsum.cli import output
from adsum.cli.options import YEARS, JsonFlag
from adsum.errors import InvalidInput

DirectionOption = Annotated[
    str, typer.Option(help="in or out. Default: as the order of the day says.")
]


class BadTime(InvalidInput):
    """A time that cannot be understood."""

    code = "time.invalid"
    remedy = "Write it like 2026-03-02T08:59:00+01:00."


def punch(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="The picture.", show_default=False)],
    at: Annotated[
        str | None,
        typer.Option(help="When, with offset: 2026-03-02T08:59:00+01:00. Default: now."),
    ] = None,
    json: JsonFlag = False,
) -> int:
    """Clock everybody in or out who is recognised in a picture."""
    from adsum.cli.session import all_processors, application
    from adsum.domain.instants import instant

    adsum = application(context, threads=all_processors())
    when = adsum.clock.now() if at is None else instant(parsed_time(at))
    faces = adsum.identify.execute(adsum.photo(path).read())
    sightings = [face.sighting(when, adsum.settings.place) for face in faces]
    results = [
        (face.person.name, adsum.punch.execute(sighting))
        for face, sighting in zip(faces, sightings, strict=True)
        if face.person is not None and sighting is not None
    ]
    answer = {
        "image": str(path),
        "punches": [punch_json(name, result) for name, result in results],
        "unknown": len(faces) - len(results),
    }
    print_punches(answer, json)
    return 0


def checked_direction(direction: str) -> Any:
    """Return the `Direction` that was given, None for none."""
    from adsum.domain.punch import Direction

    if direction not in ("", *Direction):
        raise typer.BadParameter("in or out", param_hint="--direction")
    return Direction(direction) if direction else None


def parsed_time(at: str) -> datetime:
    """Return the time that `at` says.

    Raises:
        BadTime: it is none that a punch can have.
    """
    try:
        when = datetime.fromisoformat(at)
    except ValueError as error:
        raise BadTime(f"{at!r} is not an ISO 8601 time") from error
    if when.year not in YEARS:
        raise BadTime(f"{at!r} is a time that no punch can have")
    return when


def punch_json(name: str, result: Any) -> dict[str, Any]:
    """Return one acknowledged punch as the JSON answers have it."""
    from adsum.domain.instants import local

    return {
        "person": name,
        "direction": result.direction.value if result.direction else None,
        "at": local(result.punch.at, result.punch.zone).isoformat(),
        "zone": result.punch.zone,
        "work_date": result.work_date.isoformat(),
        "recorded": result.recorded,
        "id": result.punch.id,
    }


def print_punches(answer: dict[str, Any], as_json: bool) -> None:
    """Print acknowledged punches; unknown: how many faces were nobody's."""
    if as_json:
        output.print_json(answer)
        return
    console = output.out()
    for made in answer["punches"]:
        when = f"{made['at'][:10]} {made['at'][11:19]}"
        note = "" if made["recorded"] else "  [dim](already recorded)[/]"
        name = output.plain(made["person"])
        console.print(f"[green]{name}[/]  {made['direction']}  {when} {made['zone']}{note}")
    if answer.get("unknown"):
        faces = output.counted(answer["unknown"], "face", "faces")
        console.print(f"[yellow]{faces} of nobody who is enrolled: not clocked[/]")
