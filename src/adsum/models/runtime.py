"""OpenVINO on the CPU, with precision and threads stated instead of guessed."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adsum.errors import AdsumError
from adsum.models.fold import folded, model_bytes
from adsum.models.weights import Weights


class ModelFailed(AdsumError):
    """The runtime refused a model or failed while computing it."""

    code = "model.failed"
    remedy = "Run: adsum doctor"


class CacheUnwritable(AdsumError):
    """The folder in which prepared models are kept cannot be written."""

    code = "model.cache_unwritable"
    remedy = "Free some space there, or point ADSUM_CACHE at a folder that you can write."


@dataclass(frozen=True, slots=True)
class RuntimeOptions:
    """How models are run.

    precision: `f32` or `bf16`, passed on as an order. Left to itself the runtime picks bf16 where
        the CPU has it, and embeddings of two machines would silently differ.
    threads: CPU threads for one inference: all cores for a lone request, 1 where several workers
        run.
    streams: inferences computed side by side; further ones wait. As many as there are workers, for
        with one stream a second worker gains nothing.
    """

    cache: Path
    precision: str = "f32"
    threads: int = 1
    streams: int = 1


class FirstAlone:
    """Lets the first turn of the process end before any other begins; later turns overlap.

    OpenVINO's Python binding sets up its static values at the first inference, and two threads
    that do so at
    once wait for each other for ever: one holds the interpreter's lock and wants the
    set-up's guard, the other the reverse (seen with 2026.4).
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._over = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Take a turn."""
        if self._over:
            yield
            return
        with self._lock:
            yield
            self._over = True


FIRST_ALONE = FirstAlone()


class Session:
    """A compiled model that any thread may run; each thread gets an inference request of its
    own."""

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled
        self._local = threading.local()

    def run(
        self, batch: NDArray[np.float32], outputs: Sequence[str]
    ) -> dict[str, NDArray[np.float32]]:
        """Run one batch and return the named outputs; copies, owned by the caller."""
        with FIRST_ALONE.turn():
            request = self._infer(batch)
            return {name: np.array(request.get_tensor(name).data) for name in outputs}

    def run_in_order(self, batch: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Run one batch and return all outputs in the model's order; for models whose outputs have
        no agreed names."""
        with FIRST_ALONE.turn():
            request = self._infer(batch)
            count = len(self._compiled.outputs)
            return [np.array(request.get_output_tensor(number).data) for number in range(count)]

    def _infer(self, batch: NDArray[np.float32]) -> Any:
        request = getattr(self._local, "request", None)
        if request is None:
            request = self._local.request = self._compiled.create_infer_request()
        try:
            request.infer([batch])
        except RuntimeError as error:
            raise ModelFailed(f"inference failed: {error}") from error
        return request


class Runtime:
    """Compiles folded models."""

    def __init__(self, options: RuntimeOptions) -> None:
        self._options = options
        # Takes a quarter of a second: not for commands that look at no picture.
        from openvino import Core

        self._core = Core()

    @property
    def precision(self) -> str:
        return self._options.precision

    def compile(self, row: Weights, shape: Sequence[int]) -> Session:
        """Compile the model of `row` for inputs of exactly `shape`.

        Raises:
            WeightsMissing, WeightsDamaged: see `weights.read`.
            CacheUnwritable: the prepared model cannot be stored.
            ModelFailed: the runtime refuses the model.
        """
        try:
            content = model_bytes(folded(row, self._options.cache))
        except OSError as error:
            raise CacheUnwritable(f"{self._options.cache}: {error.strerror}") from error
        return self.compile_model(row.name, content, shape)

    def compile_model(self, name: str, model: bytes | Path, shape: Sequence[int]) -> Session:
        """Compile an ONNX model's bytes, or a model file; -1 in `shape` is any length.

        Raises:
            ModelFailed: the runtime refuses the model.
        """
        try:
            network = self._core.read_model(model)
            network.reshape(list(shape))
            compiled = self._core.compile_model(
                network,
                "CPU",
                {
                    "INFERENCE_PRECISION_HINT": self._options.precision,
                    "INFERENCE_NUM_THREADS": self._options.threads * self._options.streams,
                    "NUM_STREAMS": self._options.streams,
                },
            )
        except RuntimeError as error:
            raise ModelFailed(f"{name} cannot be compiled: {error}") from error
        return Session(compiled)
