"""Where recognition ends: the probes made smaller, blurred, badly lit; and by how far heads turn.

The threshold is that of FPIR 1 % on untouched photos, as a door would have it set once. Each step
changes probes and strangers alike and says what is then missed and who gets in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from adsum.evaluation import identification
from adsum.evaluation.changes import PictureChange, blurred, lit, side_lit, smaller
from adsum.evaluation.embed import Change, PhotoEmbedder, Progress
from adsum.evaluation.identification import IdentificationRun, Limits
from adsum.vision.types import Image, Quality

ENROL, FPIR = 3, 0.01
STEPS: dict[str, dict[str, PictureChange]] = {
    "size": {f"{round(100 * f)} %": smaller(f) for f in (0.6, 0.4, 0.3, 0.2)},
    "blur": {f"{s:g} px": blurred(s) for s in (1, 2, 3, 4)},
    "light": {f"x {g:g}": lit(g) for g in (0.3, 0.12, 0.06, 2.0)},
    "light from the side": {f"- {round(100 * s)} %": side_lit(s) for s in (0.7, 0.95)},
}
YAWS = (0.1, 0.25, 0.45, 10.0)


@dataclass(frozen=True, slots=True)
class Step:
    """One condition: what kind, how much, what became of the probes and strangers."""

    kind: str
    amount: str
    fnir: float
    fpir: float
    probes: int

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "amount": self.amount,
            "fnir": self.fnir,
            "fpir": self.fpir,
            "probes": self.probes,
        }


def evaluate(
    images: Path, embedder: PhotoEmbedder, limits: Limits, progress: Progress | None = None
) -> list[Step]:
    """Measure every step on the photos under `images`."""
    parts = identification.split(images, ENROL).limited(limits)
    bare = embedder.embed(parts.paths(), progress)
    run = identification.measure(parts, bare)
    threshold = run.result.threshold_at_fpir(FPIR)
    steps = [_step("untouched", "", run, threshold), *by_pose(run, threshold)]
    for kind, amounts in STEPS.items():
        for amount, change in amounts.items():
            seen = embedder.changing(_on_path(change)).embed(parts.probe_paths(), progress)
            found = identification.measure(parts, bare.joined(seen))
            steps.append(_step(kind, amount, found, threshold))
    return steps


def by_pose(run: IdentificationRun, threshold: float) -> list[Step]:
    """Return the share of missed probes by how far the head is turned (`Quality.yaw`)."""
    return _by(run, threshold, "head turned", YAWS, lambda quality: abs(quality.yaw))


def _by(
    run: IdentificationRun,
    threshold: float,
    kind: str,
    bounds: tuple[float, ...],
    measure: Callable[[Quality], float],
) -> list[Step]:
    answers = run.result.probes
    missed = (answers.rank != 1) | (answers.own < threshold)
    qualities = [run.photos.qualities.get(path) for _, path in run.parts.probes]
    values = np.array([np.nan if q is None else measure(q) for q in qualities])
    steps, low = [], 0.0
    for high in bounds:
        inside = (values >= low) & (values < high)
        if inside.any():
            words = f"{low:g} to {high:g}" if high < bounds[-1] else f"over {low:g}"
            share = float(missed[inside].mean())
            steps.append(Step(kind, words, share, float("nan"), int(inside.sum())))
        low = high
    return steps


def _step(kind: str, amount: str, run: IdentificationRun, threshold: float) -> Step:
    found = run.result
    return Step(kind, amount, found.fnir(threshold), found.fpir(threshold), len(found.probes.rank))


def _on_path(change: PictureChange) -> Change:
    def changed(path: Path, image: Image) -> Image:
        return change(image)

    return changed
