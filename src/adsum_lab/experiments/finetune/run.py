"""From FaceNet's published weights on, with each loss, and what it brings on people held out."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from adsum.evaluation.verification import Verification
from adsum.imaging.masks import load_masks
from adsum.main import build_pipeline, read_settings
from adsum.models import weights
from adsum.models.runtime import Runtime, RuntimeOptions, Session
from adsum.models.weights import FACENET
from adsum.vision.drawn_masks import drawn_masks
from adsum_lab import facenet_graph
from adsum_lab.data.splits import identity_disjoint
from adsum_lab.data.tree import Tree, scan
from adsum_lab.errors import BadData
from adsum_lab.experiments.finetune import report
from adsum_lab.experiments.finetune.judge import Vectors, centred, verified, watched_rates
from adsum_lab.experiments.finetune.learn import Rows, train
from adsum_lab.experiments.finetune.photos import CONDITIONS, Shots
from adsum_lab.experiments.finetune.recipe import FinetuneRecipe, read
from adsum_lab.experiments.finetune.trunk import MAPS, Head, Trunk, embeddings, features
from adsum_lab.experiments.held_out import HeldOut, held_out
from adsum_lab.experiments.result import Result
from adsum_lab.export import export
from adsum_lab.nets.inception_resnet import InceptionResNetV1
from adsum_lab.onnx_file import to_onnx
from adsum_lab.training.processes import is_main, main_first

Maps = NDArray[np.float16]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """maps: photos x conditions x 1792 x 3 x 3; labels: whose photo; learnt, watched: rows."""

    maps: Maps
    labels: NDArray[np.int64]
    learnt: NDArray[np.int64]
    watched: NDArray[np.int64]


def carry_out(path: Path, images: Path, folder: Path, command: str) -> Result | None:
    """Compute what stays frozen once, train the rest with each loss, judge start and ends alike."""
    recipe, began = read(path), time.perf_counter()
    others, tree = held_out(images, recipe.data.pairs, recipe.data.folds), scan(images)
    weights.read(FACENET)
    start = facenet_graph.load(weights.locate(FACENET))
    with main_first():
        session = _trunk(start, recipe, folder)
        shots = _shots(recipe, images)
        known = _known(recipe, tree, others, (shots, session, folder / "learnt"))
        tested = _tested(recipe, images, others, session, folder / "held-out")
    prepared = time.perf_counter()
    judged = {"start": tested(Head(start), known)}
    histories = {}
    for name in recipe.losses:
        net = deepcopy(start)
        within = folder / name
        within.mkdir(exist_ok=True)
        histories[name] = _learn(name, Head(net), known, recipe, within)
        if is_main():
            judged[name] = tested(Head(net), known)
            export(net, within, f"facenet-{name}", 160, aligner="box")
    if not is_main():
        return None
    facts: dict[str, Any] = {
        "photos": {"learnt": len(known.learnt), "watched": len(known.watched)},
        "people": len(set(known.labels[known.learnt].tolist())),
        "held_out_people": len(others.people),
        "weights": sum(p.numel() for p in Head(start).parameters()),
        "seconds_preparing": prepared - began,
        "seconds_training": {
            name: sum(record.get("seconds", 0.0) for record in history)
            for name, history in histories.items()
        },
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "faults": list(tree.faults),
        "history": histories,
    }
    page = report.write(recipe, judged, facts, folder, command)
    return Result(page, report.summary(judged), tree.faults)


def _trunk(start: InceptionResNetV1, recipe: FinetuneRecipe, folder: Path) -> Session:
    file = folder / "trunk.onnx"
    if not file.exists():
        to_onnx(Trunk(start), torch.randn(1, 3, 160, 160), file)
    precision = "bf16" if recipe.train.precision == "bf16" else "f32"
    runtime = Runtime(RuntimeOptions(read_settings().cache, precision))
    return runtime.compile_model("facenet-trunk", file, (1, 3, 160, 160))


def _shots(recipe: FinetuneRecipe, images: Path, *, tested: bool = False) -> Shots:
    photographed = tested and recipe.data.masks
    masks = load_masks(images / recipe.data.masks) if photographed else drawn_masks()
    detector = build_pipeline(read_settings(), recogniser="sface-unrefined")
    return Shots(detector, masks, recipe.data.small)


def _known(
    recipe: FinetuneRecipe, tree: Tree, others: HeldOut, how: tuple[Shots, Session, Path]
) -> Known:
    data = recipe.data
    enough = [
        photos[: data.photos]
        for name, photos in tree.people.items()
        if name not in others.people and len(photos) >= data.at_least
    ]
    if len(enough) <= recipe.people:
        raise BadData(f"{len(enough)} people have {data.at_least} photos and are not held out")
    paths = [path for photos in enough for path in photos]
    labels = np.repeat(np.arange(len(enough)), [len(photos) for photos in enough])
    maps, usable = features(paths, *how)
    watched, learnt = identity_disjoint(labels.tolist(), data.watched, recipe.train.seed)
    return Known(maps, labels, learnt[usable[learnt]], watched[usable[watched]])


def _learn(
    name: str, head: nn.Module, known: Known, recipe: FinetuneRecipe, folder: Path
) -> list[dict[str, float]]:
    maps = known.maps[known.learnt].reshape(-1, *MAPS)
    people = np.unique(known.labels[known.learnt], return_inverse=True)[1]
    labels = np.repeat(people, len(CONDITIONS)).astype(np.int64)
    batches = Rows(maps, labels, recipe.people, recipe.each, recipe.train.seed)
    seen, whose = known.maps[known.watched], known.labels[known.watched]

    def measure() -> dict[str, float]:
        return watched_rates(_centred(head, seen, known), whose)

    return train(name, head, batches, measure, recipe, folder)


def _tested(
    recipe: FinetuneRecipe, images: Path, others: HeldOut, session: Session, folder: Path
) -> Callable[[nn.Module, Known], dict[str, Verification]]:
    paths: Sequence[Path] = list(others.files.values())
    shots = _shots(recipe, images, tested=True)
    maps, usable = features(paths, shots, session, folder)
    places = {path: row for row, path in enumerate(paths) if usable[row]}

    def judge(head: nn.Module, known: Known) -> dict[str, Verification]:
        return verified(others.pairs, others.files, places, _centred(head, maps, known))

    return judge


def _centred(head: nn.Module, maps: Maps, known: Known) -> Vectors:
    """Return embeddings, photos x conditions x 512, less the mean of a part of the training
    photos."""
    mean = embeddings(head, known.maps[known.learnt[::3], 0]).mean(0)
    found = embeddings(head, maps.reshape(-1, *MAPS)).reshape(*maps.shape[:2], -1)
    return centred(found, mean)
