"""The training loop. It knows nets, losses and batches, and nothing of faces.

One process or many, CPU or GPUs: see `processes`. Every process takes its slice of each batch;
gradients are averaged, weighted by the slices, so that any number of processes computes what one
would (batch norm and mining see the slice alone).
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, TypeAlias

import torch
from accelerate import Accelerator
from torch import Tensor, nn

from adsum_lab.errors import LossNotFinite
from adsum_lab.training import processes
from adsum_lab.training.ahead import ahead

log = logging.getLogger(__name__)


class Part(NamedTuple):
    """This process's slice of a batch of `whole` samples, where no more of it is made."""

    inputs: Tensor
    target: Tensor
    whole: int


Batch: TypeAlias = tuple[Tensor, Tensor] | Part
Batches: TypeAlias = Callable[[int], Iterable[Batch]]
"""The batches of an epoch, the same whenever it is asked for that epoch again: made in a thread
beside, from generators of their own."""


class Callback(Protocol):
    """Something that looks on. `before_epoch` may set rates; `after_epoch` may add to the record
    of the
    epoch and set `loop.stopped`; `state` is kept in checkpoints and comes back through
    `restore`."""

    def before_epoch(self, loop: Loop) -> None: ...
    def after_epoch(self, loop: Loop, record: dict[str, float]) -> None: ...
    def state(self) -> dict[str, Any]: ...
    def restore(self, state: dict[str, Any]) -> None: ...


class Joint(nn.Module):
    """The net and its loss as one module, so that the loss's own weights are trained alongside."""

    def __init__(self, net: nn.Module, loss: nn.Module) -> None:
        super().__init__()
        self.net, self.loss = net, loss

    def forward(self, inputs: Tensor, target: Tensor) -> Tensor:
        return self.loss(self.net(inputs), target)


@dataclass
class Loop:
    """Trains `net` to make `loss(net(inputs), target)` small over `batches`.

    epoch: epochs done. history: one record (name -> number) for each. stopped: a callback's wish.
    """

    net: nn.Module
    loss: nn.Module
    batches: Batches
    optimiser: torch.optim.Optimizer
    callbacks: Sequence[Callback] = ()
    accelerator: Accelerator = field(default_factory=processes.accelerator)
    epoch: int = 0
    stopped: bool = False
    history: list[dict[str, float]] = field(default_factory=list)

    def run(self, epochs: int) -> None:
        """Train until `epochs` are done or a callback stops it.

        Raises:
            LossNotFinite: the loss became NaN or infinite; the weights are those of the step
            before.
        """
        joint, optimiser = self.accelerator.prepare(Joint(self.net, self.loss), self.optimiser)
        while self.epoch < epochs and not self.stopped:
            for callback in self.callbacks:
                callback.before_epoch(self)
            started = time.perf_counter()
            loss, seen = self._learn(joint.train(), optimiser)
            self.epoch += 1
            record = {"epoch": self.epoch, "loss": loss, "seconds": time.perf_counter() - started}
            record |= {"images_per_second": seen / max(record["seconds"], 1e-9)}
            record |= {"rate": optimiser.param_groups[0]["lr"]}
            joint.eval()
            self.history.append(record)
            for callback in self.callbacks:
                callback.after_epoch(self, record)
            self._agree()
            log.info(" ".join(f"{name} {value:.4g}" for name, value in record.items()))

    def _learn(self, joint: nn.Module, optimiser: Any) -> tuple[float, int]:
        total, seen = 0.0, 0
        for batch in ahead(self.batches(self.epoch)):
            inputs, target, whole = self._slice(batch)
            share = len(target) * self.accelerator.num_processes / whole
            loss = joint(inputs, target)
            mean = float(self.accelerator.reduce(loss.detach() * share, "mean"))
            if not math.isfinite(mean):
                raise LossNotFinite(f"the loss is {mean} in epoch {self.epoch + 1}")
            optimiser.zero_grad()
            self.accelerator.backward(loss * share)
            optimiser.step()
            total += mean * whole
            seen += whole
        return total / max(seen, 1), seen

    def _agree(self) -> None:
        """Stop all processes if one would: numbers of two devices differ in their last digits."""
        if self.stopped:
            self.accelerator.set_trigger()
        self.stopped = self.accelerator.check_trigger()

    def _slice(self, batch: Batch) -> Part:
        if not isinstance(batch, Part):
            world, rank = self.accelerator.num_processes, self.accelerator.process_index
            inputs, target = batch
            batch = Part(inputs[rank::world], target[rank::world], len(target))
        device = self.accelerator.device
        return Part(batch.inputs.to(device), batch.target.to(device), batch.whole)
