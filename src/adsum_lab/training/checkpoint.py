"""Checkpoints: all that training needs to go on as if it had never stopped, in one safetensors
file.

Tensors are stored as such; whatever else the state holds is JSON in the file's metadata. Nothing is
pickled, so a checkpoint from a stranger can do no harm. A file is written beside its place,
flushed to
the disk and renamed: a power cut or a full disk leaves the one before.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from adsum_lab.errors import CheckpointUnreadable, CheckpointUnwritable
from adsum_lab.training.loop import Loop

TENSOR, MAPPING = "tensor", "mapping"


class Checkpoints:
    """Callback: keeps `path` up to date after each epoch."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def before_epoch(self, loop: Loop) -> None:
        pass

    def after_epoch(self, loop: Loop, record: dict[str, float]) -> None:
        if loop.accelerator.is_main_process:
            write(self.path, snapshot(loop))

    def state(self) -> dict[str, Any]:
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        pass


def snapshot(loop: Loop) -> dict[str, Any]:
    """Return the whole state of a run between two epochs."""
    return {
        "net": loop.net.state_dict(),
        "loss": loop.loss.state_dict(),
        "optimiser": loop.optimiser.state_dict(),
        "random": torch.get_rng_state(),
        "random_gpu": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
        "epoch": loop.epoch,
        "stopped": loop.stopped,
        "history": loop.history,
        "callbacks": [callback.state() for callback in loop.callbacks],
    }


def resume(loop: Loop, path: Path) -> bool:
    """Bring `loop` to the state of the checkpoint, if there is one; say whether there was.

    Raises:
        CheckpointUnreadable: the file is damaged, or of another net or other callbacks.
    """
    if not path.exists():
        return False
    state = read(path)
    try:
        loop.net.load_state_dict(state["net"])
        loop.loss.load_state_dict(state["loss"])
        loop.optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])
        if len(state["random_gpu"]) == torch.cuda.device_count() > 0:
            torch.cuda.set_rng_state_all(state["random_gpu"])
        for callback, kept in zip(loop.callbacks, state["callbacks"], strict=True):
            callback.restore(kept)
        loop.epoch, loop.stopped = state["epoch"], state["stopped"]
        loop.history[:] = state["history"]
    except (KeyError, ValueError, RuntimeError) as error:
        raise CheckpointUnreadable(f"{path} is of another run: {error}") from error
    return True


def write(path: Path, state: dict[str, Any]) -> None:
    """Write `state` (mappings, lists, tensors, numbers, texts) in place of `path`.

    Raises:
        CheckpointUnwritable: the disk is full or the folder cannot be written; `path` is as before.
    """
    tensors: dict[str, Tensor] = {}
    tree = json.dumps(_pack(state, "", tensors))
    beside = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(save(tensors, {"tree": tree}))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CheckpointUnwritable(f"{path} cannot be written: {error.strerror}") from error


def read(path: Path) -> dict[str, Any]:
    """Return the state that `write` was given.

    Raises:
        CheckpointUnreadable: there is no such file, or it is damaged.
    """
    try:
        with safe_open(path, framework="pt") as file:
            tree = json.loads(file.metadata()["tree"])
            state = _unpack(tree, {name: file.get_tensor(name) for name in file.keys()})  # noqa: SIM118
    except (OSError, SafetensorError, ValueError, LookupError, TypeError) as error:
        raise CheckpointUnreadable(f"{path} cannot be read: {error}") from error
    return dict(state)


def _pack(value: Any, name: str, tensors: dict[str, Tensor]) -> Any:
    if isinstance(value, Tensor):
        # A copy: two names may not share memory in the file.
        tensors[name] = value.detach().cpu().clone().contiguous()
        return {TENSOR: name}
    if isinstance(value, dict):
        return {MAPPING: [[k, _pack(v, f"{name}/{k}", tensors)] for k, v in value.items()]}
    if isinstance(value, list | tuple):
        return [_pack(v, f"{name}/{i}", tensors) for i, v in enumerate(value)]
    return value


def _unpack(value: Any, tensors: dict[str, Tensor]) -> Any:
    if isinstance(value, list):
        return [_unpack(item, tensors) for item in value]
    if isinstance(value, dict):
        if TENSOR in value:
            return tensors[value[TENSOR]]
        return {key: _unpack(item, tensors) for key, item in value[MAPPING]}
    return value
