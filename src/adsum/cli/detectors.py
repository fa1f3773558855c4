"""`adsum evaluate detectors`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from adsum.cli import output
from adsum.cli.compare import app as app
from adsum.cli.options import JsonFlag


@app.command("detectors")
def detectors(
    context: typer.Context,
    truth: Annotated[Path, typer.Option(help="CSV file of marked faces.", show_default=False)],
    images: Annotated[list[Path], typer.Option(help="Folder with its photos; may be given again.")],
    masks: Annotated[
        Path | None, typer.Option(help="Folder of mask pictures: faces are sought with them, too.")
    ] = None,
    names: Annotated[
        str, typer.Option("--detectors", help="Names with commas, or scrfd:FILE; empty: all.")
    ] = "",
    json: JsonFlag = False,
) -> None:
    """What each detector finds on photos whose faces are marked, how exactly, and how fast.

    Markdown, for documents. Times are of one thread and say something only beside each other.
    """
    from adsum.cli.session import all_detectors, application, build_detector, load_masks
    from adsum.evaluation import detection as protocol

    adsum = application(context)
    photos = protocol.read_truth(truth, images)
    worn = load_masks(masks) if masks else []
    rows: dict[str, Any] = {}
    for name in names.split(",") if names else all_detectors():
        output.err().print(f"measuring {name}")
        detector = build_detector(adsum.settings, name)
        rows[name] = protocol.score(detector, photos, adsum.decoder, worn)
    if json:
        output.print_json(rows)
    else:
        typer.echo(protocol.table(rows), nl=False)
