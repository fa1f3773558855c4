"""The page of a fine-tuning."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adsum.evaluation.verification import Verification
from adsum_lab.experiments.finetune.photos import CONDITIONS
from adsum_lab.experiments.finetune.recipe import FinetuneRecipe
from adsum_lab.page import keep, page_of
from adsum_lab.plots import figure

Judged = Mapping[str, Mapping[str, Verification]]
WORDS = {
    "start": "the published weights",
    "centre": "softmax + centre loss",
    "triplet": "triplet loss",
}


def write(
    recipe: FinetuneRecipe, judged: Judged, facts: dict[str, Any], folder: Path, command: str
) -> Path:
    """Write report.md, report.json and curves.png; return the page."""
    _curves(facts["history"], folder / "curves.png")
    figures = {
        name: {condition: result.to_json() for condition, result in results.items()}
        for name, results in judged.items()
    }
    page = _page(recipe, judged, facts, command)
    return keep(folder, recipe, command, facts | {"judged": figures}, page)


def summary(judged: Judged) -> str:
    """Return the start's and the ends' TAR on masked photos in words."""
    parts = [f"{WORDS[name]} {_tar(results['masked'])}" for name, results in judged.items()]
    return f"TAR at FAR 1 % of masked photos: {', '.join(parts)}"


def _page(recipe: FinetuneRecipe, judged: Judged, facts: dict[str, Any], command: str) -> str:
    best = max(judged[name]["masked"].tar_at_far["0.01"] for name in recipe.losses)
    gained = best - judged["start"]["masked"].tar_at_far["0.01"]
    seconds = ", ".join(f"{name} {s:.0f} s" for name, s in facts["seconds_training"].items())
    rows = [
        ("TAR at FAR 1 % of masked photos: gained", f"**{100 * gained:+.1f} points**"),
        (
            "goal",
            f"{100 * recipe.goal:+.0f} points: {'reached' if gained >= recipe.goal else 'missed'}",
        ),
        ("people held out", f"{facts['held_out_people']}, everybody in the pairs' folds"),
        ("people, photos learnt from", f"{facts['people']}, {facts['photos']['learnt']}"),
        ("photos watched, of other people", str(facts["photos"]["watched"])),
        ("weights that learnt", f"{facts['weights']:,}"),
        ("computing what stays frozen", f"{facts['seconds_preparing']:.0f} s"),
        ("training", seconds),
        ("most memory", f"{facts['memory_mb']:.0f} MB"),
    ]
    return page_of(
        recipe.title,
        command,
        rows,
        f"{_compared(judged)}\n"
        "A pair's first photo is as it is, its second under the condition; faces are found before "
        "a mask is laid on. Each fold is judged at the threshold that is best on the other, and "
        "each condition has a threshold of its own. From all embeddings the mean of the training "
        "photos is taken, as Adsum does.\n\n![Curves](curves.png)\n",
    )


def _compared(judged: Judged) -> str:
    heads = "".join(f" {name}: accuracy | TAR at FAR 1 % |" for name in CONDITIONS)
    lines = [f"| held-out pairs |{heads}", "|---|" + "---|---|" * len(CONDITIONS)]
    for name, results in judged.items():
        cells = "".join(
            f" {100 * results[c].accuracy_mean:.2f} % | {_tar(results[c])} |" for c in CONDITIONS
        )
        lines.append(f"| {WORDS[name]} |{cells}")
    return "\n".join(lines) + "\n"


def _tar(result: Verification) -> str:
    return f"{100 * result.tar_at_far['0.01']:.1f} %"


def _curves(histories: Mapping[str, list[dict[str, float]]], path: Path) -> None:
    drawn = figure(4.5 * len(histories), 3)
    for axes, (name, history) in zip(
        drawn.subplots(1, len(histories), squeeze=False)[0], histories.items(), strict=True
    ):
        epochs = [record["epoch"] for record in history]
        for condition in CONDITIONS:
            rates = [100 * record[f"watched_tar {condition}"] for record in history]
            axes.plot(epochs, rates, label=condition)
        axes.set(title=WORDS[name], xlabel="epoch", ylabel="watched people: TAR at FAR 1 %")
        axes.legend()
    drawn.savefig(path, dpi=110)
