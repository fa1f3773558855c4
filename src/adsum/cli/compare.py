"""`adsum evaluate masked | conditions | compare | report`: the laboratory's longer runs."""

from __future__ import annotations

import json as js
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from adsum.cli import output
from adsum.cli.evaluate import (
    RECOGNISER,
    ImagesOption,
    WorkersOption,
    answer,
    embedder,
    identification_rows,
    progress_bar,
)
from adsum.cli.evaluate import app as app
from adsum.cli.options import JsonFlag
from adsum.errors import InvalidInput

PairsOption = Annotated[Path, typer.Option(help="List of pairs as LFW has it.", show_default=False)]
MasksOption = Annotated[
    Path,
    typer.Option(help="Folder of mask pictures with anchors.json.", show_default=False),
]


class Dressed(StrEnum):
    """Who wears a mask."""

    PROBES = "probes"
    GALLERY = "gallery"
    BOTH = "both"


@app.command("masked")
def masked(
    context: typer.Context,
    images: ImagesOption,
    masks: MasksOption,
    dressed: Annotated[Dressed, typer.Option(help="Who wears a mask.")] = Dressed.PROBES,
    size: Annotated[float, typer.Option(min=0.5, max=2, help="The masks' size.")] = 1.0,
    json: JsonFlag = False,
) -> None:
    """Open-set identification with face masks: 3 photos enrolled, 5 probes each, 1,000 strangers.

    Masks are laid on the bare photo by its landmarks; then the face is found and aligned afresh.
    """
    from adsum.evaluation import compare as protocols
    from adsum.evaluation import identification as protocol

    bare = embedder(context, None)
    covered = bare.changing(_dresser(context, masks, size))
    gallery = bare if dressed is Dressed.PROBES else covered
    probes = bare if dressed is Dressed.GALLERY else covered
    with progress_bar() as progress:
        run = protocol.evaluate(
            images, protocols.ENROL, gallery, progress, probes=probes, limits=protocols.MASKED
        )
    answer(run, [], json, _masked_rows)


@app.command("report")
def report(
    context: typer.Context,
    images: ImagesOption,
    page: Annotated[Path, typer.Option("--output", help="HTML file to write.")],
    masks: Annotated[
        Path | None, typer.Option(help="Folder of mask pictures: all probes wear one.")
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--everybody", help="All probes and strangers, not only the first.")
    ] = False,
) -> None:
    """One HTML page: open-set identification with curves, and the worst errors as pictures."""
    from adsum.evaluation import compare as protocols
    from adsum.evaluation import identification as protocol
    from adsum.evaluation import report as pages

    bare = embedder(context, None)
    probes = bare if masks is None else bare.changing(_dresser(context, masks, 1.0))
    limits = protocol.Limits() if everybody else protocols.MASKED
    with progress_bar() as progress:
        run = protocol.evaluate(
            images, protocols.ENROL, bare, progress, probes=probes, limits=limits
        )
    title = f"{context.meta[RECOGNISER]}{'' if masks is None else ', probes with masks'}"
    pages.write(run, probes, title, page)
    output.out().print(str(page), soft_wrap=True)


@app.command("conditions")
def conditions(
    context: typer.Context,
    images: ImagesOption,
    json: JsonFlag = False,
    workers: WorkersOption = None,
) -> None:
    """Where recognition ends: small, blurred, badly lit and turned faces."""
    from adsum.evaluation import conditions as protocol
    from adsum.evaluation.compare import MASKED

    with progress_bar() as progress:
        steps = protocol.evaluate(images, embedder(context, workers), MASKED, progress)
    if json:
        output.print_json([step.to_json() for step in steps])
        return
    table = Table("Condition", "", "Missed (FNIR)", "Strangers let in (FPIR)", "Probes")
    for step in steps:
        let_in = "" if step.fpir != step.fpir else f"{100 * step.fpir:.2f} %"
        table.add_row(step.kind, step.amount, f"{100 * step.fnir:.2f} %", let_in, str(step.probes))
    output.out().print(table)


@app.command("promise")
def promise(
    context: typer.Context,
    images: ImagesOption,
    people: Annotated[str, typer.Option(help="Sizes of galleries, with commas.")] = "30,50,80,150",
    per_1000: Annotated[
        str, typer.Option("--per-1000", help="Stated false accepts per 1,000, with commas.")
    ] = "10,3",
    draws: Annotated[int, typer.Option(min=1, help="Galleries drawn of each size.")] = 24,
    json: JsonFlag = False,
) -> None:
    """Is the promise of `adsum calibrate` kept? Small galleries, and people never used for them."""
    from adsum.evaluation import promises as protocol

    sizes, rates = _numbers(people, "--people"), _numbers(per_1000, "--per-1000")
    with progress_bar() as progress:
        known = protocol.evaluate(images, embedder(context, None), progress)
    found = protocol.measure(known, [round(n) for n in sizes], [r / 1000 for r in rates], draws)
    rows = [kept.to_json() for kept in found]
    if json:
        output.print_json(rows)
        return
    table = Table("People", "Stated per 1,000", "Let in, of stated: mean", "worst", "beyond twice")
    for row in rows:
        table.add_row(
            str(row["people"]),
            f"{row['per_1000']:g}",
            f"{row['mean']:.2f}",
            f"{row['worst']:.2f}",
            f"{100 * row['beyond_twice']:.0f} %",
        )
    output.out().print(table)


def _numbers(text: str, option: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError as error:
        raise InvalidInput(
            f"{text!r} is no list of numbers", remedy=f"Give {option} as in 30,80."
        ) from error


@app.command("compare")
def compare(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    images: ImagesOption,
    pairs: PairsOption,
    masks: MasksOption,
    results: Annotated[Path, typer.Option(help="JSON file that keeps the rows.")],
    recognisers: Annotated[str, typer.Option(help="Names with commas; empty: all.")] = "",
    keep: Annotated[
        Path | None, typer.Option(help="Folder for embeddings: an interrupted run then goes on.")
    ] = None,
) -> None:
    """All recognisers side by side as a Markdown table; rows already in the file are kept."""
    from adsum.cli.session import all_recognisers
    from adsum.evaluation import compare as protocol

    rows: dict[str, Any] = js.loads(results.read_text()) if results.exists() else {}
    order = all_recognisers()
    for name in recognisers.split(",") if recognisers else order:
        context.meta[RECOGNISER] = name
        output.err().print(f"measuring {name}")
        with progress_bar() as progress:
            rows[name] = protocol.compare(
                protocol.Photos(images, pairs),
                embedder(context, None),
                _dresser(context, masks, 1.0),
                progress,
                keep and keep / name,
            )
        results.write_text(js.dumps(rows, indent=1, sort_keys=True) + "\n")
    typer.echo(protocol.table(rows, order), nl=False)


def _masked_rows(found: dict[str, Any]) -> list[tuple[str, str]]:
    noticed = [f"{seen:,} of {faces:,}" for seen, faces in found["masks_noticed"].values()]
    return [*identification_rows(found), ("masks noticed: enrolled, shown", ", ".join(noticed))]


def _dresser(context: typer.Context, masks: Path, size: float) -> Any:
    """Return the dresser; it places masks by the default recogniser's landmarks for all alike."""
    from adsum.cli.session import application, load_masks
    from adsum.evaluation.changes import Dresser

    return Dresser(application(context).pipeline, load_masks(masks), size)
