"""The commands of `adsum-lab`."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import shlex
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import cv2
import numpy as np
import typer
from typer.exceptions import TyperException

from adsum.cli.output import print_error
from adsum.errors import AdsumError
from adsum_lab import recipe as recipes
from adsum_lab.augment import Train
from adsum_lab.data import faces, shards
from adsum_lab.data.tree import scan
from adsum_lab.errors import OtherRecipe

app = typer.Typer(
    name="adsum-lab",
    help="Train and measure faces' networks on your own photos.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
Published = Literal["openface", "facenet"]
RecipeFile = Annotated[Path, typer.Argument(help="A recipe's .toml file.", show_default=False)]
Images = Annotated[
    Path, typer.Option(help="Folder with one folder of photos per person.", show_default=False)
]


@app.command("run")
def run_recipe(
    recipe: RecipeFile,
    images: Images,
    output: Annotated[Path, typer.Option(help="Where runs are kept.")] = Path("runs"),
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget an earlier run.")] = False,
) -> None:
    """Carry out a recipe and write its report. An interrupted run goes on where it was."""
    from adsum_lab.experiments.all import find

    experiment = find(recipe)
    from adsum_lab.training.processes import is_main, main_first

    folder = output / recipe.stem
    with main_first():
        _claim(folder, recipe, fresh=fresh and is_main())
    command = f"adsum-lab run {shlex.quote(str(recipe))} --images IMAGES"
    result = experiment.carry_out(recipe, images, folder, command)
    if result is None:
        return
    for fault in result.faults:
        typer.echo(f"left out: {fault}", err=True)
    typer.echo(f"{result.summary}: {result.page}")


@app.command("check")
def check(
    images: Images,
    look: Annotated[
        bool, typer.Option("--faces", help="Look at the faces, too: mislabelled, repeated ones.")
    ] = False,
) -> None:
    """Say which photos of a tree would be left out, and why: no training."""
    tree = scan(images)
    photos = sum(len(paths) for paths in tree.people.values())
    alone = sum(len(paths) == 1 for paths in tree.people.values())
    faults = list(tree.faults)
    if look:
        from adsum_lab.data.suspects import suspects
        from adsum_lab.experiments.embed import recogniser

        detector, embed = recogniser("sface")
        found = faces.cut(tree, tree.people, detector, 160)
        pictures = enumerate(found.pictures)
        vectors = np.stack([embed(picture, found.face(row)) for row, picture in pictures])
        faults = [*found.faults, *suspects(found, vectors)]
    for fault in faults:
        typer.echo(fault)
    typer.echo(f"{len(tree.people)} people, {photos} photos, {alone} people with a single photo")


@app.command("collect")
def collect_faces(
    source: Annotated[
        str, typer.Argument(help="A webcam (0), a stream's address, a film, a folder of photos.")
    ],
    to: Annotated[Path, typer.Option(help="The tree to write into.", show_default=False)],
    name: Annotated[
        str | None, typer.Option(help="Whose faces these are; without it they are told apart.")
    ] = None,
    every: Annotated[float, typer.Option(min=0, help="Seconds between two frames.")] = 0.5,
    most: Annotated[int, typer.Option(min=0, help="Faces of each person; 0: all.")] = 0,
    seconds: Annotated[float, typer.Option(min=0, help="When to stop; 0: at the end.")] = 0,
) -> None:
    """Collect faces into a tree, one folder per person; bad ones and copies are dropped, with a
    report. Ctrl-C ends it, and the same command goes on."""
    from adsum.cameras.sources import open_source
    from adsum.main import build_pipeline, read_settings
    from adsum_lab.data import collect

    folder = Path(source).is_dir()
    collector = collect.Collector(build_pipeline(read_settings()), to, collect.Wishes(name, most))
    collector.remember()
    until = time.monotonic() + seconds if seconds else float("inf")
    frames = open_source(source, collect.readable)
    with contextlib.suppress(KeyboardInterrupt):
        for _ in collect.collect(frames, collector, 0.0 if folder else every):
            if time.monotonic() > until:
                break
    report = collector.finish()
    for reason, count in report.dropped.most_common():
        typer.echo(f"dropped: {count} x {reason}", err=True)
    typer.echo(f"{report.kept.total()} faces of {len(report.kept)} people: {to}")


@app.command("pack")
def pack(
    images: Images,
    output: Annotated[
        Path, typer.Option(help="The .npz file, or the folder of shards.", show_default=False)
    ],
    side: Annotated[int, typer.Option(min=32, max=1024, help="Pixels a side.")] = 160,
    per_shard: Annotated[
        int, typer.Option("--shards", min=0, help="Faces in a shard; 0: one .npz file.")
    ] = 0,
) -> None:
    """Cut out everybody's faces into one compressed file, with a manifest of the photos' hashes; or
    into shards, which training streams, however many there are."""
    from adsum_lab.experiments.embed import recogniser

    tree = scan(images)
    if per_shard:
        detector, people = recogniser("sface")[0], tuple(tree.people)
        packed = shards.pack(tree, people, detector, side, output, per_shard)
        for fault in packed.faults:
            typer.echo(f"left out: {fault}", err=True)
        written = f"{len(packed.shards)} shards in {output}"
        typer.echo(f"{packed.faces} faces of {len(people)} people: {written}")
        return
    found = faces.cut(tree, tree.people, recogniser("sface")[0], side)
    found.save(output)
    photos = {f"{p.parent.name}/{p.name}": digest for p, digest in tree.hashes.items()}
    manifest = {"file": hashlib.sha256(output.read_bytes()).hexdigest(), "photos": photos}
    output.with_suffix(".manifest.json").write_text(json.dumps(manifest, indent=1))
    for fault in found.faults:
        typer.echo(f"left out: {fault}", err=True)
    typer.echo(f"{len(found.labels)} faces of {len(found.names)} people: {output}")


@app.command("convert")
def convert(
    kind: Annotated[Published, typer.Argument(help="Which published network it is.")],
    weights: Annotated[
        Path, typer.Argument(help="Its .t7 or .h5 file or CSV folder; FaceNet's .pt or .pb.")
    ],
    output: Annotated[Path, typer.Option(help="Folder for NAME.onnx and NAME.toml.")] = Path(),
) -> None:
    """Make published weights into a model that `adsum models add` takes, checked to compute the
    same."""
    from adsum_lab import published

    output.mkdir(parents=True, exist_ok=True)
    typer.echo(str(published.convert(kind, weights, output)))


@app.command("plot")
def plot(
    images: Images,
    output: Annotated[Path, typer.Option(help="The picture to write.")] = Path("embeddings.png"),
    recogniser: Annotated[str, typer.Option(help="Whose embeddings; or a .toml file.")] = "sface",
    people: Annotated[int, typer.Option(min=1, help="Those with the most photos.")] = 20,
) -> None:
    """Draw embeddings as points, by t-SNE where scikit-learn is installed, else by PCA: who lies
    near whom."""
    from adsum_lab import embedding_plot
    from adsum_lab.experiments.embed import recogniser as build

    tree = scan(images)
    chosen = sorted(tree.people, key=lambda name: -len(tree.people[name]))[:people]
    detector, embed = build(recogniser)
    found = faces.cut(tree, chosen, detector, 224)
    vectors = np.stack(
        [embed(picture, found.face(row)) for row, picture in enumerate(found.pictures)]
    )
    points, how = embedding_plot.flat(vectors)
    embedding_plot.draw(points, found.labels, found.names, output)
    typer.echo(f"{len(points)} faces of {len(found.names)} people by {how}: {output}")


@app.command("sheet")
def sheet(
    recipe: RecipeFile,
    images: Images,
    output: Annotated[Path, typer.Option(help="The picture to write.")] = Path("sheet.png"),
) -> None:
    """Draw a contact sheet: a person a row, the photo and then what augmentation makes of it."""
    from adsum_lab.experiments.embed import recogniser

    known, tree = recipes.read(recipe), scan(images)
    people = sorted(tree.people, key=lambda name: -len(tree.people[name]))[:4]
    found = faces.cut(tree, people, recogniser("sface")[0], 160, 1)
    change, rows = Train(known.augment), []
    for index, picture in enumerate(found.pictures):
        views = [
            change(picture, found.landmarks[index], np.random.default_rng((index, view)))
            for view in range(7)
        ]
        rows.append(np.concatenate([picture, *views], axis=1))
    cv2.imwrite(str(output), np.concatenate(rows))
    typer.echo(str(output))


def _claim(folder: Path, recipe: Path, *, fresh: bool) -> None:
    """Make the run's folder, or check that what lies there is of the same recipe."""
    if fresh and folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "recipe.toml"
    if kept.exists() and kept.read_bytes() != recipe.read_bytes():
        raise OtherRecipe(f"{folder} holds a run of another version of {recipe.name}")
    shutil.copyfile(recipe, kept)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    for noisy in ("accelerate", "matplotlib", "tensorboard", "torch"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        app(arguments, standalone_mode=False)
    except AdsumError as error:
        print_error(error)
        return 1
    except TyperException as error:
        typer.echo(error.format_message(), err=True)
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    return 0
