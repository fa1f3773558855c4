"""Turning a block-quantised ONNX file into an ordinary float model, once.

The registry's files keep their weights as int8 blocks behind constant `DequantizeLinear` and
`Reshape` nodes, which OpenVINO refuses. Computing those nodes here leaves the same network with
float32 weights. The result is cached by the hash of its source.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adsum.models import weights
from adsum.models.weights import Weights

# Part of the cache's file name: raise it when the folding below changes its result.
FOLDING = 1

Constants = dict[str, NDArray[Any]]


def folded(row: Weights, cache: Path) -> Path:
    """Return the path of the float model of `row`, made now or taken from `cache`.

    The file's name holds the source's hash, the file's last 32 bytes its own: a cached file that
    was cut short or changed is made again. Written to a temporary name and renamed, so that two
    processes may start at once.
    """
    target = cache / f"{row.name}-{row.sha256[:16]}-f{FOLDING}.onnx"
    if not _intact(target):
        _write_atomically(target, fold(weights.read(row)))
    return target


def model_bytes(path: Path) -> bytes:
    """Return the model in a file that `folded` made, without its checksum."""
    return path.read_bytes()[:-32]


def fold(onnx_bytes: bytes) -> bytes:
    """Return the ONNX model with constant dequantisation computed."""
    import onnx  # heavy, and needed only when the cache is empty
    from onnx import numpy_helper

    model = onnx.load_from_string(onnx_bytes)
    graph = model.graph
    constants: Constants = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    kept = [node for node in graph.node if not _computed(node, constants)]
    needed = {name for node in kept for name in node.input}
    inputs = [i for i in graph.input if i.name in needed and i.name not in constants]
    for field, items in (
        (graph.node, kept),
        (graph.input, inputs),
        (
            graph.initializer,
            [
                numpy_helper.from_array(np.ascontiguousarray(value), name)
                for name, value in constants.items()
                if name in needed
            ],
        ),
    ):
        del field[:]
        field.extend(items)
    return bytes(model.SerializeToString())


def _computed(node: Any, constants: Constants) -> bool:
    """Compute `node` into `constants` if its inputs are constant; say whether that was so."""
    if not all(name in constants for name in node.input):
        return False
    values = [constants[name] for name in node.input]
    if node.op_type == "DequantizeLinear":
        attributes = {a.name: a.i for a in node.attribute}
        constants[node.output[0]] = dequantise(
            *values, axis=attributes.get("axis", 1), block=attributes.get("block_size", 0)
        )
    elif node.op_type == "Reshape":
        constants[node.output[0]] = values[0].reshape(values[1])
    else:
        return False
    return True


def dequantise(
    x: NDArray[Any], scale: NDArray[Any], zero: NDArray[Any], *, axis: int, block: int
) -> NDArray[np.float32]:
    """Compute ONNX's `DequantizeLinear` (opset 21): `(x - zero) * scale`, a scale per block of
    `axis`."""
    if block:
        length = range(x.shape[axis])
        scale = np.repeat(scale, block, axis).take(length, axis)
        zero = np.repeat(zero, block, axis).take(length, axis)
    return np.asarray((x.astype(np.float32) - zero.astype(np.float32)) * scale, dtype=np.float32)


def _intact(path: Path) -> bool:
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return len(content) > 32 and hashlib.sha256(content[:-32]).digest() == content[-32:]


def _write_atomically(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content + hashlib.sha256(content).digest())
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
