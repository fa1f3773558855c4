"""The page of a distillation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adsum.evaluation import curves
from adsum.evaluation.verification import VerificationRun
from adsum_lab.experiments.distil.recipe import DistilRecipe
from adsum_lab.page import keep, page_of
from adsum_lab.plots import figure

# What OpenFace published for nn4.small2, trained on half a million photos, on all ten folds.
OPENFACE = 0.929


def write(
    recipe: DistilRecipe,
    student: VerificationRun,
    teacher: VerificationRun,
    facts: dict[str, Any],
    folder: Path,
    command: str,
) -> Path:
    """Write report.md, report.json and curves.png; return the page."""
    _curves(facts["history"], student, teacher, folder / "curves.png")
    judged = {"student": student.to_json(), "teacher": teacher.to_json()}
    page = _page(recipe, student, teacher, facts, command)
    return keep(folder, recipe, command, facts | judged, page)


def _page(
    recipe: DistilRecipe,
    student: VerificationRun,
    teacher: VerificationRun,
    facts: dict[str, Any],
    command: str,
) -> str:
    reached = student.result.accuracy_mean >= recipe.goal
    rows = [
        ("held-out pairs told rightly by the student", f"**{_accuracy(student)}**"),
        ("goal", f"{100 * recipe.goal:.1f} %: {'reached' if reached else 'missed'}"),
        ("the teacher on the same pairs", _accuracy(teacher)),
        ("the student's TAR at FAR 1 %", f"{100 * student.result.tar_at_far['0.01']:.1f} %"),
        ("the teacher's", f"{100 * teacher.result.tar_at_far['0.01']:.1f} %"),
        ("OpenFace published", f"{100 * OPENFACE:.1f} % on all ten folds, from 500,000 photos"),
        (
            "pairs",
            f"{len(student.result.scores)} of folds {_listed(recipe.data.folds)}; "
            f"each fold at the threshold that is best on the other",
        ),
        ("people held out", f"{facts['held_out_people']}, everybody in those folds"),
        ("photos learnt from", f"{facts['photos']:,}, as {facts['views']:,} views"),
        ("views seen, epochs, best one", _seen(facts)),
        ("weights", f"{facts['weights']:,}"),
        ("cutting out faces and asking the teacher", f"{facts['seconds_preparing']:.0f} s"),
        ("training", f"{facts['seconds_training']:.0f} s"),
        ("most memory", f"{facts['memory_mb']:.0f} MB"),
        ("photos left out", str(len(facts["faults"]))),
    ]
    return page_of(
        recipe.title,
        command,
        rows,
        "![Curves](curves.png)\n",
    )


def _accuracy(run: VerificationRun) -> str:
    return f"{100 * run.result.accuracy_mean:.2f} %"


def _listed(folds: Sequence[int]) -> str:
    return " and ".join(map(str, folds))


def _seen(facts: dict[str, Any]) -> str:
    return f"{facts['seen']:,}, {len(facts['history'])}, {facts['best_epoch']}"


def _curves(
    history: Sequence[dict[str, float]],
    student: VerificationRun,
    teacher: VerificationRun,
    path: Path,
) -> None:
    drawn = figure(8, 3)
    losses, rates = drawn.subplots(1, 2)
    epochs = [record["epoch"] for record in history]
    for name, words in (("loss", "training"), ("watched_loss", "watched photos")):
        losses.plot(epochs, [record[name] for record in history], label=words)
    losses.set(xlabel="epoch", ylabel="1 - cosine to the teacher")
    losses.legend()
    for words, run in (("student", student), ("teacher", teacher)):
        curve = curves.roc(run.result.scores, run.result.same)
        rates.plot(100 * curve.far, 100 * curve.tar, label=words)
    rates.set(xlabel="FAR, %", ylabel="TAR, %", xlim=(0, 20))
    rates.legend()
    drawn.savefig(path, dpi=110)
