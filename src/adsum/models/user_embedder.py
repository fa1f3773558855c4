"""A user's own embedder: an ArcFace-style ONNX file (InsightFace, AdaFace, EdgeFace, ...) described
by a small TOML file beside it."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from adsum.errors import InvalidInput
from adsum.models.dlib_landmarks import OpenFaceAligner
from adsum.models.runtime import ModelFailed, Runtime
from adsum.models.weights import WeightsDamaged
from adsum.vision.aligners import BoxMargin, FivePoint
from adsum.vision.pipeline import DEFAULT_THRESHOLD
from adsum.vision.stages import Aligner
from adsum.vision.types import Embedding, Face, Image, RecogniserId

COLOURS = ("rgb", "bgr")
# How faces are cut out: five landmarks to the ArcFace template; the detector's box with a margin;
# OpenFace's way, by dlib's 68 landmarks.
ALIGNERS: dict[str, Callable[[ModelFile], Aligner]] = {
    "five-points": lambda known: FivePoint(known.size),
    "box": lambda known: BoxMargin(known.size, known.margin),
    "openface": lambda known: OpenFaceAligner(known.size),
}


class BadModelFile(InvalidInput):
    """A user's model description cannot be used; the message says which line."""

    code = "model.bad_description"
    remedy = "See docs/recipes/own-model.md."


@dataclass(frozen=True, slots=True)
class ModelFile:
    """What the TOML file says.

    name, version: what templates will be marked with. file: the ONNX file, beside the TOML file
    unless absolute. sha256: of that file; if given it is checked at every start. size: pixels a
    side. colour: `rgb` or `bgr`. mean, scale: the network gets (x - mean) / scale of pixels from 0
    to 255.
    """

    name: str
    version: str
    file: Path
    size: int = 112
    colour: str = "rgb"
    mean: float = 127.5
    scale: float = 127.5
    sha256: str = ""
    aligner: str = "five-points"
    margin: float = 1.15
    threshold: float = DEFAULT_THRESHOLD
    detector: str = "yunet"


def read_model_file(path: Path) -> ModelFile:
    """Read a description.

    Raises:
        BadModelFile: it cannot be read or says something that cannot be.
    """
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        known = ModelFile(**table | {"file": path.parent / str(table["file"])})
        family, colon, file = str(known.detector).partition(":")
        if colon:
            known = replace(known, detector=f"{family}:{path.parent / file}")
    except (OSError, ValueError) as error:
        raise BadModelFile(f"{path} cannot be read: {error}") from error
    except KeyError as error:
        raise BadModelFile(f"{path} does not say: {error.args[0]}") from error
    except TypeError as error:
        raise BadModelFile(
            f"{path} is not as expected: {str(error).partition('() ')[2]}"
        ) from error
    fault = _fault(known)
    if fault:
        raise BadModelFile(f"{path}: {fault}")
    return known


def _fault(known: ModelFile) -> str | None:
    checks = (
        (isinstance(known.name, str) and bool(known.name), "name is empty"),
        (isinstance(known.version, str) and bool(known.version), "version is empty"),
        (isinstance(known.size, int) and 16 <= known.size <= 1024, "size is not 16 to 1024"),
        (known.colour in COLOURS, "colour is neither rgb nor bgr"),
        (isinstance(known.mean, int | float), "mean is not a number"),
        (isinstance(known.scale, int | float) and known.scale > 0, "scale is not above 0"),
        (known.aligner in ALIGNERS, f"aligner is none of {', '.join(ALIGNERS)}"),
        (_within(known.margin, 0.5, 3), "margin is not 0.5 to 3"),
        (_within(known.threshold, 0.2, 0.99), "threshold is not 0.2 to 0.99"),
    )
    return next((words for right, words in checks if not right), None)


def _within(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and low <= value <= high


class UserEmbedder:
    """Embedder whose network is a user's file: one picture in, one vector out."""

    def __init__(self, runtime: Runtime, known: ModelFile, aligner: Aligner | None = None) -> None:
        try:
            digest = hashlib.sha256(known.file.read_bytes()).hexdigest()
        except OSError as error:
            raise BadModelFile(f"{known.file} cannot be read: {error.strerror}") from error
        if known.sha256 and digest != known.sha256:
            raise WeightsDamaged(
                f"{known.file.name} has SHA-256 {digest[:12]}..., "
                f"its description says {known.sha256[:12]}...",
                remedy="Copy the file again, or correct its description.",
            )
        self._known = known
        self._aligner = aligner or ALIGNERS[known.aligner](known)
        self._session = runtime.compile_model(
            known.name, known.file, (1, 3, known.size, known.size)
        )
        # The file's hash is part of the name: another file is another recogniser.
        version = f"{known.version}+{digest[:8]}"
        self.made_by = RecogniserId(known.name, version, runtime.precision)

    def embed(self, image: Image, face: Face) -> Embedding:
        """Return the embedding of `face` in `image` (BGR)."""
        crop = self._aligner.crop(image, face)
        if self._known.colour == "rgb":
            crop = crop[:, :, ::-1]
        scaled = (crop.astype(np.float32) - self._known.mean) / self._known.scale
        batch = np.ascontiguousarray(scaled.transpose(2, 0, 1)[None], dtype=np.float32)
        outputs = self._session.run_in_order(batch)
        vector = outputs[0].reshape(-1)
        length = float(np.linalg.norm(vector))
        if len(vector) < 2 or not np.isfinite(length) or length == 0:
            raise ModelFailed(f"{self._known.name} gave no embedding: {len(vector)} numbers")
        return Embedding((vector / length).astype(np.float32), self.made_by)
