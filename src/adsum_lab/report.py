"""The page that an experiment leaves behind.

`report.md` with its plots holds numbers only and may be passed on; `examples.png` shows photos of
people, right ones and wrong ones, and stays where it was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from adsum_lab.outcome import Outcome
from adsum_lab.page import keep, page_of
from adsum_lab.plots import figure
from adsum_lab.recipe import Recipe

EXAMPLES, THUMB = 6, 112


def write(recipe: Recipe, outcome: Outcome, folder: Path, command: str) -> Path:
    """Write report.md, report.json, curves.png, confusion.png and examples.png; return the page."""
    labels = outcome.faces.labels[outcome.tested]
    confusion = matrix(labels, outcome.logits.argmax(1), len(outcome.faces.names))
    _curves(outcome.history, folder / "curves.png")
    _confusion(confusion, outcome.faces.names, folder / "confusion.png")
    _examples(outcome, folder / "examples.png")
    facts = outcome.facts | {"confusion": confusion.tolist(), "history": outcome.history}
    return keep(folder, recipe, command, facts, _page(recipe, outcome.facts, command))


def write_all(recipe: Recipe, outcomes: Sequence[Outcome], folder: Path, command: str) -> Path:
    """Write one page over the runs of several pairs of people; return it."""
    rows = [
        f"| {' and '.join(outcome.faces.names).replace('_', ' ')} "
        f"| {outcome.facts['photos']['learnt']} | {outcome.facts['photos']['tested']} "
        f"| {100 * outcome.facts['accuracy']:.1f} % "
        f"| {100 * outcome.facts['accuracy_masked']:.1f} % | [report](pair-{place}/report.md) |"
        for place, outcome in enumerate(outcomes, 1)
    ]
    mean = float(np.mean([outcome.facts["accuracy"] for outcome in outcomes]))
    masked = float(np.mean([outcome.facts["accuracy_masked"] for outcome in outcomes]))
    head = "| people | learnt from | tested | named rightly | with masks | |\n"
    head += "|---|---|---|---|---|---|"
    reached = "reached" if mean >= recipe.goal else "missed"
    page = folder / "report.md"
    page.write_text(
        f"# {recipe.title}\n\n```\n{command}\n```\n\n{head}\n" + "\n".join(rows) + "\n"
        f"| mean | | | **{100 * mean:.1f} %** | {100 * masked:.1f} % | |\n\n"
        f"Goal: {100 * recipe.goal:.1f} %, {reached}. The pairs are those whose mean faces are "
        "most alike, with nobody in two of them, chosen before training.\n"
    )
    return page


def matrix(labels: NDArray[np.int64], answers: NDArray[np.int64], people: int) -> NDArray[np.int64]:
    """Return how often the person of the row was taken for the one of the column."""
    counts = np.zeros((people, people), np.int64)
    np.add.at(counts, (labels, answers), 1)
    return counts


def _page(recipe: Recipe, facts: dict[str, Any], command: str) -> str:
    photos, reached = facts["photos"], facts["accuracy"] >= recipe.goal
    rows = [
        ("held-out photos named rightly", f"**{100 * facts['accuracy']:.1f} %**"),
        ("goal", f"{100 * recipe.goal:.1f} %: {'reached' if reached else 'missed'}"),
        ("the same photos with masks drawn on", f"{100 * facts['accuracy_masked']:.1f} %"),
        ("people", f"{len(facts['people'])}: {', '.join(facts['people']).replace('_', ' ')}"),
        (
            "photos learnt from, watched, tested",
            f"{photos['learnt']}, {photos['watched']}, {photos['tested']}",
        ),
        ("epochs, best one", f"{facts['epochs']}, {facts['best_epoch']}"),
        ("weights that learnt", f"{facts['weights']:,}"),
        ("finding faces", f"{facts['seconds_preparing']:.1f} s"),
        ("training", f"{facts['seconds_training']:.1f} s"),
        ("processor time of it", f"{facts['processor_seconds_training']:.1f} s"),
        ("most memory", f"{facts['memory_mb']:.0f} MB"),
        ("exported file differs by", f"{facts['export_difference']:.1e}"),
        ("photos left out", str(len(facts["faults"]))),
    ]
    return page_of(
        recipe.title,
        command,
        rows,
        "![Curves](curves.png)\n\n![Confusion matrix](confusion.png)\n",
    )


def _curves(history: list[dict[str, float]], path: Path) -> None:
    drawn = figure(8, 3)
    losses, shares = drawn.subplots(1, 2)
    epochs = [record["epoch"] for record in history]
    for name, words in (("loss", "training"), ("watched_loss", "watched photos")):
        losses.plot(epochs, [record.get(name, np.nan) for record in history], label=words)
    shares.plot(epochs, [100 * record.get("watched_accuracy", np.nan) for record in history])
    losses.set(xlabel="epoch", ylabel="loss")
    losses.legend()
    shares.set(xlabel="epoch", ylabel="watched photos named rightly, %")
    drawn.savefig(path, dpi=110)


def _confusion(counts: NDArray[np.int64], names: Sequence[str], path: Path) -> None:
    side = max(3.0, 0.32 * len(counts))
    drawn = figure(side + 1.5, side)
    axes = drawn.subplots()
    axes.imshow(counts, cmap="Blues")
    for row, column in np.argwhere(counts > 0):
        dark = counts[row, column] > counts.max() / 2
        text = str(counts[row, column])
        axes.text(column, row, text, ha="center", va="center", color="white" if dark else "black")
    axes.set(xlabel="named", xticks=range(len(counts)))
    people = [f"{name.replace('_', ' ')}  {place}" for place, name in enumerate(names)]
    axes.set_yticks(range(len(counts)), people)
    drawn.savefig(path, dpi=110, bbox_inches="tight")


def _examples(outcome: Outcome, path: Path) -> None:
    """Draw a row of photos named rightly over one of those named wrongly."""
    right = outcome.logits.argmax(1) == outcome.faces.labels[outcome.tested]
    rows = [_row(outcome, np.flatnonzero(hit)[:EXAMPLES]) for hit in (right, ~right)]
    cv2.imwrite(str(path), np.concatenate(rows))


def _row(outcome: Outcome, chosen: NDArray[np.int64]) -> NDArray[np.uint8]:
    row = np.full((THUMB, THUMB * EXAMPLES, 3), 255, np.uint8)
    for place, index in enumerate(chosen):
        picture = outcome.faces.pictures[outcome.tested[index]]
        row[:, place * THUMB : (place + 1) * THUMB] = cv2.resize(picture, (THUMB, THUMB))
    return row
