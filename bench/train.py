"""Images per second of the laboratory's loop beside the plainest loop in PyTorch, then on two
processes.

`python -m bench.train`
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from accelerate import Accelerator
from torch import Tensor, nn

from adsum_lab.nets.mobilefacenet import MobileFaceNet
from adsum_lab.training.loop import Loop

CLASSES, BATCH, STEPS, ROUNDS = 10, 8, 2, 3


def batches(epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
    generator = torch.Generator().manual_seed(epoch)
    for _ in range(STEPS):
        yield torch.randn(BATCH, 3, 112, 112, generator=generator), torch.arange(BATCH) % CLASSES


def plain(net: nn.Module, epochs: int) -> float:
    """The loop of PyTorch's own tutorial; images per second."""
    optimiser, loss, seen = torch.optim.SGD(net.parameters(), 0.01), nn.CrossEntropyLoss(), 0
    started = time.perf_counter()
    for epoch in range(epochs):
        for inputs, labels in batches(epoch):
            optimiser.zero_grad()
            loss(net(inputs), labels).backward()
            optimiser.step()
            seen += len(labels)
    return seen / (time.perf_counter() - started)


def ours(net: nn.Module, epochs: int) -> float:
    optimiser = torch.optim.SGD(net.parameters(), 0.01)
    loop = Loop(net, nn.CrossEntropyLoss(), batches, optimiser, accelerator=Accelerator(cpu=True))
    started = time.perf_counter()
    loop.run(epochs)
    return epochs * STEPS * BATCH / (time.perf_counter() - started)


def two_processes() -> float:
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "speed.json"
        launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
        call = [sys.executable, *launcher, "-m", "bench.train", "--write", str(answer)]
        environment = os.environ | {"OMP_NUM_THREADS": "1"}
        subprocess.run(call, check=True, capture_output=True, env=environment)
        return float(json.loads(answer.read_text()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, help="one of two processes: where to write its speed")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    net = MobileFaceNet(CLASSES)
    ours(net, 1)
    if chosen.write:
        speed = ours(net, ROUNDS)
        if os.environ.get("RANK") == "0":
            chosen.write.write_text(json.dumps(speed))
        return
    # Turn about, so that whatever else the machine does meets both.
    pairs = [(plain(net, 1), ours(net, 1)) for _ in range(ROUNDS)]
    fastest = [max(speeds) for speeds in zip(*pairs, strict=True)]
    print(f"plain PyTorch loop   {fastest[0]:7.1f} images/s")
    print(f"laboratory           {fastest[1]:7.1f} images/s, {fastest[1] / fastest[0]:.2f} of it")
    two = two_processes()
    print(f"two processes        {two:7.1f} images/s, {two / fastest[1]:.2f} of one")


if __name__ == "__main__":
    main()
