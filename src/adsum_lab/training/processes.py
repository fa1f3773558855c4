"""On what a training runs: one process or many, CPU or GPUs.

`accelerate` reads that from how the program was started: `adsum-lab run RECIPE` takes the GPU if
there is one, `accelerate launch --num_processes 8 -m adsum_lab run RECIPE` so many of them, and
ACCELERATE_USE_CPU=1 none. `torchrun --nproc_per_node 2 -m adsum_lab run RECIPE` does the same, on
several machines, too; without GPUs only this starts more than one process.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import torch
from accelerate import Accelerator, PartialState
from torch import Tensor, nn

# How long processes wait for the one that prepares what all need: cutting out half a million faces
# takes hours.
PATIENCE = timedelta(days=2)


def accelerator(precision: str = "no") -> Accelerator:
    """Return what places nets, averages gradients and mixes float32 with `precision`."""
    _state()
    return Accelerator(cpu=_alone_with_cpu(), mixed_precision=precision)


def is_main() -> bool:
    """Say whether this process is the one that writes files and reports."""
    return bool(_state().is_main_process)


@contextmanager
def main_first() -> Iterator[None]:
    """Let the main process do this before the others: they find its files."""
    with _state().main_process_first():
        yield


def answers(net: nn.Module, inputs: Tensor, size: int = 64) -> Tensor:
    """Return what `net` makes of `inputs` (n x ...), computed on the net's own device, `size` at a
    time, and kept on the CPU."""
    return several_answers(net, inputs, size)[0]


@torch.no_grad()
def several_answers(net: nn.Module, inputs: Tensor, size: int = 64) -> list[Tensor]:
    """Return the same of a net that gives several answers, each as one tensor."""
    device, found = next(net.parameters()).device, []
    for part in inputs.split(size):
        answer = net(part.to(device))
        found.append([answer] if isinstance(answer, Tensor) else answer)
    return [torch.cat([part.cpu() for part in parts]) for parts in zip(*found, strict=True)]


def _state() -> PartialState:
    return PartialState(cpu=_alone_with_cpu(), timeout=PATIENCE)


def _alone_with_cpu() -> bool:
    """Say whether there is nothing but a CPU, or nothing else is wanted. `accelerate` sees that by
    itself, but joins several processes on it only if it is told so."""
    unwanted = os.environ.get("ACCELERATE_USE_CPU", "").lower() in ("1", "true", "yes")
    return unwanted or not torch.accelerator.is_available()
