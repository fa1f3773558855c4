"""Where the time of one recognition goes: each stage alone, in turn, on one thread.

Prints medians and each stage's share of the whole: on a busy machine only the shares say anything.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from adsum.imaging.decode import DecodeLimits, PhotoDecoder
from adsum.main import read_settings
from adsum.models.refiner import LandmarkRefiner
from adsum.models.runtime import Runtime, RuntimeOptions
from adsum.models.sface import SFace
from adsum.models.yunet import YuNet
from adsum.vision import quality
from adsum.vision.gallery import DecisionRule, Gallery
from adsum.vision.scales import ScaledDetector
from bench.identify import picture

PEOPLE, PHOTOS, ROUNDS = 1000, 3, 40


def main() -> None:
    """Print the table."""
    cv2.setNumThreads(1)
    with TemporaryDirectory() as cache:
        stages = built(RuntimeOptions(Path(cache), read_settings().precision))
    took: dict[str, list[float]] = {name: [] for name in stages}
    for _ in range(ROUNDS):
        # One round of all stages after the other: what else the machine does falls on all alike.
        for name, stage in stages.items():
            start = time.perf_counter()
            stage()
            took[name].append(1000 * (time.perf_counter() - start))
    medians = {name: statistics.median(times) for name, times in took.items()}
    whole = sum(medians.values())
    print("| stage | ms, one thread | share of the whole |\n|---|---|---|")
    for name, value in medians.items():
        print(f"| {name} | {value:.2f} | {100 * value / whole:.0f} % |")


def built(options: RuntimeOptions) -> dict[str, Callable[[], object]]:
    """Return each stage as a call on the same photo and face."""
    runtime = Runtime(options)
    image = picture()
    jpeg = cv2.imencode(".jpg", image)[1].tobytes()
    decoder = PhotoDecoder(DecodeLimits(30_000_000, 60_000_000))
    detector, refiner, embedder = YuNet(runtime), LandmarkRefiner(runtime), SFace(runtime)
    face = ScaledDetector(detector).detect(image)[0]
    probe = embedder.embed(image, face)
    random = np.random.default_rng(0).normal(size=(PEOPLE * PHOTOS, 128))
    vectors = (random / np.linalg.norm(random, axis=1, keepdims=True)).astype(np.float32)
    rows = [(f"p{n // PHOTOS}", vector) for n, vector in enumerate(vectors)]
    gallery, rule = Gallery(rows, embedder.made_by), DecisionRule()
    return {
        "decode a JPEG of 640 x 480": lambda: decoder.decode(jpeg),
        "detect (YuNet)": lambda: ScaledDetector(detector).detect(image),
        "refine the landmarks, notice a mask": lambda: refiner.refine(image, face.landmarks),
        "judge": lambda: quality.measure(image, face),
        "align and embed (SFace)": lambda: embedder.embed(image, face),
        f"compare with {PEOPLE:,} people, {PHOTOS} photos each": lambda: gallery.match(
            [probe], rule
        ),
    }


if __name__ == "__main__":
    main()
