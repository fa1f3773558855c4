"""The recogniser on this machine's processors."""

from __future__ import annotations

from pathlib import Path

import cv2

from adsum.config.settings import Settings
from adsum.models import detectors, own, recognisers
from adsum.models.runtime import Runtime, RuntimeOptions
from adsum.models.user_embedder import ModelFile
from adsum.system.machine import processors
from adsum.vision.pipeline import FacePipeline
from adsum.vision.stages import Detector


def build_pipeline(
    settings: Settings, *, threads: int = 1, recogniser: str = recognisers.DEFAULT
) -> FacePipeline:
    """Return a recogniser by its name, with `threads` CPU threads per inference.

    As many inferences run side by side as the processors allow.
    """
    # OpenCV's own threads would only fight with the workers for the same cores.
    cv2.setNumThreads(1)
    return recognisers.build(recogniser, _runtime(settings, threads), settings.data)


def build_detector(settings: Settings, name: str) -> Detector:
    """Return a detector by its name, on one thread."""
    cv2.setNumThreads(1)
    return detectors.build_detector(name, _runtime(settings, 1))


def add_model(settings: Settings, description: Path) -> ModelFile:
    """Keep a user's model in the data folder, from where it is used by its name."""
    return own.add(description, settings.data, _runtime(settings, 1), recognisers.RECIPES)


def _runtime(settings: Settings, threads: int) -> Runtime:
    streams = max(1, processors() // threads)
    return Runtime(RuntimeOptions(settings.cache, settings.precision, threads, streams))
