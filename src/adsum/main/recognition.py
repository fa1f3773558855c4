"""The recogniser on this machine's processors."""

from __future__ import annotations

import cv2

from adsum.config.settings import Settings
from adsum.models import recognisers
from adsum.models.runtime import Runtime, RuntimeOptions
from adsum.system.machine import processors
from adsum.vision.pipeline import FacePipeline


def build_pipeline(
    settings: Settings, *, threads: int = 1, recogniser: str = recognisers.DEFAULT
) -> FacePipeline:
    """Return a recogniser by its name, with `threads` CPU threads per inference.

    As many inferences run side by side as the processors allow.
    """
    # OpenCV's own threads would only fight with the workers for the same cores.
    cv2.setNumThreads(1)
    streams = max(1, processors() // threads)
    runtime = Runtime(RuntimeOptions(settings.cache, settings.precision, threads, streams))
    return recognisers.build(recogniser, runtime)
