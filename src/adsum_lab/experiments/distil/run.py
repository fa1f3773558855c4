"""nn4.small2 learns what a recogniser answers and is judged on people that it never saw."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import nn

from adsum_lab.augment import Train
from adsum_lab.data import faces as face_data
from adsum_lab.data.splits import identity_disjoint
from adsum_lab.data.tree import scan
from adsum_lab.errors import BadData
from adsum_lab.experiments.distil import report
from adsum_lab.experiments.distil.recipe import DistilRecipe, read
from adsum_lab.experiments.distil.views import CUT, Batches, Maker, Views, made
from adsum_lab.experiments.embed import recogniser
from adsum_lab.experiments.held_out import HeldOut, held_out, verified
from adsum_lab.experiments.result import Result
from adsum_lab.export import export
from adsum_lab.losses.cosine import CosineDistance
from adsum_lab.nets.nn4_small2 import SIDE, Nn4Small2
from adsum_lab.training import checkpoint
from adsum_lab.training.callbacks import SCHEDULES, Best, Logs, Measure, Schedule, best_of
from adsum_lab.training.loop import Callback, Loop
from adsum_lab.training.optimiser import optimiser
from adsum_lab.training.processes import accelerator, answers, is_main, main_first


def carry_out(path: Path, images: Path, folder: Path, command: str) -> Result | None:
    """Train the student, export it, and compare it with its teacher on the held-out pairs."""
    recipe, began = read(path), time.perf_counter()
    others = held_out(images, recipe.data.pairs, recipe.data.folds)
    with main_first():
        views, watched, faults = _views(recipe, images, others, folder)
    prepared = time.perf_counter()
    loop = _loop(recipe, views, watched, folder)
    checkpoint.resume(loop, folder / "last.safetensors")
    loop.run(recipe.train.epochs)
    best = best_of(loop)
    best.load(loop)
    if not is_main():
        return None
    net = loop.net.to(memory_format=torch.contiguous_format)
    description = export(net, folder, "nn4-small2", SIDE, mean=127.5, scale=128.0)
    facts: dict[str, Any] = {
        "photos": len(views.answers) // recipe.data.views,
        "views": len(views.answers),
        "seen": loop.epoch * min(recipe.data.an_epoch, len(views.answers)),
        "held_out_people": len(others.people),
        "best_epoch": best.epoch,
        "weights": sum(p.numel() for p in loop.net.parameters()),
        "seconds_preparing": prepared - began,
        "seconds_training": sum(record["seconds"] for record in loop.history),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "faults": list(faults),
        "history": loop.history,
    }
    student, teacher = (verified(name, others) for name in (str(description), recipe.teacher))
    page = report.write(recipe, student, teacher, facts, folder, command)
    words = f"{100 * student.result.accuracy_mean:.2f} % of the held-out pairs right"
    return Result(page, words, tuple(faults))


def _views(
    recipe: DistilRecipe, images: Path, others: HeldOut, folder: Path
) -> tuple[Views, Views, tuple[str, ...]]:
    tree, data = scan(images), recipe.data
    names = [name for name in tree.people if name not in others.people]
    detector, teacher = recogniser(recipe.teacher)
    kept = folder / "faces.npz"
    if not kept.exists():
        face_data.cut(tree, names, detector, CUT).save(kept)
    faces = face_data.load(kept)
    seed = recipe.train.seed
    watched, learnt = identity_disjoint(faces.labels.tolist(), data.watched, seed)
    if not len(watched) or not len(learnt):
        raise BadData(f"{len(names)} people are too few to watch {data.watched:.0%} of them")
    change = Train(recipe.augment)
    learning = Maker(faces, learnt, teacher, change, data.mixed, seed)
    watching = Maker(faces, watched, teacher, change, 0.0, seed)
    return (
        made(learning, data.views * len(learnt), folder / "views"),
        made(watching, len(watched), folder / "watched"),
        faces.faults,
    )


def _loop(recipe: DistilRecipe, views: Views, watched: Views, folder: Path) -> Loop:
    train, data = recipe.train, recipe.data
    torch.manual_seed(train.seed)
    net, loss = Nn4Small2(views.answers.shape[1]), CosineDistance()
    # Convolutions on a CPU's matrix unit want the channels side by side.
    net = net.to(memory_format=torch.channels_last)
    callbacks: list[Callback] = [
        Schedule(SCHEDULES[train.schedule], train.epochs),
        Measure(_watch(net, loss, watched)),
        Best(folder / "best.safetensors", "watched_loss"),
        Logs(folder),
        checkpoint.Checkpoints(folder / "last.safetensors"),
    ]
    return Loop(
        net,
        loss,
        Batches(views, Train(recipe.again), data.blended, data.an_epoch, train.batch, train.seed),
        optimiser(net.parameters(), train),
        callbacks,
        accelerator(train.precision),
    )


def _watch(net: nn.Module, loss: nn.Module, watched: Views) -> Callable[[], dict[str, float]]:
    inputs, expected = watched.tensors()

    def measure_watched() -> dict[str, float]:
        return {"watched_loss": float(loss(answers(net, inputs), expected))}

    return measure_watched
