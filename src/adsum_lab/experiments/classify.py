"""Who of a few people is it? Trains a classifier and measures it on held-out photos."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from adsum_lab import pretrained, report
from adsum_lab.augment import Masked, Train
from adsum_lab.data import faces as face_data
from adsum_lab.data.faces import Faces
from adsum_lab.data.splits import stratified
from adsum_lab.data.tree import scan
from adsum_lab.experiments import choose, samples
from adsum_lab.experiments.embed import Embed, recogniser
from adsum_lab.experiments.result import Result
from adsum_lab.nets import vgg16_keras
from adsum_lab.nets.mlp import Mlp
from adsum_lab.nets.small_cnn import SmallCnn
from adsum_lab.nets.vgg16 import Vgg16
from adsum_lab.onnx_file import to_onnx
from adsum_lab.outcome import Outcome
from adsum_lab.recipe import Net, Recipe, read
from adsum_lab.training import checkpoint
from adsum_lab.training.callbacks import (
    SCHEDULES,
    Average,
    Best,
    EarlyStop,
    Logs,
    Measure,
    Schedule,
    best_of,
)
from adsum_lab.training.loop import Batches, Callback, Loop
from adsum_lab.training.optimiser import optimiser
from adsum_lab.training.processes import accelerator, answers, is_main, main_first

# The share of the training photos that only says when to stop.
WATCHED = 0.2
Rows = NDArray[np.int64]


def carry_out(path: Path, images: Path, folder: Path, command: str) -> Result | None:
    """Carry out the recipe in `path` and write its report."""
    recipe, outcomes = read(path), []
    for place in range(recipe.data.pairs):
        within = folder / f"pair-{place + 1}" if recipe.data.pairs > 1 else folder
        within.mkdir(parents=True, exist_ok=True)
        outcomes.append(run(recipe, images, within, place))
        if is_main():
            page = report.write(recipe, outcomes[-1], within, command)
    if not is_main():
        return None
    if len(outcomes) > 1:
        page = report.write_all(recipe, outcomes, folder, command)
    accuracy = float(np.mean([outcome.facts["accuracy"] for outcome in outcomes]))
    words = f"{100 * accuracy:.1f} % right on held-out photos"
    return Result(page, words, tuple(outcomes[0].facts["faults"]))


def run(recipe: Recipe, images: Path, folder: Path, place: int = 0) -> Outcome:
    """Carry out `recipe` on the photos in `images`; what it makes goes into `folder`, where an
    interrupted run goes on. place: which pair of look-alikes."""
    began = time.perf_counter()
    torch.manual_seed(recipe.train.seed)
    detector, embed = recogniser(recipe.net.embedder)
    tree = scan(images)
    names = choose.people(tree, recipe.data, place)
    faces = face_data.cut(tree, names, detector, recipe.data.side, recipe.data.photos)
    learnt, tested = stratified(faces.labels.tolist(), recipe.data.train, recipe.train.seed)
    fitted, watched = learnt, learnt
    if recipe.train.patience:
        kept, held = stratified(faces.labels[learnt].tolist(), 1 - WATCHED, recipe.train.seed)
        fitted, watched = learnt[kept], learnt[held]
    view = _views(recipe, faces, embed)
    prepared, computed = time.perf_counter(), time.process_time()
    net = _net(recipe, len(names), view(tested[:1], False))
    batches = _batches(recipe, faces, fitted, embed)
    loop = _loop(recipe, net, batches, folder, (view(watched, False), faces.labels[watched]))
    resumed = checkpoint.resume(loop, folder / "last.safetensors")
    loop.run(recipe.train.epochs)
    best_of(loop).load(loop)
    trained, computed = time.perf_counter(), time.process_time() - computed
    logits, masked = (_logits(net, view(tested, dressed)) for dressed in (False, True))
    with main_first():
        parity = to_onnx(net, view(tested[:3], False), folder / "classifier.onnx")
    facts = {
        "people": list(names),
        "photos": {
            "learnt": len(fitted),
            "watched": len(learnt) - len(fitted),
            "tested": len(tested),
        },
        "accuracy": _accuracy(logits, faces.labels[tested]),
        "accuracy_masked": _accuracy(masked, faces.labels[tested]),
        "best_epoch": best_of(loop).epoch,
        "epochs": loop.epoch,
        "resumed": resumed,
        "seconds_preparing": prepared - began,
        "seconds_training": trained - prepared,
        "processor_seconds_training": computed,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "weights": sum(p.numel() for p in net.parameters() if p.requires_grad),
        "export_difference": parity,
        "faults": list(faces.faults),
    }
    return Outcome(faces, tested, logits, masked, loop.history, facts)


View = Callable[[Rows, bool], Tensor]


def _views(recipe: Recipe, faces: Faces, embed: Embed) -> View:
    """Return what turns rows into inputs, bare or dressed with a mask."""

    def view(rows: Rows, dressed: bool) -> Tensor:
        change = Masked() if dressed else None
        if takes_vectors(recipe.net):
            return samples.embedded(faces, rows, embed, change)
        return samples.pictures(faces, rows, change)

    return view


def takes_vectors(net: Net) -> bool:
    return net.name in ("mlp", "frozen-embedder")


def _batches(recipe: Recipe, faces: Faces, rows: Rows, embed: Embed) -> Batches:
    change, train = Train(recipe.augment), recipe.train
    if not takes_vectors(recipe.net):
        return samples.Pictures(faces, rows, train.batch, change, train.seed, train.mixup)
    # The first view is the photo as it is; a frozen base sees each of the others only once.
    views = [samples.embedded(faces, rows, embed)]
    for view in range(1, recipe.net.views):
        views.append(samples.embedded(faces, rows, embed, change, view))
    labels = torch.from_numpy(np.tile(faces.labels[rows], len(views)))
    return samples.Vectors(torch.cat(views), labels, train.batch, train.seed)


def _net(recipe: Recipe, people: int, example: Tensor) -> nn.Module:
    net = recipe.net
    if net.name == "mlp":
        return Mlp(example.shape[1], people, dropout=net.dropout)
    if net.name == "frozen-embedder":
        return Mlp(example.shape[1], people, widths=(256,), dropout=net.dropout)
    if net.name == "small-cnn":
        return SmallCnn(people, net.dropout)
    transfer = Vgg16(people, net.dropout)
    if net.weights.endswith((".h5", ".hdf5")):
        vgg16_keras.load_base(transfer, pretrained.read(net.weights, net.sha256))
    else:
        transfer.load_base(pretrained.state_dict(net.weights, net.sha256))
    return transfer


def _loop(
    recipe: Recipe,
    net: nn.Module,
    batches: Batches,
    folder: Path,
    watched: tuple[Tensor, NDArray[np.int64]],
) -> Loop:
    train, (inputs, labels) = recipe.train, watched
    target = torch.from_numpy(labels)

    average = Average(net, train.average) if train.average else None
    judged = average.net if average else net

    def measure() -> dict[str, float]:
        logits = torch.from_numpy(_logits(judged, inputs))
        return {
            "watched_loss": float(nn.functional.cross_entropy(logits, target)),
            "watched_accuracy": float((logits.argmax(1) == target).float().mean()),
        }

    best = Best(folder / "best.safetensors", "watched_loss", net=judged)
    callbacks: list[Callback] = [
        *([average] if average else []),
        Schedule(SCHEDULES[train.schedule], train.epochs),
        Measure(measure),
        best,
        Logs(folder),
    ]
    if train.patience:
        callbacks.append(EarlyStop(best, train.patience))
    callbacks.append(checkpoint.Checkpoints(folder / "last.safetensors"))
    loss, learns = nn.CrossEntropyLoss(), optimiser(net.parameters(), train)
    return Loop(net, loss, batches, learns, callbacks, accelerator(train.precision))


def _logits(net: nn.Module, inputs: Tensor) -> NDArray[np.float32]:
    net.eval()
    logits = answers(net, inputs, 32)
    if inputs.ndim == 4:
        # A face in a mirror is the same person's: two looks are better than one.
        logits = (logits + answers(net, inputs.flip(3), 32)) / 2
    return logits.numpy()


def _accuracy(logits: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    return float(np.mean(logits.argmax(1) == labels))
