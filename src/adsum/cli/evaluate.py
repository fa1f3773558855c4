"""`adsum evaluate`"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from adsum.cli import output
from adsum.cli.options import JsonFlag

app = typer.Typer(help="Measure the recogniser on labelled photos.", no_args_is_help=True)

# Under this key the group tells its commands which recogniser was asked for.
RECOGNISER = "adsum.recogniser"

ImagesOption = Annotated[
    Path, typer.Option(help="Folder with one folder of photos per person.", show_default=False)
]
PlotsOption = Annotated[
    Path | None, typer.Option(help="Folder to draw curves into (needs the extra adsum[plots]).")
]
WorkersOption = Annotated[
    int | None,
    typer.Option(min=1, max=256, help="Photos examined side by side. [default: one per processor]"),
]


class MatcherName(StrEnum):
    """The matchers, as the setting `matcher` has them."""

    BLEND = "blend"
    NEAREST = "nearest"
    EUCLIDEAN = "euclidean"
    MEAN = "mean"
    SOFTMAX = "softmax"
    MLP = "mlp"


@app.callback()
def which(
    context: typer.Context,
    recogniser: Annotated[
        str, typer.Option(help="Which recogniser: a name, or a model's .toml file.")
    ] = "sface",
) -> None:
    """Measure a recogniser on labelled photos."""
    context.meta[RECOGNISER] = recogniser


@app.command("verification")
def verification(
    context: typer.Context,
    images: ImagesOption,
    pairs: Annotated[Path, typer.Option(help="List of pairs as LFW has it.", show_default=False)],
    json: JsonFlag = False,
    plots: PlotsOption = None,
    workers: WorkersOption = None,
) -> None:
    """Are two photos of one person? LFW's protocol with any number of folds."""
    from adsum.evaluation import verification as protocol
    from adsum.evaluation.plots import plot_verification, prepare

    if plots is not None:
        prepare(plots)
    with progress_bar() as progress:
        run = protocol.evaluate(images, pairs, embedder(context, workers), progress)
    files = [] if plots is None else plot_verification(run.result, plots)
    answer(run, files, json, _verification_rows)


@app.command("identification")
def identification(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    images: ImagesOption,
    enrol: Annotated[int, typer.Option(min=1, help="Photos enrolled per person.")] = 3,
    matcher: Annotated[MatcherName, typer.Option(help="How faces are compared.")] = (
        MatcherName.BLEND
    ),
    json: JsonFlag = False,
    plots: PlotsOption = None,
    workers: WorkersOption = None,
) -> None:
    """Who is it, if anybody? Open set: people with a single photo are strangers."""
    from adsum.evaluation import identification as protocol
    from adsum.evaluation.plots import plot_identification, prepare
    from adsum.vision.matchers import MATCHERS

    if plots is not None:
        prepare(plots)
    with progress_bar() as progress:
        parts = protocol.split(images, enrol)
        photos = embedder(context, workers).embed(parts.paths(), progress)
    run = protocol.measure(parts, photos, MATCHERS[matcher.value])
    files = [] if plots is None else plot_identification(run.result, plots)
    answer(run, files, json, identification_rows)


def embedder(context: typer.Context, workers: int | None) -> Any:
    from adsum.cli.session import application
    from adsum.evaluation.embed import PhotoEmbedder

    adsum = application(context)
    pipeline = adsum.recogniser(context.meta[RECOGNISER])
    return PhotoEmbedder(pipeline, adsum.decoder, workers=workers or adsum.workers)


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    with output.progress() as bar:
        task = bar.add_task("Embedding", total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield advance


def answer(
    run: Any,
    files: list[Path],
    json: bool,
    rows: Callable[[dict[str, Any]], list[tuple[str, str]]],
) -> None:
    document = run.to_json()
    for failure in run.photos.failures.values():
        output.err().print(f"[yellow]failed[/] {escape(failure)}")
    if json:
        output.print_json(document | {"plots": [str(file) for file in files]})
        return
    table = Table("Measure", "Value", title=document["protocol"].capitalize())
    table.columns[1].justify = "right"
    for name, value in rows(document) + _effort_rows(document):
        table.add_row(name, value)
    output.out().print(table)
    for file in files:
        output.out().print(escape(f"drawn: {file}"))


def _verification_rows(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        ("accuracy", f"{100 * found['accuracy_mean']:.2f} % ± {100 * found['accuracy_std']:.2f} %"),
        (
            f"threshold, from {found['threshold_from'].replace('_', ' ')}",
            f"{found['threshold']:.4f}",
        ),
        *(
            (f"TAR at FAR {_rate(far)}", f"{100 * tar:.2f} %")
            for far, tar in found["tar_at_far"].items()
        ),
        ("area under the ROC", f"{found['auc']:.5f}"),
        ("equal error rate", f"{100 * found['eer']:.2f} %"),
        ("pairs, folds", f"{found['pairs']:,}, {len(found['folds'])}"),
    ]


def identification_rows(found: dict[str, Any]) -> list[tuple[str, str]]:
    rule = found["default_rule"]
    return [
        ("rank 1", f"{100 * found['rank1']:.2f} %"),
        *(
            (f"FNIR at FPIR {_rate(fpir)} (threshold {threshold:.3f})", f"{100 * fnir:.2f} %")
            for (fpir, fnir), threshold in zip(
                found["fnir_at_fpir"].items(), found["threshold_at_fpir"].values(), strict=True
            )
        ),
        (
            f"FNIR, FPIR at the default rule ({rule['threshold']:g}, margin {rule['margin']:g})",
            f"{100 * rule['fnir']:.2f} %, {100 * rule['fpir']:.2f} %",
        ),
        ("people enrolled", f"{found['gallery']:,}"),
        ("probes", f"{found['probes']:,}"),
        ("strangers", f"{found['strangers']:,}"),
    ]


def _effort_rows(found: dict[str, Any]) -> list[tuple[str, str]]:
    speed = f"{found['seconds']:.1f} s, {found['images_per_second']:.1f} photos/s"
    return [("photos, failed", f"{found['images']:,}, {found['failed']:,}"), ("time", speed)]


def _rate(text: str) -> str:
    return f"{100 * float(text):g} %"
