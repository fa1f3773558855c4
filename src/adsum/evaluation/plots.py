"""The curves of an evaluation as PNG files. Needs matplotlib: the optional extra `plots`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from adsum.errors import AdsumError, Unavailable
from adsum.evaluation import curves
from adsum.evaluation.curves import Scores
from adsum.evaluation.identification import FPIRS, Identification
from adsum.evaluation.verification import Verification

SAME, OTHER, INK, PALE = "#0f766e", "#c2410c", "#1f2937", "#9ca3af"
STYLE: Any = {
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": PALE,
    "axes.labelcolor": INK,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e5e7eb",
    "grid.linewidth": 0.7,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "lines.linewidth": 2.2,
}


class PlotsMissing(AdsumError):
    """matplotlib, an optional extra, is not installed."""

    code = "plots.missing"
    remedy = "Run: pip install 'adsum[plots]'"


class PlotsUnwritable(Unavailable):
    """The folder for the pictures cannot be written."""

    code = "plots.unwritable"
    remedy = "Give --plots a folder that you can write."


def prepare(folder: Path) -> None:
    """Make the folder, and fail before the long work if nothing could be drawn after it.

    Raises:
        PlotsMissing: matplotlib is not installed.
        PlotsUnwritable: the folder cannot be made.
    """
    try:
        import matplotlib.backends.backend_agg  # an optional extra, and slow to import
    except ImportError as error:
        raise PlotsMissing("drawing plots needs matplotlib, which is not installed") from error
    del matplotlib
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PlotsUnwritable(f"{folder} cannot be made: {error.strerror}") from error


def plot_verification(result: Verification, folder: Path) -> list[Path]:
    """Draw the ROC, the DET curve and the histogram of scores; return the files written.

    Raises:
        PlotsMissing, PlotsUnwritable.
    """
    curve = curves.roc(result.scores, result.same)
    floor = 0.5 / np.count_nonzero(~result.same)
    with _figure(folder / "roc.png") as axes:
        axes.set_title(f"ROC: TAR {_percents(result.tar_at_far['0.001'])} at FAR 0.1 %")
        axes.step(np.maximum(curve.far, floor), curve.tar, where="post", color=SAME)
        for far, tar in result.tar_at_far.items():
            _mark(axes, float(far), tar, _percents(tar), below=True)
        axes.set(xscale="log", xlim=(floor, 1), xlabel="FAR: different people accepted")
        worst = max(0.01, 1 - min(result.tar_at_far.values()))
        axes.set_ylim(max(0.0, 1 - 3 * worst), 1 + 0.1 * worst)
        axes.set_ylabel("TAR: same person accepted")
        _percent(axes.xaxis, axes.yaxis)
    with _figure(folder / "det.png") as axes:
        axes.set_title(f"DET: equal error rate {_percents(result.eer)}")
        _det(axes, curve.far, 1 - curve.tar, floor, 0.5 / np.count_nonzero(result.same))
        _mark(axes, result.eer, result.eer, f"EER {_percents(result.eer)}")
        axes.set(xlabel="FAR: different people accepted", ylabel="FRR: same person refused")
    with _figure(folder / "scores.png") as axes:
        axes.set_title("Scores")
        groups = (
            ("pairs of one person", result.scores[result.same]),
            ("pairs of two people", result.scores[~result.same]),
        )
        _histogram(axes, groups, {"threshold": result.threshold})
    return [folder / name for name in ("roc.png", "det.png", "scores.png")]


def plot_identification(result: Identification, folder: Path) -> list[Path]:
    """Draw the CMC, the DET curve and the histogram of scores; return the files written.

    Raises:
        PlotsMissing, PlotsUnwritable.
    """
    cmc = result.cmc()
    with _figure(folder / "cmc.png") as axes:
        axes.set_title(f"CMC: {_percents(result.rank1)} at rank 1 of {result.gallery:,} people")
        ranks = np.arange(1, len(cmc) + 1)
        axes.plot(ranks, cmc, color=SAME, marker="o", markersize=4)
        axes.set(xlabel="rank", ylabel="right person at this rank or before")
        axes.set(xlim=(0.5, len(cmc) + 0.5), xticks=[1, *range(5, len(cmc) + 1, 5)])
        # Never zoom so far that one probe looks like a cliff.
        axes.set_ylim(min(0.98, result.rank1 - 0.01), 1.001)
        _percent(axes.yaxis)
    with _figure(folder / "det.png") as axes:
        axes.set_title("DET: strangers let in against people missed")
        _identification_det(axes, result)
    with _figure(folder / "scores.png") as axes:
        axes.set_title("Best scores")
        groups = (
            ("probes, to the right person", result.probes.own),
            ("strangers, to the nearest", result.strangers.best),
        )
        lines = {f"FPIR {100 * fpir:g} %": result.threshold_at_fpir(fpir) for fpir in FPIRS}
        _histogram(axes, groups, lines)
    return [folder / name for name in ("cmc.png", "det.png", "scores.png")]


@contextmanager
def _figure(path: Path) -> Iterator[Any]:
    """Give the axes of a new figure and write it to `path`."""
    prepare(path.parent)
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(7, 4.6), dpi=150, layout="constrained")
        FigureCanvasAgg(figure)
        yield figure.add_subplot()
        try:
            figure.savefig(path)
        except OSError as error:
            raise PlotsUnwritable(f"{path} cannot be written: {error.strerror}") from error


def _identification_det(axes: Any, result: Identification) -> None:
    thresholds = np.unique(np.concatenate([result.strangers.best, result.probes.own]))[::-1]
    hit = np.sort(np.where(result.probes.rank == 1, result.probes.own, -np.inf))
    fnir = np.searchsorted(hit, thresholds, side="left") / len(hit)
    strange = np.sort(result.strangers.best)
    fpir = 1 - np.searchsorted(strange, thresholds, side="left") / len(strange)
    _det(axes, fpir, fnir, 0.5 / len(strange), 0.5 / len(hit))
    for rate in FPIRS:
        missed = result.fnir(result.threshold_at_fpir(rate))
        _mark(axes, rate, missed, _percents(missed))
    axes.set(xlabel="FPIR: strangers let in", ylabel="FNIR: enrolled people missed")


def _det(axes: Any, false_alarms: Scores, misses: Scores, left: float, bottom: float) -> None:
    """Draw one error against the other on logarithmic scales; an error of 0 lies on the edge."""
    axes.step(np.maximum(false_alarms, left), np.maximum(misses, bottom), where="post", color=SAME)
    axes.set(xscale="log", yscale="log", xlim=(left, 1), ylim=(bottom, 1))
    axes.grid(which="minor", linewidth=0.3)
    _percent(axes.xaxis, axes.yaxis)


def _mark(axes: Any, x: float, y: float, words: str, *, below: bool = False) -> None:
    axes.plot([x], [y], "o", color=OTHER, markersize=6, zorder=3)
    axes.annotate(
        words,
        (x, y),
        xytext=(8, -14 if below else 6),
        textcoords="offset points",
        color=OTHER,
        fontweight="bold",
    )


def _histogram(axes: Any, groups: tuple[tuple[str, Scores], ...], lines: dict[str, float]) -> None:
    """Draw each group's share of samples per bin, on a root scale that keeps the tails visible."""
    everything = np.concatenate([scores for _, scores in groups])
    bins = np.linspace(everything.min(), max(1.0, everything.max()), 81)
    for (name, scores), colour in zip(groups, (SAME, OTHER), strict=True):
        share = np.full(len(scores), 1 / len(scores))
        axes.hist(
            scores, bins, weights=share, color=colour, alpha=0.65, label=f"{len(scores):,} {name}"
        )
    for number, (name, at) in enumerate(lines.items()):
        axes.axvline(at, color=INK, linewidth=1.2, linestyle=("--", ":")[number % 2])
        axes.annotate(
            f"{name} ({at:.3f})",
            (at, 0.97 - 0.07 * number),
            xycoords=("data", "axes fraction"),
            xytext=(5, 0),
            textcoords="offset points",
            va="top",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.5},
        )
    axes.set_yscale("function", functions=(np.sqrt, np.square))
    axes.set(xlabel="similarity (cosine)", ylabel="share per bin", ylim=(0, None))
    _percent(axes.yaxis)
    axes.legend(loc="lower right", bbox_to_anchor=(1.01, 1.0), ncols=2, borderaxespad=0.2)


def _percents(rate: float) -> str:
    return f"{100 * rate:.2f} %"


def _percent(*axes: Any) -> None:
    from matplotlib.ticker import FuncFormatter

    for axis in axes:
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.4g} %"))
