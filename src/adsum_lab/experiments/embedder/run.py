"""An embedder learns to tell many people apart and is judged on people that it never saw."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from adsum.evaluation import curves
from adsum.vision.aligners import FivePoint
from adsum.vision.stages import Detector
from adsum_lab.augment import Train, as_input
from adsum_lab.data import faces as face_data
from adsum_lab.data import shards
from adsum_lab.data.faces import INNER, Faces
from adsum_lab.data.shards import Manifest
from adsum_lab.data.splits import identity_disjoint
from adsum_lab.data.tree import Tree, scan
from adsum_lab.errors import BadData
from adsum_lab.experiments.embed import recogniser
from adsum_lab.experiments.embedder import report
from adsum_lab.experiments.embedder.recipe import EmbedderRecipe, read
from adsum_lab.experiments.embedder.stream import Slice, Streamed
from adsum_lab.experiments.held_out import HeldOut, held_out, verified
from adsum_lab.experiments.result import Result
from adsum_lab.export import export
from adsum_lab.losses.arcface import ArcFace
from adsum_lab.losses.centre import SoftmaxCentre
from adsum_lab.losses.stretched import Stretched
from adsum_lab.nets.inception_resnet import InceptionResNetV1
from adsum_lab.nets.mobilefacenet import MobileFaceNet
from adsum_lab.nets.nn4_small2 import Nn4Small2
from adsum_lab.training import checkpoint
from adsum_lab.training.callbacks import SCHEDULES, Best, Logs, Measure, Schedule, best_of
from adsum_lab.training.loop import Callback, Loop
from adsum_lab.training.optimiser import optimiser
from adsum_lab.training.processes import accelerator, answers, is_main, main_first

SIDES = {"mobilefacenet": 112, "inception-resnet-v1": 160, "nn4-small2": 96}
FAR = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """paths: the shards that train, with their `manifest`. watched: faces of others."""

    paths: list[Path]
    manifest: Manifest
    watched: Faces


def carry_out(path: Path, images: Path, folder: Path, command: str) -> Result | None:
    """Train the embedder, export it, and compare it with what it was before it had learnt."""
    recipe, began = read(path), time.perf_counter()
    others = held_out(images, recipe.data.pairs, recipe.data.folds)
    with main_first():
        material = _material(recipe, path, images, others, folder)
    prepared = time.perf_counter()
    torch.manual_seed(recipe.train.seed)
    net, side = _net(recipe), SIDES[recipe.net]
    start = _start(recipe, net, others, folder) if is_main() else None
    loop = _loop(recipe, net, material, folder)
    checkpoint.resume(loop, folder / "last.safetensors")
    loop.run(recipe.train.epochs)
    best = best_of(loop)
    best.load(loop)
    if start is None:
        return None
    description = export(net.eval(), folder, recipe.net, side)
    facts: dict[str, Any] = {
        "faces": material.manifest.faces,
        "people": len(material.manifest.people),
        "shards": len(material.paths),
        "watched": len(material.watched.labels),
        "held_out_people": len(others.people),
        "best_epoch": best.epoch,
        "processes": loop.accelerator.num_processes,
        "device": loop.accelerator.device.type,
        "weights": sum(p.numel() for p in net.parameters()),
        "seconds_preparing": prepared - began,
        "seconds_training": sum(record["seconds"] for record in loop.history),
        "images_per_second": float(np.median([r["images_per_second"] for r in loop.history])),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "faults": list(material.manifest.faults),
        "history": loop.history,
    }
    end = verified(str(description), others)
    page = report.write(recipe, start, end, facts, folder, command)
    words = f"{100 * end.result.accuracy_mean:.2f} % of the held-out pairs right"
    return Result(page, words, material.manifest.faults)


def _start(recipe: EmbedderRecipe, net: nn.Module, others: HeldOut, folder: Path) -> Any:
    """Return how the net does before it has learnt anything."""
    within = folder / "start"
    within.mkdir(exist_ok=True)
    return verified(str(export(net.eval(), within, "start", SIDES[recipe.net])), others)


def _material(
    recipe: EmbedderRecipe, path: Path, images: Path, others: HeldOut, folder: Path
) -> Material:
    tree, data = scan(images), recipe.data
    names = [name for name in tree.people if name not in others.people]
    watched, rest = identity_disjoint(range(len(names)), data.watched, recipe.train.seed)
    if not len(watched) or not len(rest):
        raise BadData(f"{len(names)} people are too few to watch {data.watched:.0%} of them")
    detector, _ = recogniser("sface-unrefined")
    side = round(SIDES[recipe.net] / INNER)
    learnt = [names[place] for place in rest if len(tree.people[names[place]]) >= data.at_least]
    within = path.parent / data.shards if data.shards else folder / "shards"
    if not data.shards and not (within / shards.MANIFEST).exists():
        shards.pack(tree, learnt, detector, side, within, data.per_shard)
    manifest = shards.manifest_of(within)
    seen = _watched(tree, [names[place] for place in watched], detector, side, folder)
    return Material([within / name for name in manifest.shards], manifest, seen)


def _watched(tree: Tree, names: list[str], detector: Detector, side: int, folder: Path) -> Faces:
    kept = folder / "watched.npz"
    if not kept.exists():
        face_data.cut(tree, names, detector, side, most=10).save(kept)
    return face_data.load(kept)


def _net(recipe: EmbedderRecipe) -> nn.Module:
    if recipe.net == "mobilefacenet":
        return MobileFaceNet(recipe.size)
    if recipe.net == "nn4-small2":
        return Nn4Small2(recipe.size)
    return InceptionResNetV1()


def _loss(recipe: EmbedderRecipe, people: int) -> nn.Module:
    if recipe.loss == "arcface":
        return ArcFace(recipe.size, people, recipe.margin, recipe.scale)
    return Stretched(SoftmaxCentre(recipe.size, people), recipe.scale)


def _loop(recipe: EmbedderRecipe, net: nn.Module, material: Material, folder: Path) -> Loop:
    train, data = recipe.train, recipe.data
    placed = accelerator(train.precision)
    loss = _loss(recipe, len(material.manifest.people))
    # Convolutions want the channels side by side, on a CPU's matrix unit and on a GPU's.
    net.to(memory_format=torch.channels_last)
    callbacks: list[Callback] = [
        Schedule(SCHEDULES[train.schedule], train.epochs),
        Measure(_watch(net, material.watched, SIDES[recipe.net])),
        Best(folder / "best.safetensors", "watched_tar", lower_is_better=False),
        Logs(folder),
        checkpoint.Checkpoints(folder / "last.safetensors"),
    ]
    batches = Streamed(
        material.paths,
        SIDES[recipe.net],
        train.batch,
        Train(recipe.augment),
        train.seed,
        data.an_epoch,
        data.buffer,
        data.readers,
        Slice(placed.process_index, placed.num_processes),
    )
    learnt = [*net.parameters(), *loss.parameters()]
    return Loop(net, loss, batches, optimiser(learnt, train), callbacks, placed)


def _watch(net: nn.Module, watched: Faces, side: int) -> Callable[[], dict[str, float]]:
    """Return what measures TAR at FAR 1 % of all pairs of watched photos."""
    crop, face = FivePoint(side), face_data.upright_face(watched.pictures.shape[1])
    crops = np.stack([crop.crop(picture, face) for picture in watched.pictures])
    inputs: Tensor = torch.from_numpy(as_input(crops))
    first, second = np.triu_indices(len(watched.labels), 1)
    same: NDArray[np.bool_] = watched.labels[first] == watched.labels[second]
    if not same.any() or same.all():
        raise BadData("the watched people have no pairs of photos, of one person and of two")

    def measure() -> dict[str, float]:
        vectors = nn.functional.normalize(answers(net, inputs).float()).numpy()
        scores = (vectors @ vectors.T)[first, second].astype(float)
        return {"watched_tar": curves.tar_at_far(curves.roc(scores, same), FAR)}

    return measure
