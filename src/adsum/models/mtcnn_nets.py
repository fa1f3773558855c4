"""MTCNN's three networks as ONNX models, made from the arrays that the package `mtcnn` carries.

The carrier's files are joblib pickles. They are unpickled only after their SHA-256 was found to be
the known one, once; what is kept is the ONNX model.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adsum.models import weights
from adsum.models.extras import require
from adsum.models.weights import MTCNN_O, MTCNN_P, MTCNN_R

Arrays = Iterator[NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Nets:
    """The three networks as ONNX models or files, with inputs and outputs as described below."""

    proposal: bytes | Path
    refinement: bytes | Path
    output: bytes | Path


def published() -> Nets:
    """Return the networks that the package `mtcnn` carries."""
    return Nets(proposal(), refinement(), output())


def proposal() -> bytes:
    """P-Net: fully convolutional, a cell every 2 pixels that looks at 12 x 12.

    Input n x 3 x h x w; outputs `box` (n x 4 x h' x w') and `face` (n x 2 x h' x w').
    """
    net = _Net(weights.read(MTCNN_P))
    for pooled in (2, 0, 0):
        net.convolve()
        net.activate()
        if pooled:
            net.pool(pooled)
    stem = net.last
    net.convolve(of=stem, output="box")
    net.convolve(of=stem)
    net.softmax("face")
    return net.model("box", "face")


def refinement() -> bytes:
    """R-Net: input n x 3 x 24 x 24; outputs `box` (n x 4) and `face` (n x 2)."""
    net = _Net(weights.read(MTCNN_R))
    for pooled in (3, 3, 0):
        net.convolve()
        net.activate()
        if pooled:
            net.pool(pooled)
    net.head()
    stem = net.last
    net.dense(of=stem, output="box")
    net.dense(of=stem)
    net.softmax("face")
    return net.model("box", "face")


def output() -> bytes:
    """O-Net: input n x 3 x 48 x 48; outputs `box` (n x 4), `points` (n x 10: five x, five y) and
    `face` (n x 2)."""
    net = _Net(weights.read(MTCNN_O))
    for pooled in (3, 3, 2, 0):
        net.convolve()
        net.activate()
        if pooled:
            net.pool(pooled)
    net.head()
    stem = net.last
    net.dense(of=stem, output="box")
    net.dense(of=stem, output="points")
    net.dense(of=stem)
    net.softmax("face")
    return net.model("box", "points", "face")


class _Net:
    """Writes an ONNX graph node by node, taking the weights in their order."""

    def __init__(self, pickled: bytes) -> None:
        self._arrays: Arrays = iter(require("joblib", "mtcnn").load(io.BytesIO(pickled)))
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self._count = 0
        self.last = "image"

    def convolve(self, *, of: str | None = None, output: str | None = None) -> None:
        # Kept as height x width x in x out; ONNX wants out x in x height x width.
        kernel = self._constant(next(self._arrays).transpose(3, 2, 0, 1))
        bias = self._constant(next(self._arrays))
        self._add("Conv", [of or self.last, kernel, bias], output)

    def dense(self, *, of: str | None = None, output: str | None = None) -> None:
        matrix, bias = self._constant(next(self._arrays)), self._constant(next(self._arrays))
        self._add("Gemm", [of or self.last, matrix, bias], output)

    def activate(self) -> None:
        slope = next(self._arrays).reshape(-1)
        shape = (-1, 1, 1) if self._nodes[-1].op_type == "Conv" else (-1,)
        self._add("PRelu", [self.last, self._constant(slope.reshape(shape))])

    def pool(self, size: int) -> None:
        self._add("MaxPool", [self.last], kernel_shape=[size, size], strides=[2, 2], ceil_mode=1)

    def head(self) -> None:
        """Flatten in the order width, height, channel (as the networks were trained), one layer."""
        self._add("Transpose", [self.last], perm=[0, 3, 2, 1])
        self._add("Flatten", [self.last], axis=1)
        self.dense()
        self.activate()

    def softmax(self, output: str) -> None:
        self._add("Softmax", [self.last], output, axis=1)

    def model(self, *outputs: str) -> bytes:
        from onnx import TensorProto, helper

        values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
        image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", 3, "h", "w"])
        graph = helper.make_graph(self._nodes, "mtcnn", [image], values, self._constants)
        opset = [helper.make_opsetid("", 17)]
        return bytes(helper.make_model(graph, opset_imports=opset).SerializeToString())

    def _constant(self, value: NDArray[np.float32]) -> str:
        from onnx import numpy_helper

        name = f"w{len(self._constants)}"
        array = np.ascontiguousarray(value, dtype=np.float32)
        self._constants.append(numpy_helper.from_array(array, name))
        return name

    def _add(
        self, kind: str, inputs: list[str], output: str | None = None, **attributes: Any
    ) -> None:
        from onnx import helper

        self._count += 1
        self.last = output or f"t{self._count}"
        self._nodes.append(helper.make_node(kind, inputs, [self.last], **attributes))
