"""The page of a trained cascade."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from adsum_lab.experiments.cascade.judge import Judgement
from adsum_lab.experiments.cascade.recipe import STAGES, CascadeRecipe
from adsum_lab.page import keep, page_of
from adsum_lab.plots import figure

# The published nets' own threshold.
PUBLISHED = 0.7


def write(
    recipe: CascadeRecipe,
    judgements: Mapping[str, Judgement],
    peers: Mapping[str, Judgement],
    facts: dict[str, Any],
    folder: Path,
    command: str,
) -> Path:
    """Write report.md, report.json, curves.png and found.png; return the page."""
    _curves(facts["history"], folder / "curves.png")
    _found(judgements, peers, folder / "found.png")
    page = _page(recipe, judgements, peers, facts, command)
    facts = facts | {"judged": {name: judged.curve() for name, judged in judgements.items()}}
    return keep(folder, recipe, command, facts, page)


def _page(
    recipe: CascadeRecipe,
    judgements: Mapping[str, Judgement],
    peers: Mapping[str, Judgement],
    facts: dict[str, Any],
    command: str,
) -> str:
    found, false = judgements["as they are"].at(facts["threshold"])
    reached = found >= recipe.goal and false <= recipe.false_per_photo
    photos = facts["photos"]
    rows = [
        ("faces found in held-out photos", f"**{100 * found:.1f} %**"),
        ("false boxes per photo", f"**{false:.3f}**"),
        (
            "goal",
            f"{100 * recipe.goal:.0f} % at {recipe.false_per_photo:.0f}: "
            f"{'reached' if reached else 'missed'}",
        ),
        ("thresholds of P-, R- and O-Net", ", ".join(f"{t:.2f}" for t in facts["thresholds"])),
        (
            "photos learnt from, watched, tested (of other people)",
            f"{photos['learnt']}, {photos['watched']}, {photos['tested']}",
        ),
        *((f"{stage}: windows learnt from", _counted(facts["samples"][stage])) for stage in STAGES),
        ("training of the three, over all runs", f"{_spent(facts['history'])} s"),
        ("the last run", f"{facts['seconds']:.0f} s"),
        ("most memory", f"{facts['memory_mb']:.0f} MB"),
        ("exported files differ by", f"{facts['export_difference']:.1e}"),
        ("photos left out", str(len(facts["faults"]))),
    ]
    return page_of(
        recipe.title,
        command,
        rows,
        f"{_compared(judgements, peers, facts['threshold'])}\n"
        "![Curves](curves.png)\n\n![Faces found against false boxes](found.png)\n",
    )


def _compared(
    judgements: Mapping[str, Judgement], peers: Mapping[str, Judgement], threshold: float
) -> str:
    lines = [
        "| held-out photos | trained here: found | false per photo | landmarks off by "
        "| published MTCNN: found | false per photo | landmarks off by |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, judged in judgements.items():
        cells = [name, *_cells(judged, threshold)]
        cells += _cells(peers[name], PUBLISHED) if name in peers else ["", "", ""]
        lines.append(f"| {' | '.join(cells)} |")
    return (
        "\n".join(lines) + "\n\nA face is found by a box that shares half of their union with the "
        "annotating detector's, which favours who learnt from that detector. Landmarks: in "
        "distances between the eyes.\n"
    )


def _cells(judged: Judgement, threshold: float) -> list[str]:
    share, false = judged.at(threshold)
    if not len(judged.slips):
        return ["", f"{false:.3f}", ""]
    return [f"{100 * share:.1f} %", f"{false:.3f}", f"{np.mean(judged.slips):.3f}"]


def _spent(histories: Mapping[str, list[dict[str, float]]]) -> str:
    return ", ".join(f"{sum(r['seconds'] for r in histories[stage]):.0f}" for stage in STAGES)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {kind}" for kind, count in counts.items())


def _curves(histories: Mapping[str, list[dict[str, float]]], path: Path) -> None:
    drawn = figure(9, 3)
    for axes, stage in zip(drawn.subplots(1, 3), STAGES, strict=True):
        epochs = [record["epoch"] for record in histories[stage]]
        for name, words in (("loss", "training"), ("watched_loss", "watched photos")):
            axes.plot(epochs, [record[name] for record in histories[stage]], label=words)
        axes.set(title=stage, xlabel="epoch", ylabel="loss")
        axes.legend()
    drawn.savefig(path, dpi=110)


def _found(judgements: Mapping[str, Judgement], peers: Mapping[str, Judgement], path: Path) -> None:
    drawn = figure(6, 3.5)
    axes = drawn.subplots()
    for words, judged, style in (("trained here", judgements, "-"), ("published", peers, "--")):
        for name, one in judged.items():
            if len(one.found):
                points = one.curve()
                axes.plot(
                    [false for _, _, false in points],
                    [100 * share for _, share, _ in points],
                    style,
                    label=f"{words}, {name}",
                )
    axes.set(xlabel="false boxes per photo", ylabel="faces found, %", ylim=(60, 100))
    axes.legend()
    drawn.savefig(path, dpi=110)
