"""What looks on while a net is trained: schedules, measuring, the best weights, stopping, logs."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils.tensorboard import SummaryWriter

from adsum_lab.training import checkpoint
from adsum_lab.training.loop import Loop


class Quiet:
    """A callback that does nothing; the others do one thing more."""

    def before_epoch(self, loop: Loop) -> None:
        pass

    def after_epoch(self, loop: Loop, record: dict[str, float]) -> None:
        pass

    def state(self) -> dict[str, Any]:
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        pass


class Schedule(Quiet):
    """Sets every group's rate to its first one times `factor(share of the epochs done)`."""

    def __init__(self, factor: Callable[[float], float], epochs: int) -> None:
        self._factor, self._epochs = factor, epochs

    def before_epoch(self, loop: Loop) -> None:
        for group in loop.optimiser.param_groups:
            group.setdefault("initial_lr", group["lr"])
            group["lr"] = group["initial_lr"] * self._factor(loop.epoch / self._epochs)


def constant(_: float) -> float:
    return 1.0


def cosine(done: float) -> float:
    """Fall along half a cosine, from 1 to nearly 0 (I. Loshchilov, F. Hutter, ICLR 2017)."""
    return 0.5 * (1 + math.cos(math.pi * min(done, 1.0)))


def warm_cosine(done: float) -> float:
    """Rise in a straight line over the first 5 %, then fall along half a cosine."""
    return (done + 0.01) / 0.06 if done < 0.05 else cosine((done - 0.05) / 0.95)


def steps(done: float) -> float:
    """Fall to a tenth at 60 % and again at 85 %."""
    return 0.1 ** ((done >= 0.6) + (done >= 0.85))


SCHEDULES: dict[str, Callable[[float], float]] = {
    "constant": constant,
    "cosine": cosine,
    "warm-cosine": warm_cosine,
    "steps": steps,
}


class Measure(Quiet):
    """Adds what `measure()` returns (name -> number) to every `every`-th epoch's record."""

    def __init__(self, measure: Callable[[], dict[str, float]], every: int = 1) -> None:
        self._measure, self._every = measure, every

    def after_epoch(self, loop: Loop, record: dict[str, float]) -> None:
        if loop.epoch % self._every == 0:
            record |= self._measure()


class Average(Quiet):
    """Keeps `net`, a copy, at the running mean of the trained net's weights after each epoch: an
    ensemble of the last 1 / (1 - `decay`) epochs in one net (B. Polyak, A. Juditsky, 1992)."""

    def __init__(self, net: nn.Module, decay: float) -> None:
        self.net, self._decay = deepcopy(net).eval(), decay

    @torch.no_grad()
    def after_epoch(self, loop: Loop, record: dict[str, float]) -> None:
        # At first the mean is over as many epochs as there are.
        keep = min(self._decay, 1 - 1 / loop.epoch)
        for mine, now in zip(
            self.net.state_dict().values(), loop.net.state_dict().values(), strict=True
        ):
            if mine.is_floating_point():
                mine.lerp_(now.to(mine.device), 1 - keep)
            else:
                mine.copy_(now)

    def state(self) -> dict[str, Any]:
        return {"net": self.net.state_dict()}

    def restore(self, state: dict[str, Any]) -> None:
        self.net.load_state_dict(state["net"])


class Best(Quiet):
    """Keeps the weights of the epoch in which `watched` was best, in a file of their own: those of
    the trained net or of `net`."""

    def __init__(
        self,
        path: Path,
        watched: str,
        *,
        lower_is_better: bool = True,
        net: nn.Module | None = None,
    ) -> None:
        self._path, self._watched, self._net = path, watched, net
        self._sign = 1 if lower_is_better else -1
        self.value, self.epoch = math.inf, 0

    def after_epoch(self, loop: Loop, record: dict[str, float]) -> None:
        if self._watched not in record or self._sign * record[self._watched] >= self.value:
            return
        self.value, self.epoch = self._sign * record[self._watched], loop.epoch
        if loop.accelerator.is_main_process:
            kept = (self._net or loop.net).state_dict()
            checkpoint.write(self._path, {"net": kept, "epoch": loop.epoch})

    def load(self, loop: Loop) -> None:
        """Give the net the best weights back, on the CPU, where it is judged and exported."""
        loop.net.cpu()
        if self.epoch:
            loop.accelerator.wait_for_everyone()
            loop.net.load_state_dict(checkpoint.read(self._path)["net"])

    def state(self) -> dict[str, Any]:
        return {"value": self.value if self.epoch else None, "epoch": self.epoch}

    def restore(self, state: dict[str, Any]) -> None:
        self.epoch = state["epoch"]
        self.value = math.inf if state["value"] is None else state["value"]


def best_of(loop: Loop) -> Best:
    """Return the callback of `loop` that keeps its best weights."""
    return next(callback for callback in loop.callbacks if isinstance(callback, Best))


class EarlyStop(Quiet):
    """Stops when the best epoch lies `patience` epochs back."""

    def __init__(self, best: Best, patience: int) -> None:
        self._best, self._patience = best, patience

    def after_epoch(self, loop: Loop, record: dict[str, float]) -> None:
        if loop.epoch - self._best.epoch >= self._patience:
            loop.stopped = True


class Logs(Quiet):
    """Writes each record as a line of `history.jsonl` and as TensorBoard scalars."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def after_epoch(self, loop: Loop, record: dict[str, float]) -> None:
        if not loop.accelerator.is_main_process:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        lines = "".join(json.dumps(entry) + "\n" for entry in loop.history)
        (self._folder / "history.jsonl").write_text(lines)
        with SummaryWriter(str(self._folder / "tensorboard"), purge_step=loop.epoch) as writer:
            for name, value in record.items():
                writer.add_scalar(name, value, loop.epoch)
