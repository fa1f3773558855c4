"""A small training as a program of its own, to be killed or started twice: FOLDER EPOCHS
KILL_AFTER."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

from adsum_lab.training import checkpoint
from adsum_lab.training.callbacks import Quiet
from adsum_lab.training.loop import Loop


class Kill(Quiet):
    def __init__(self, after: int) -> None:
        self._after = after

    def after_epoch(self, loop: Loop, record: dict[str, float]) -> None:
        if loop.epoch == self._after:
            os.kill(os.getpid(), signal.SIGKILL)


def batches(epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
    generator = torch.Generator().manual_seed(epoch)
    for size in (8, 8, 7):  # an odd one: the slices of two processes differ in size
        x = torch.randn(size, 4, generator=generator)
        yield x, x[:, :3].argmax(1)


def main() -> None:
    folder, epochs, kill_after = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    kept = checkpoint.Checkpoints(folder / "last.safetensors")
    optimiser = torch.optim.Adam(net.parameters(), 0.05)
    loop = Loop(net, nn.CrossEntropyLoss(), batches, optimiser, [kept, Kill(kill_after)])
    checkpoint.resume(loop, kept.path)
    loop.run(epochs)


if __name__ == "__main__":
    main()
