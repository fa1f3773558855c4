"""The training of one stage and its file for the cascade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from adsum_lab.data.windows import Samples
from adsum_lab.losses.mtcnn import NEGATIVE, POSITIVE, JointLoss
from adsum_lab.nets.mtcnn import SIDES, ONet, PNet, RNet
from adsum_lab.onnx_file import to_onnx
from adsum_lab.recipe import Training
from adsum_lab.training import checkpoint
from adsum_lab.training.callbacks import SCHEDULES, Best, Logs, Measure, Schedule
from adsum_lab.training.loop import Callback, Loop
from adsum_lab.training.optimiser import optimiser
from adsum_lab.training.processes import accelerator, several_answers

NETS: dict[str, type[nn.Module]] = {"pnet": PNet, "rnet": RNet, "onet": ONet}
# The paper's weights of classification, box and landmarks.
WEIGHTS = {"pnet": (1.0, 0.5, 0.5), "rnet": (1.0, 0.5, 0.5), "onet": (1.0, 0.5, 1.0)}
# How much lighter or darker, and with how much more or less contrast, a window may be seen.
LIGHT, CONTRAST = 0.2, 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Batches of samples, shuffled and lit anew in every epoch."""

    samples: Samples
    size: int
    seed: int

    def __call__(self, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        random = np.random.default_rng((self.seed, epoch))
        order = random.permutation(len(self.samples.target))
        for start in range(0, len(order), self.size):
            rows = order[start : start + self.size]
            inputs = _scaled(self.samples.pictures[rows])
            contrast = random.uniform(1 - CONTRAST, 1 + CONTRAST, (len(rows), 1, 1, 1))
            light = random.uniform(-LIGHT, LIGHT, (len(rows), 1, 1, 1))
            lit = inputs * torch.from_numpy(contrast).float() + torch.from_numpy(light).float()
            yield lit.clamp(-1, 1), torch.from_numpy(self.samples.target[rows])


def train(
    stage: str, samples: Samples, watched: Samples, recipe: Training, folder: Path
) -> tuple[nn.Module, list[dict[str, float]]]:
    """Return the trained stage and its history; an interrupted training goes on from `folder`."""
    torch.manual_seed(recipe.seed)
    net, loss = NETS[stage](), JointLoss(WEIGHTS[stage])
    inputs, target = _scaled(watched.pictures), torch.from_numpy(watched.target)

    def measure() -> dict[str, float]:
        logits, boxes, points = several_answers(net, inputs, 512)
        sure, kind = logits.softmax(1)[:, 1] > 0.5, target[:, 0]
        return {
            "watched_loss": float(loss((logits, boxes, points), target)),
            "watched_faces": _share(sure[kind == POSITIVE]),
            "watched_mistakes": _share(sure[kind == NEGATIVE]),
        }

    best = Best(folder / "best.safetensors", "watched_loss")
    callbacks: list[Callback] = [
        Schedule(SCHEDULES[recipe.schedule], recipe.epochs),
        Measure(measure),
        best,
        Logs(folder),
        checkpoint.Checkpoints(folder / "last.safetensors"),
    ]
    batches = Windows(samples, recipe.batch, recipe.seed)
    learns = optimiser(net.parameters(), recipe)
    loop = Loop(net, loss, batches, learns, callbacks, accelerator(recipe.precision))
    checkpoint.resume(loop, folder / "last.safetensors")
    loop.run(recipe.epochs)
    best.load(loop)
    return net.eval(), loop.history


def export(stage: str, net: nn.Module, path: Path) -> float:
    """Write the stage as Adsum's cascade reads it; return how far its answers are off."""
    sample = torch.randn(2, 3, SIDES[stage], SIDES[stage])
    if stage == "pnet":
        sample = torch.randn(1, 3, 40, 50)
        return to_onnx(Served(net, scan=True), sample, path, ("box", "face"), (0, 2, 3))
    names = ("box", "points", "face") if stage == "onet" else ("box", "face")
    return to_onnx(Served(net, points=stage == "onet"), sample, path, names)


class Served(nn.Module):
    """A stage's answers in the cascade's order: chances in place of logits, five x before five
    y."""

    def __init__(self, net: nn.Module, *, scan: bool = False, points: bool = False) -> None:
        super().__init__()
        self.net, self.scan, self.points = net, scan, points

    def forward(self, pictures: Tensor) -> tuple[Tensor, ...]:
        logits, box, points = (self.net.scan if self.scan else self.net)(pictures)
        face = logits.softmax(1)
        if not self.points:
            return box, face
        apart = points.unflatten(1, (5, 2)).transpose(1, 2).flatten(1)
        return box, apart, face


def _share(hits: Tensor) -> float:
    """Return the share that is true; 0 of none."""
    return float(hits.float().sum() / max(1, len(hits)))


def _scaled(pictures: np.ndarray) -> Tensor:
    return (torch.from_numpy(pictures).float() - 127.5) / 128
