"""Adsum's own recognisers, as a frozen part of a training."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from adsum.main import build_pipeline, read_settings
from adsum.vision.stages import Detector
from adsum.vision.types import Face, Image

Embed: TypeAlias = Callable[[Image, Face], NDArray[np.float32]]


def recogniser(name: str) -> tuple[Detector, Embed]:
    """Return the detector and the embedder of a recogniser of Adsum's."""
    pipeline = build_pipeline(read_settings(), recogniser=name)

    def embed(image: Image, face: Face) -> NDArray[np.float32]:
        return pipeline.describe(image, face).embedding.vector

    return pipeline, embed
