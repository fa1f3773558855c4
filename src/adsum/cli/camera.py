"""`adsum camera`: the cameras that the server watches."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Annotated, Any

import typer

from adsum.cli import output
from adsum.cli.options import JsonFlag
from adsum.cli.records import print_done, print_rows
from adsum.errors import InvalidInput

app = typer.Typer(
    help="Cameras that the server watches: add, list, remove; and how well one is placed.",
    no_args_is_help=True,
)
KIND = "camera"


class BadLine(InvalidInput):
    """A line that is not given by four numbers."""

    code = "camera.bad_line"
    remedy = "Give two points as shares of the picture: --line 0.5,0,0.5,1"


@app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What to call it; also makes its id.")],
    source: Annotated[
        str, typer.Argument(help="rtsp:// or http:// address, with user and password, or a webcam.")
    ],
    place: Annotated[str | None, typer.Option(help="Id of the place (door) it stands at.")] = None,
    line: Annotated[
        str | None,
        typer.Option(
            help="X1,Y1,X2,Y2 as shares of the picture: who crosses it left to right, "
            "seen from the first point, comes in."
        ),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Let the server watch a camera. Its address is kept sealed; only a part without the password
    is ever shown. Zones, rates and switches: adsum records put cameras ID FILE"""
    from adsum.app.actor import TERMINAL
    from adsum.app.put_document import Change
    from adsum.cli.session import application

    body: dict[str, Any] = {"name": name, "source": source, "place": place}
    if line is not None:
        body["line"] = _points(line)
    id = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "camera"
    change = Change(KIND, id[:48], body, 0)
    done = application(context).administration.put_document.execute(TERMINAL, change)
    shown = f"{done.id}: {done.body['address']} is watched while the server runs"
    print_done(shown, {"id": done.id, "body": done.body}, json)


@app.command("list")
def list_cameras(context: typer.Context, json: JsonFlag = False) -> None:
    """List the cameras, without their passwords."""
    from adsum.cli.session import application

    read = application(context).administration.read_documents
    found: list[Any] = []
    while page := read.page(KIND, after=found[-1].id if found else "", limit=500):
        found += page
    keys = ("name", "address", "place", "enabled", "clocks")
    print_rows([{"id": one.id} | {key: one.body[key] for key in keys} for one in found], json)


@app.command("remove")
def remove(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="The camera's id.")],
    json: JsonFlag = False,
) -> None:
    """Forget a camera and its password."""
    from adsum.app.actor import TERMINAL
    from adsum.cli.session import application

    application(context).administration.remove_document.execute(TERMINAL, KIND, id)
    print_done(f"removed camera {id}", {"removed": id}, json)


@app.command("doctor")
def doctor(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="A camera's id, or any source of adsum watch.")],
    seconds: Annotated[
        float, typer.Option(help="How long to look at a live camera.", min=1, max=120)
    ] = 6.0,
    json: JsonFlag = False,
) -> None:
    """Say how well a camera is placed: light, backlight, blur, size and direction of faces, frame
    rate, and what to move. Stand where people are to be recognised."""
    from adsum.cli.session import application
    from adsum.main.camera_doctor import examine_camera

    output.err().print("Looking; please stand where people are to be recognised.")
    placement = examine_camera(application(context), source, seconds)
    if json:
        document = {
            k: round(v, 2) if isinstance(v, float) else v for k, v in asdict(placement).items()
        }
        document["findings"] = [
            {"code": finding.value, "advice": advice}
            for finding, advice in zip(placement.findings, placement.advice, strict=True)
        ]
        output.print_json(document)
        return
    _print(placement)


def _print(placement: Any) -> None:
    say = output.out().print
    width, height = placement.size
    say(
        f"{width} x {height}, {placement.fps:.1f} frames a second; "
        f"a face on {placement.faces} of {placement.frames} frames"
    )
    if placement.faces:
        say(
            f"light on the face {placement.face_light:.0f} of 255, "
            f"{abs(placement.behind):.0f} {'more' if placement.behind < 0 else 'less'} than "
            f"around it; sharpness {placement.sharpness:.0f}"
        )
        say(
            f"{placement.eye_distance:.0f} pixels between the eyes, about "
            f"{placement.distance:.1f} m away; turned by {placement.yaw:.2f}, "
            f"from above by {placement.pitch:.2f}"
        )
    for words in placement.advice:
        say(f"[yellow]-[/] {output.plain(words)}", soft_wrap=True)
    if not placement.findings:
        say("[green]Well placed.[/]")


def _points(text: str) -> list[list[float]]:
    try:
        ax, ay, bx, by = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BadLine(f"{text!r} is no line") from error
    return [[ax, ay], [bx, by]]
