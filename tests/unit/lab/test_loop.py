"""The loop: it learns, stops, resumes after a kill, survives full disks, and shares its work."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from adsum_lab.errors import CheckpointUnreadable, CheckpointUnwritable, LossNotFinite
from adsum_lab.training import checkpoint
from adsum_lab.training.callbacks import (
    Best,
    EarlyStop,
    Logs,
    Measure,
    Quiet,
    Schedule,
    cosine,
    steps,
)
from adsum_lab.training.loop import Loop

PROGRAM = Path(__file__).with_name("train_something.py")


def make(folder: Path, *more: object, rate: float = 0.05, poison: int = -1) -> Loop:
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Dropout(0.2), nn.Linear(16, 3))

    def batches(epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        generator = torch.Generator().manual_seed(epoch)
        for _ in range(4):
            x = torch.randn(12, 4, generator=generator)
            yield x * (math.nan if epoch == poison else 1), x[:, :3].argmax(1)

    optimiser = torch.optim.Adam(net.parameters(), rate)
    kept = checkpoint.Checkpoints(folder / "last.safetensors")
    return Loop(net, nn.CrossEntropyLoss(), batches, optimiser, [*more, kept])


def weights(loop: Loop) -> Tensor:
    return torch.cat([p.detach().flatten() for p in loop.net.parameters()])


def test_it_learns(tmp_path: Path) -> None:
    loop = make(tmp_path)
    loop.run(15)
    assert loop.history[-1]["loss"] < 0.5 * loop.history[0]["loss"]
    assert [record["epoch"] for record in loop.history] == list(range(1, 16))


def test_a_resumed_run_ends_as_one_that_never_stopped(tmp_path: Path) -> None:
    def schedule() -> Schedule:
        return Schedule(cosine, 6)

    whole = make(tmp_path / "a", schedule())
    whole.run(6)
    make(tmp_path / "b", schedule()).run(3)
    rest = make(tmp_path / "b", schedule())
    torch.manual_seed(99)
    assert checkpoint.resume(rest, tmp_path / "b" / "last.safetensors")
    rest.run(6)
    assert torch.equal(weights(whole), weights(rest))
    assert [r["loss"] for r in whole.history] == [r["loss"] for r in rest.history]


def test_a_run_that_is_killed_goes_on_to_the_same_result(tmp_path: Path) -> None:
    def train(folder: Path, kill_after: int) -> int:
        call = [sys.executable, str(PROGRAM), str(folder), "5", str(kill_after)]
        return subprocess.run(call, check=False, capture_output=True, timeout=120).returncode

    assert train(tmp_path / "whole", 0) == 0
    assert train(tmp_path / "killed", 3) == -signal.SIGKILL
    assert train(tmp_path / "killed", 0) == 0
    whole, killed = (
        checkpoint.read(tmp_path / n / "last.safetensors") for n in ("whole", "killed")
    )
    assert killed["epoch"] == 5
    assert all(torch.equal(whole["net"][name], killed["net"][name]) for name in whole["net"])


def test_two_processes_compute_what_one_does(tmp_path: Path) -> None:
    def train(folder: Path, processes: int) -> list[float]:
        launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node"]
        call = [sys.executable, *launcher, str(processes), str(PROGRAM), str(folder), "4", "0"]
        environment = os.environ | {"OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            call, check=False, capture_output=True, text=True, timeout=180, env=environment
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return [
            record["loss"] for record in checkpoint.read(folder / "last.safetensors")["history"]
        ]

    one, two = train(tmp_path / "one", 1), train(tmp_path / "two", 2)
    assert two == pytest.approx(one, rel=1e-4)
    assert one[-1] < one[0]


def test_a_loss_that_is_no_number_leaves_the_checkpoint_before_it(tmp_path: Path) -> None:
    loop = make(tmp_path, poison=2)
    with pytest.raises(LossNotFinite, match="epoch 3"):
        loop.run(5)
    kept = checkpoint.read(tmp_path / "last.safetensors")
    assert kept["epoch"] == 2
    assert all(bool(torch.isfinite(tensor).all()) for tensor in kept["net"].values())
    assert bool(torch.isfinite(weights(loop)).all())


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk's end: the write itself fails."""
    path = tmp_path / "kept.safetensors"
    checkpoint.write(path, {"epoch": 1})
    program = (
        "import resource, torch\nfrom pathlib import Path\n"
        "from adsum_lab.errors import CheckpointUnwritable\n"
        "from adsum_lab.training import checkpoint\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        f"    checkpoint.write(Path({str(path)!r}), {{'net': torch.zeros(9999)}})\n"
        "except CheckpointUnwritable as error:\n    print(error.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout.strip() == CheckpointUnwritable.code, done.stderr
    assert checkpoint.read(path) == {"epoch": 1}
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("damage", [lambda raw: raw[:100], lambda raw: b"x" + raw, lambda _: b""])
def test_a_damaged_checkpoint_is_named(tmp_path: Path, damage) -> None:
    path = tmp_path / "last.safetensors"
    make(tmp_path).run(1)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(CheckpointUnreadable, match=r"last\.safetensors"):
        checkpoint.resume(make(tmp_path), path)


def test_a_checkpoint_of_another_net_is_named(tmp_path: Path) -> None:
    path = tmp_path / "last.safetensors"
    checkpoint.write(path, checkpoint.snapshot(make(tmp_path)) | {"net": {"x": torch.zeros(1)}})
    with pytest.raises(CheckpointUnreadable, match="another run"):
        checkpoint.resume(make(tmp_path), path)


def test_early_stopping_keeps_the_best_weights(tmp_path: Path) -> None:
    falling = iter([3.0, 2.0, 1.0, 4.0, 5.0, 6.0, 7.0])
    best = Best(tmp_path / "best.safetensors", "watched")
    kept: list[Tensor] = []

    class Weights(Quiet):
        def after_epoch(self, loop: Loop, record: dict[str, float]) -> None:
            kept.append(weights(loop).clone())

    measure = Measure(lambda: {"watched": next(falling)})
    loop = make(tmp_path, measure, Weights(), best, EarlyStop(best, 3))
    loop.run(50)
    assert (loop.epoch, best.epoch) == (6, 3)
    best.load(loop)
    assert torch.equal(weights(loop), kept[2])


def test_rates_follow_their_schedule(tmp_path: Path) -> None:
    loop = make(tmp_path, Schedule(steps, 10), rate=0.1)
    loop.run(10)
    assert [r["rate"] for r in loop.history] == pytest.approx([0.1] * 6 + [0.01] * 3 + [0.001])
    assert cosine(0) == 1 and cosine(0.5) == pytest.approx(0.5) and cosine(1) == pytest.approx(0)


def test_logs_are_lines_and_tensorboards(tmp_path: Path) -> None:
    make(tmp_path, Logs(tmp_path)).run(2)
    lines = [json.loads(line) for line in (tmp_path / "history.jsonl").read_text().splitlines()]
    assert [line["epoch"] for line in lines] == [1, 2]
    assert list((tmp_path / "tensorboard").iterdir())
