"""OpenFace's nn4.small2 from the files in which its weights are published.

`nn4.small2.v1.t7` (Torch7), the folder of CSV files that Keras-OpenFace made of it, and Keras's
`.h5` weights. All three hold the same numbers under other names and in other orders.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from adsum.models.extras import require
from adsum_lab.errors import WeightsRefused
from adsum_lab.nets.nn4_small2 import Nn4Small2
from adsum_lab.torch7 import Module, Reader

Array: TypeAlias = NDArray[Any]
# A layer's arrays under PyTorch's names, in PyTorch's order of axes (weights may be flat).
Layers: TypeAlias = Mapping[str, Mapping[str, Array]]
# The end of a CSV file's name, and Keras's own names of a layer's arrays.
CSV = {"w": "weight", "b": "bias", "m": "running_mean", "v": "running_var"}
KERAS = {
    "kernel": "weight", "gamma": "weight", "bias": "bias", "beta": "bias",
    "moving_mean": "running_mean", "moving_variance": "running_var",
}  # fmt: skip
# Where Torch7's older normalisation kept one over the deviation in place of the variance.
EPSILON = 1e-5
# Numbers, bytes of a file, layers: above those of the network, far below what fills a memory.
LARGEST_ARRAY, LARGEST_CSV, MOST_LAYERS = 1_000_000, 32_000_000, 100


def load(path: Path) -> Nn4Small2:
    """Return the network with the weights of a `.t7` file, a `.h5` file or a folder of CSV files.

    Raises:
        WeightsRefused: it is none of them, is damaged, or holds another network.
        ExtraMissing: an `.h5` file needs the extra `hdf5`.
    """
    try:
        layers = _reader(path)(path)
    except OSError as error:
        raise WeightsRefused(f"{path} cannot be read: {error.strerror or error}") from error
    network = Nn4Small2()
    wanted = network.published()
    if set(layers) != set(wanted):
        odd = ", ".join(sorted(set(layers) ^ set(wanted))[:3])
        raise WeightsRefused(f"{path.name} is not nn4.small2: {odd}")
    for name, layer in wanted.items():
        _fill(name, layer, layers[name])
    return network.eval()


def _reader(path: Path) -> Callable[[Path], Layers]:
    if path.is_dir():
        return _csv
    known = {".t7": _t7, ".h5": _h5, ".hdf5": _h5}
    if path.suffix.lower() not in known:
        raise WeightsRefused(f"{path.name} is no .t7 file, .h5 file or folder of CSV files")
    return known[path.suffix.lower()]


def _fill(name: str, layer: nn.Module, arrays: Mapping[str, Array]) -> None:
    wanted = {key: value for key, value in layer.state_dict().items() if value.dim()}
    if set(arrays) != set(wanted):
        raise WeightsRefused(f"{name} should have {', '.join(wanted)}; it has {', '.join(arrays)}")
    for key, target in wanted.items():
        array, shape = arrays[key], tuple(target.shape)
        # A flat array, or a convolution's as the matrix that Torch7 multiplies with.
        flat = (target.numel(),), (shape[0], target.numel() // shape[0])
        if array.shape != shape and array.shape not in flat[: 2 if len(shape) == 4 else 1]:
            raise WeightsRefused(f"{name}'s {key} has the shape {array.shape}")
        if not np.isfinite(array).all() or (key == "running_var" and (array < 0).any()):
            raise WeightsRefused(f"{name}'s {key} has values that no network has")
        target.copy_(torch.from_numpy(np.array(array, np.float32).reshape(shape)))


def _t7(path: Path) -> Layers:
    """Torch7's layers have no names: they come in the order of the network's own."""
    root = Reader(path.read_bytes()).read()
    if not isinstance(root, Module):
        raise WeightsRefused(f"{path.name} holds no network")
    names = Nn4Small2().published()
    found = list(_weighted(root, set()))
    if len(found) != len(names):
        raise WeightsRefused(f"{path.name} has {len(found)} layers, nn4.small2 has {len(names)}")
    return {name: _torch7_arrays(module) for name, module in zip(names, found, strict=True)}


def _weighted(module: Module, seen: set[int]) -> Iterator[Module]:
    """Yield the layers with weights in the order in which they compute."""
    parts = module.fields.get("modules") or {}
    if not parts and isinstance(module.fields.get("module"), Module):
        parts = {1.0: module.fields["module"]}
    if id(module) in seen and parts:
        raise WeightsRefused(f"the network holds a {module.kind} twice")
    seen.add(id(module))
    known = isinstance(parts, dict) and all(isinstance(key, float) for key in parts)
    if not known or not all(isinstance(part, Module) for part in parts.values()):
        raise WeightsRefused(f"the parts of a {module.kind} are no modules")
    for number in sorted(parts):
        yield from _weighted(parts[number], seen)
    if not parts and isinstance(module.fields.get("weight"), np.ndarray):
        yield module


def _torch7_arrays(module: Module) -> dict[str, Array]:
    fields = {name: value for name, value in module.fields.items() if isinstance(value, np.ndarray)}
    if "running_std" in fields:
        fields["running_var"] = fields["running_std"].astype(np.float64) ** -2 - EPSILON
    names = ["weight", "bias"]
    if "BatchNormalization" in module.kind:
        names += ["running_mean", "running_var"]
    return {name: fields[name] for name in names if name in fields}


def _csv(folder: Path) -> Layers:
    layers: dict[str, dict[str, Array]] = {}
    for path in sorted(folder.glob("*.csv")):
        layer, _, kind = path.stem.rpartition("_")
        if kind not in CSV or path.stat().st_size > LARGEST_CSV:
            raise WeightsRefused(f"{path.name} belongs to no layer")
        try:
            numbers = [float(word) for word in re.split(r"[,\s]+", path.read_text("ascii").strip())]
        except ValueError as error:
            raise WeightsRefused(f"{path.name} holds something else than numbers") from error
        layers.setdefault(layer, {})[CSV[kind]] = np.array(numbers)
    return layers


def _h5(path: Path) -> Layers:
    h5py = require("h5py", "hdf5")
    layers: dict[str, dict[str, Array]] = {}

    def take(name: str, item: Any) -> None:
        parts = [part for part in name.split("/") if part != "model_weights"]
        if not isinstance(item, h5py.Dataset) or parts[0] == "optimizer_weights":
            return
        # Links to other files are not followed by `visititems`; arrays kept there are refused.
        plain = not item.external and not item.is_virtual and item.dtype.kind == "f"
        kind = KERAS.get(parts[-1].partition(":")[0])
        if kind is None or not plain or item.size > LARGEST_ARRAY or len(layers) > MOST_LAYERS:
            raise WeightsRefused(f"{path.name} has an array of no such network: {name}")
        layer = "dense" if parts[0] == "dense_layer" else parts[0]
        layers.setdefault(layer, {})[kind] = _in_order(np.asarray(item[()]))

    try:
        with h5py.File(path, "r") as file:
            file.visititems(take)
    except (RuntimeError, ValueError) as error:
        raise WeightsRefused(f"{path.name} cannot be read: {error}") from error
    return layers


def _in_order(array: Array) -> Array:
    """Keras's rows x columns x inputs x outputs, and inputs x outputs, as PyTorch has them."""
    if array.ndim == 4:
        return array.transpose(3, 2, 0, 1)
    return array.T if array.ndim == 2 else array
