"""A cascade trained from nothing: three stages in turn, a threshold, a judgement on other
people."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from adsum.errors import AdsumError
from adsum.models.mtcnn import Mtcnn
from adsum.models.mtcnn_nets import Nets
from adsum.models.mtcnn_stages import MtcnnOptions
from adsum.models.runtime import Runtime, Session
from adsum.vision.types import Image
from adsum_lab.data.scenes import Known, nobody_in, opened
from adsum_lab.data.windows import Samples
from adsum_lab.experiments.cascade import photos as choice
from adsum_lab.experiments.cascade import report, staged
from adsum_lab.experiments.cascade.judge import Judgement, judge
from adsum_lab.experiments.cascade.photos import Photos
from adsum_lab.experiments.cascade.recipe import STAGES, CascadeRecipe, read
from adsum_lab.experiments.cascade.stage import export, train
from adsum_lab.experiments.result import Result
from adsum_lab.nets.mtcnn import SIDES
from adsum_lab.training.processes import is_main, main_first

# O-Net's threshold while the watched and tested photos are judged: low, so that the curve is long.
LAX = 0.05
# By how much P- and R-Net may be easier to pass than while they made the training data.
EASIER = (1.0, 0.6, 0.3)
SHAPES = {"pnet": (1, 3, -1, -1), "rnet": (-1, 3, 24, 24), "onet": (-1, 3, 48, 48)}


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """histories and counts of samples by stage; differences of the exported files."""

    histories: dict[str, list[dict[str, float]]]
    counts: dict[str, dict[str, int]]
    differences: dict[str, float]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Thresholds, and the watched photos' faces found and false boxes per photo at them. `options`
    lets all through that reaches `LAX`; `threshold` is O-Net's."""

    options: MtcnnOptions
    threshold: float
    found: float
    false: float


def carry_out(path: Path, images: Path, folder: Path, command: str) -> Result | None:
    """Train, choose the thresholds on the watched photos, judge on the held-out ones, report."""
    recipe, began = read(path), time.perf_counter()
    runtime = choice.runtime()
    photos = choice.choose(images, recipe.data, recipe.pnet.seed)
    trained = _train(recipe, photos, runtime, folder)
    if not is_main():
        return None
    nets = Nets(*(folder / f"{stage}.onnx" for stage in STAGES))
    chosen = _chosen(recipe, runtime, nets, photos)
    judgements = _judgements(Mtcnn(runtime, chosen.options, nets), photos)
    peers = _published(runtime, photos)
    facts: dict[str, Any] = {
        "threshold": chosen.threshold,
        "thresholds": [*chosen.options.thresholds[:2], chosen.threshold],
        "watched": [chosen.found, chosen.false],
        "seconds": time.perf_counter() - began,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "photos": {
            "learnt": len(photos.learnt),
            "watched": len(photos.watched),
            "tested": len(photos.tested),
        },
        "samples": trained.counts,
        "export_difference": max(trained.differences.values()),
        "faults": list(photos.faults),
    }
    _describe(folder, facts["thresholds"], recipe.data.smallest)
    page = report.write(recipe, judgements, peers, facts | {"history": trained.histories}, folder,
                        command)  # fmt: skip
    found, false = judgements["as they are"].at(chosen.threshold)
    words = f"{100 * found:.1f} % of held-out faces found at {false:.2f} false boxes per photo"
    return Result(page, words, photos.faults)


def _train(recipe: CascadeRecipe, photos: Photos, runtime: Runtime, folder: Path) -> Trained:
    sessions: list[Session] = []
    trained = Trained({}, {}, {})
    for stage in STAGES:
        within = folder / stage
        within.mkdir(parents=True, exist_ok=True)
        squares = staged.first_squares(recipe.data.smallest)
        if sessions:
            squares = staged.passed_squares(sessions, recipe.options(LAX))
        kept, bare = within / "learnt.npz", photos.learnt_bare
        with main_first():
            learnt = _samples(kept, stage, photos.learnt, bare, squares)
            watched = _samples(within / "watched.npz", stage, photos.watched, [], squares)
        net, history = train(stage, learnt, watched, recipe.training(stage), within)
        file = folder / f"{stage}.onnx"
        trained.histories[stage], trained.counts[stage] = history, learnt.counts()
        with main_first():
            trained.differences[stage] = export(stage, net, file)
            sessions.append(runtime.compile_model(stage, file, SHAPES[stage]))
    return trained


def _chosen(recipe: CascadeRecipe, runtime: Runtime, nets: Nets, photos: Photos) -> Chosen:
    """Return the thresholds that find most of the watched faces at half of the false boxes that the
    recipe allows."""
    tried = []
    for easier in EASIER:
        options = recipe.options(LAX, easier)
        watched = judge(Mtcnn(runtime, options, nets), _opened(photos.watched))
        threshold = max(LAX, watched.threshold(recipe.false_per_photo / 2))
        tried.append(Chosen(options, threshold, *watched.at(threshold)))
    return max(tried, key=lambda one: one.found)


def _samples(
    path: Path, stage: str, photos: Iterable[Known], bare: list[Path], squares: staged.Squares
) -> Samples:
    """Return the samples of a stage, those of an interrupted run if they lie there."""
    if not path.exists():
        staged.save(path, staged.make(stage, photos, bare, squares, SIDES[stage]))
    return staged.load(path)


def _judgements(detector: Mtcnn, photos: Photos) -> dict[str, Judgement]:
    return {
        "as they are": judge(detector, _opened(photos.tested)),
        "at half their size": judge(detector, _halved(photos.tested)),
        "pictures without faces": judge(detector, _bare(photos.tested_bare)),
    }


def _published(runtime: Runtime, photos: Photos) -> dict[str, Judgement]:
    """Return the same judgements of the published MTCNN, where it is installed."""
    try:
        return _judgements(Mtcnn(runtime), photos)
    except AdsumError:
        return {}


def _opened(photos: Iterable[Known]) -> Iterator[tuple[Image, Known]]:
    return ((known.image(), known) for known in photos)


def _halved(photos: Iterable[Known]) -> Iterator[tuple[Image, Known]]:
    for known in photos:
        small = cv2.resize(known.image(), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        half = np.float32(0.5)
        # What becomes too small for the cascade is not judged.
        sides = (known.corners[:, 2:] - known.corners[:, :2]).min(1) if len(known.corners) else None
        kept = np.zeros(0, bool) if sides is None else sides >= 50
        unsure = np.concatenate([known.unsure, known.corners[~kept]]) * half
        scaled = Known(known.path, known.corners[kept] * half, known.landmarks[kept] * half, unsure)
        yield np.asarray(small, np.uint8), scaled


def _bare(paths: Iterable[Path]) -> Iterator[tuple[Image, Known]]:
    for path in paths:
        image = opened(path, staged.LONGEST_BARE)
        if image is not None:
            yield image, nobody_in(path)


def _describe(folder: Path, thresholds: list[float], smallest: int) -> None:
    """Write what Adsum reads: `adsum.models.mtcnn_files`."""
    lines = [f'{stage} = "{stage}.onnx"' for stage in STAGES]
    lines.append(f"thresholds = {[round(value, 4) for value in thresholds]}")
    lines.append(f"min_face = {smallest}")
    (folder / "cascade.toml").write_text("\n".join(lines) + "\n")
