"""Images per second of the laboratory's loop beside the plainest loop in PyTorch, then on two
processes.

`python -m bench.train`

The batches are real work: 96 x 96 pictures changed by the laboratory's augmentation, as in a
recipe; the plainest loop makes each one and then learns from it. The ratios are of medians of pairs
that were measured turn about. Wall time is what a user waits for; processor time is printed, too,
because another program that runs meanwhile changes the first and hardly the second.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from accelerate import Accelerator
from torch import Tensor, nn

from adsum_lab.augment import Amounts, Train, as_input
from adsum_lab.data.faces import frame
from adsum_lab.nets.small_cnn import SmallCnn
from adsum_lab.training.loop import Loop

CLASSES, BATCH, STEPS, ROUNDS, SIDE = 10, 32, 6, 5, 96
CHANGE = Train(Amounts(0.1, 10, 0.05, 0.3, 0.4, 0.5, 0.15, 0.3, 0.25))
PICTURES = np.random.default_rng(0).integers(0, 256, (BATCH, SIDE, SIDE, 3)).astype(np.uint8)


def batches(epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
    random, marks = np.random.default_rng(epoch), frame(SIDE)
    for _ in range(STEPS):
        changed = np.stack([CHANGE(picture, marks, random) for picture in PICTURES])
        yield torch.from_numpy(as_input(changed)), torch.arange(BATCH) % CLASSES


def plain(net: nn.Module) -> None:
    """The loop of PyTorch's own tutorial, over one epoch."""
    optimiser, loss = torch.optim.SGD(net.parameters(), 0.01), nn.CrossEntropyLoss()
    for inputs, labels in batches(0):
        optimiser.zero_grad()
        loss(net(inputs), labels).backward()
        optimiser.step()


def ours(net: nn.Module) -> None:
    optimiser = torch.optim.SGD(net.parameters(), 0.01)
    loop = Loop(net, nn.CrossEntropyLoss(), batches, optimiser, accelerator=Accelerator(cpu=True))
    loop.run(1)


def timed(work: Callable[[nn.Module], None], net: nn.Module) -> tuple[float, float]:
    """Return images per second of wall time and of processor time."""
    wall, processor = time.perf_counter(), time.process_time()
    work(net)
    images = STEPS * BATCH
    return images / (time.perf_counter() - wall), images / (time.process_time() - processor)


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
    net = SmallCnn(CLASSES)
    ours(net)
    if chosen.write:
        speed = statistics.median(timed(ours, net)[0] for _ in range(ROUNDS))
        if os.environ.get("RANK") == "0":
            chosen.write.write_text(json.dumps(speed))
        return
    plain(net)
    pairs = [(timed(plain, net), timed(ours, net)) for _ in range(ROUNDS)]
    for number, kind in enumerate(("wall", "processor")):
        theirs = statistics.median(before[number] for before, _ in pairs)
        own = statistics.median(after[number] for _, after in pairs)
        print(f"plain PyTorch loop   {theirs:7.1f} images/s of {kind} time")
        print(f"laboratory           {own:7.1f} images/s of {kind} time, {own / theirs:.2f} of it")
    one = statistics.median(after[0] for _, after in pairs)
    two = two_processes()
    print(f"two processes        {two:7.1f} images/s of wall time, {two / one:.2f} of one")


if __name__ == "__main__":
    main()
