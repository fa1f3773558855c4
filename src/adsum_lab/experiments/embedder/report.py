"""The page of an embedder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adsum.evaluation import curves
from adsum.evaluation.verification import VerificationRun
from adsum_lab.experiments.embedder.recipe import EmbedderRecipe
from adsum_lab.page import keep, page_of
from adsum_lab.plots import figure

PICTURE = "![Curves](curves.png)\n"


def write(
    recipe: EmbedderRecipe,
    start: VerificationRun,
    end: VerificationRun,
    facts: dict[str, Any],
    folder: Path,
    command: str,
) -> Path:
    """Write report.md, report.json and curves.png; return the page."""
    _curves(facts["history"], start, end, folder / "curves.png")
    page = page_of(recipe.title, command, _rows(recipe, start, end, facts), PICTURE)
    judged = {"start": start.to_json(), "end": end.to_json()}
    return keep(folder, recipe, command, facts | judged, page)


def _rows(
    recipe: EmbedderRecipe, start: VerificationRun, end: VerificationRun, facts: dict[str, Any]
) -> list[tuple[str, str]]:
    reached = end.result.accuracy_mean >= recipe.goal
    return [
        ("held-out pairs told rightly", f"**{100 * end.result.accuracy_mean:.2f} %**"),
        ("goal", f"{100 * recipe.goal:.1f} %: {'reached' if reached else 'missed'}"),
        ("before it had learnt anything", f"{100 * start.result.accuracy_mean:.2f} %"),
        ("TAR at FAR 1 %, before and after", f"{_tar(start)}, {_tar(end)}"),
        (
            "pairs",
            f"{len(end.result.scores)}; each fold at the threshold that is best on the other",
        ),
        ("people held out", f"{facts['held_out_people']}, everybody in those folds"),
        (
            "learnt from",
            f"{facts['faces']:,} photos of {facts['people']:,} people in {facts['shards']} shards",
        ),
        ("epochs, best one", f"{len(facts['history'])}, {facts['best_epoch']}"),
        ("weights", f"{facts['weights']:,}"),
        ("cutting out faces and packing shards", f"{facts['seconds_preparing']:.0f} s"),
        (
            "training",
            f"{facts['seconds_training']:.0f} s, {facts['images_per_second']:.0f} photos a second, "
            f"processes: {facts['processes']} ({facts['device']})",
        ),
        ("most memory", f"{facts['memory_mb']:.0f} MB"),
        ("photos left out", str(len(facts["faults"]))),
    ]


def _tar(run: VerificationRun) -> str:
    return f"{100 * run.result.tar_at_far['0.01']:.1f} %"


def _curves(
    history: Sequence[dict[str, float]], start: VerificationRun, end: VerificationRun, path: Path
) -> None:
    drawn = figure(11, 3)
    losses, watched, rates = drawn.subplots(1, 3)
    epochs = [record["epoch"] for record in history]
    losses.plot(epochs, [record["loss"] for record in history])
    losses.set(xlabel="epoch", ylabel="loss")
    watched.plot(epochs, [100 * record["watched_tar"] for record in history])
    watched.set(xlabel="epoch", ylabel="TAR at FAR 1 %, watched people")
    for words, run in (("at the start", start), ("in the end", end)):
        curve = curves.roc(run.result.scores, run.result.same)
        rates.plot(100 * curve.far, 100 * curve.tar, label=words)
    rates.set(xlabel="FAR, %", ylabel="TAR, %, people held out", xlim=(0, 20))
    rates.legend()
    drawn.savefig(path, dpi=110)
