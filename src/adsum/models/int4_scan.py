"""Dot products of float queries with 4-bit codes, by OpenVINO's matrix product with packed weights
(made for language models, which are limited by memory as a search is)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adsum.models.runtime import FIRST_ALONE, ModelFailed
from adsum.vision.index import Bounds, Codes
from adsum.vision.types import Vector

# Numbers of a query that are rounded to 8 bits together. `vision.index` knows that a query may be
# rounded.
GROUP = 128
OPTIONS = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1}


def multiplies_bytes(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Say whether the processor is known to have instructions for products of bytes (VNNI): a
    third of the time is saved by rounding the query for them."""
    try:
        return "vnni" in cpuinfo.read_text(encoding="ascii", errors="replace")
    except OSError:
        return False


class OpenVinoScan:
    """Implements `vision.index.Scan`. group: numbers of a query that are rounded together, 0 for
    none; by default what suits the processor."""

    def __init__(self, group: int | None = None) -> None:
        chosen = (GROUP if multiplies_bytes() else 0) if group is None else group
        self._options = OPTIONS | {"DYNAMIC_QUANTIZATION_GROUP_SIZE": chosen}
        self._core: Any = None

    def pack(self, codes: Codes, steps: Vector, errors: Vector) -> Bounds:
        """Return what bounds the products of queries with these rows; see `Scan`.

        Raises:
            ModelFailed: the runtime refuses the product.
        """
        from openvino import Core, Model, PartialShape, Tensor, Type
        from openvino import opset13 as ops

        # Takes a quarter of a second, and small galleries never ask for it.
        self._core = self._core or Core()
        pairs = _even(codes)
        count, width = len(pairs), pairs.shape[1]
        packed = (pairs[:, 0::2] & 15 | pairs[:, 1::2] << 4).view(np.uint8)
        queries = ops.parameter(PartialShape([-1, width]), np.float32)
        # A copy: what the constant shared would be gone when this returns.
        copied = ops.constant(Tensor(packed, [count, width], Type.i4), shared_memory=False)
        rows = ops.multiply(ops.convert(copied, np.float32), ops.constant(steps[:, None]))
        product = ops.add(ops.matmul(queries, rows, False, True), ops.constant(errors[None]))
        try:
            compiled = self._core.compile_model(Model([product], [queries]), "CPU", self._options)
        except RuntimeError as error:
            raise ModelFailed(f"the search cannot be prepared: {error}") from error
        request = compiled.create_infer_request()

        def bounds(queries: Vector) -> Vector:
            # Named, for the tensor only points at it: it must stay until the answer is there.
            held = _even(queries)
            with FIRST_ALONE.turn():
                # `infer` would first look at what kind its arguments are, and not briefly.
                try:
                    request.set_input_tensor(Tensor(held, shared_memory=True))
                    request.start_async()
                    request.wait()
                except RuntimeError as error:
                    raise ModelFailed(f"the search failed: {error}") from error
                return np.asarray(request.get_output_tensor().data)

        return bounds


def _even(rows: NDArray[Any]) -> NDArray[Any]:
    """Return rows of an even length: two codes share a byte."""
    rows = np.pad(rows, ((0, 0), (0, 1))) if rows.shape[1] % 2 else rows
    return np.ascontiguousarray(rows)
