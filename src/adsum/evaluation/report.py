"""One HTML page of an identification run: numbers, curves, and the worst errors as pictures.

Everything is inside the one file. It shows faces: it is for whoever may see the photos.
"""

from __future__ import annotations

import base64
import html
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from adsum.errors import AdsumError, Unavailable
from adsum.evaluation.embed import PhotoEmbedder
from adsum.evaluation.identification import FPIRS, IdentificationRun
from adsum.evaluation.plots import plot_identification
from adsum.vision.types import Image

WORST, HEIGHT = 12, 150
STYLE = (
    "body{font:16px system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;"
    "color:#1f2937}td,th{text-align:left;padding:.2rem 1rem .2rem 0}img.plot{max-width:100%}"
    "figure{display:inline-block;margin:0 1rem 1rem 0}figcaption{font-size:.8rem;max-width:310px}"
)


class ReportUnwritable(Unavailable):
    """The report's file cannot be written."""

    code = "report.unwritable"
    remedy = "Give --output a file in a folder that you can write."


def write(run: IdentificationRun, probes: PhotoEmbedder, title: str, path: Path) -> None:
    """Write the page; `probes` shows the photos as they were looked at.

    Raises:
        PlotsMissing: matplotlib is not installed.
        ReportUnwritable: the file cannot be written.
    """
    result = run.result
    threshold = result.threshold_at_fpir(FPIRS[0])
    with tempfile.TemporaryDirectory() as folder:
        plots = [file.read_bytes() for file in plot_identification(result, Path(folder))]
    images = "".join(f'<img class="plot" alt="" src="{_data(plot, "png")}">' for plot in plots)
    parts = [
        f"<h1>{html.escape(title)}</h1>",
        _numbers(run),
        "<h2>Curves</h2>",
        images,
        f"<h2>Known people missed at threshold {threshold:.3f}</h2>",
        "<p>The photo that was shown, and one that the person is enrolled with.</p>",
        *_misses(run, probes, threshold),
        "<h2>Strangers who came nearest to somebody</h2>",
        *_strangers(run, probes),
    ]
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}</style>{''.join(parts)}</html>\n"
    )
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise ReportUnwritable(f"{path} cannot be written: {error.strerror}") from error


def _numbers(run: IdentificationRun) -> str:
    found = run.to_json()
    rows = [
        ("people enrolled", f"{found['gallery']:,}"),
        ("probes", f"{found['probes']:,}"),
        ("strangers", f"{found['strangers']:,}"),
        ("rank 1", f"{100 * found['rank1']:.2f} %"),
        *(
            (f"FNIR at FPIR {100 * float(rate):g} %", f"{100 * missed:.2f} %")
            for rate, missed in found["fnir_at_fpir"].items()
        ),
        ("photos without a face found", f"{found['failed']:,}"),
    ]
    cells = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows)
    return f"<table>{cells}</table>"


def _misses(run: IdentificationRun, probes: PhotoEmbedder, threshold: float) -> list[str]:
    answers = run.result.probes
    missed = np.flatnonzero((answers.rank != 1) | (answers.own < threshold))
    worst = missed[np.argsort(answers.own[missed], kind="stable")][:WORST]
    figures = []
    for number in worst:
        person, path = run.parts.probes[number]
        words = f"{person}: similarity {answers.own[number]:.2f}, rank {answers.rank[number]}"
        enrolled = probes.changing(None)
        shown = [_look(probes, path), _look(enrolled, run.parts.enrolled[person][0])]
        figures.append(_figure(shown, words))
    return figures or ["<p>None.</p>"]


def _strangers(run: IdentificationRun, probes: PhotoEmbedder) -> list[str]:
    best = run.result.strangers.best
    figures = []
    for number in np.argsort(-best, kind="stable")[:WORST]:
        path = run.parts.strangers[number]
        words = f"{path.parent.name}: similarity {best[number]:.2f}"
        figures.append(_figure([_look(probes, path)], words))
    return figures


def _look(embedder: PhotoEmbedder, path: Path) -> Image | None:
    try:
        return embedder.look(path)
    except (OSError, AdsumError):
        return None


def _figure(pictures: Sequence[Image | None], words: str) -> str:
    shown = "".join(
        f'<img alt="" src="{_data(_jpeg(p), "jpeg")}">' for p in pictures if p is not None
    )
    return f"<figure>{shown}<figcaption>{html.escape(words)}</figcaption></figure>"


def _jpeg(image: Image) -> bytes:
    width = max(1, round(image.shape[1] * HEIGHT / image.shape[0]))
    small = cv2.resize(image, (width, HEIGHT), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small)[1].tobytes()


def _data(content: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"
