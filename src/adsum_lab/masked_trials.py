"""What else might help behind a mask, tried on people that nothing was fitted to.

    python -m adsum_lab.masked_trials --images IMAGES --masks MASKS --keep FOLDER

Everybody is enrolled bare; probes and strangers wear photographed masks. Tried are masked templates
(the enrolled photos dressed with drawn masks, beside the bare ones) and an adapter (a linear map
from masked to bare embeddings, fitted on the enrolled photos of one half of the people, used on
the other half). The embeddings are kept in `--keep`: an interrupted run goes on.
"""

from __future__ import annotations

import argparse
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adsum.evaluation import compare, identification
from adsum.evaluation.changes import Dresser
from adsum.evaluation.embed import Embedded, PhotoEmbedder
from adsum.evaluation.identification import Identification, Split
from adsum.evaluation.kept import embed_kept
from adsum.imaging.decode import DecodeLimits, PhotoDecoder
from adsum.main import build_pipeline, load_masks, read_settings
from adsum.system.machine import processors
from adsum.vision.drawn_masks import drawn_masks
from adsum.vision.types import Embedding

Matrix = NDArray[np.float64]
# Ridge regression's weight of "leave it as it is".
RIDGES = (1.0, 3.0, 10.0, 30.0, 100.0)
DRAWN = "drawn"


def main() -> None:
    """Embed what is needed and print the table."""
    parser = argparse.ArgumentParser(description="Trials with masks.")
    for name in ("images", "masks", "keep"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    settings = read_settings()
    pipeline = build_pipeline(settings)
    decoder = PhotoDecoder(DecodeLimits(settings.max_upload_bytes, settings.max_pixels))
    parts = identification.split(given.images, compare.ENROL).limited(compare.MASKED)
    bare = PhotoEmbedder(pipeline, decoder, workers=settings.workers or processors())
    drawn = bare.changing(Dresser(pipeline, drawn_masks()))
    worn = bare.changing(Dresser(pipeline, load_masks(given.masks)))
    gallery = parts.gallery_paths()
    for line in trials(
        parts,
        embed_kept(bare, gallery, given.keep / "bare.npz"),
        embed_kept(drawn, gallery, given.keep / "drawn.npz"),
        embed_kept(worn, parts.probe_paths(), given.keep / "worn.npz"),
    ):
        print(line)  # noqa: T201 - a command's answer


def trials(parts: Split, bare: Embedded, drawn: Embedded, worn: Embedded) -> list[str]:
    """Return the table's lines. bare, drawn: the enrolled photos; worn: probes and strangers."""
    with_drawn = replace(
        parts, enrolled={n: (*p, *map(_as_drawn, p)) for n, p in parts.enrolled.items()}
    )
    dressed = replace(drawn, embeddings={_as_drawn(p): e for p, e in drawn.embeddings.items()})
    seen = bare.joined(worn)
    lines = [
        "| | rank 1 | FNIR at FPIR 1 % | probes, strangers |\n|---|---|---|---|",
        _row("as it is", _measure(parts, seen)),
        _row("masked templates, too", _measure(with_drawn, seen.joined(dressed))),
    ]
    for number in (0, 1):
        here = half(parts, number)
        lines.append(_row(f"half {number + 1}, as it is", _measure(here, seen)))
        for ridge in RIDGES:
            adapter = fitted(half(parts, 1 - number), bare, drawn, ridge)
            adapted = bare.joined(changed(worn, adapter))
            words = f"half {number + 1}, adapter of the other half, ridge {ridge:g}"
            lines.append(_row(words, _measure(here, adapted)))
    return lines


def half(parts: Split, number: int) -> Split:
    """Return one half of the people, told by their names: 0 or 1."""

    def inside(name: str) -> bool:
        return zlib.crc32(name.encode()) % 2 == number

    return Split(
        {name: paths for name, paths in parts.enrolled.items() if inside(name)},
        tuple((name, path) for name, path in parts.probes if inside(name)),
        tuple(path for path in parts.strangers if inside(path.parent.name)),
    )


def fitted(parts: Split, bare: Embedded, drawn: Embedded, ridge: float) -> Matrix:
    """Return the d x d map from masked to bare embeddings of the enrolled photos of `parts`, by
    ridge regression towards the identity."""
    both = [p for p in parts.gallery_paths() if p in bare.embeddings and p in drawn.embeddings]
    masked, plain = (
        np.array([seen.embeddings[path].vector for path in both], np.float64)
        for seen in (drawn, bare)
    )
    unit = np.eye(masked.shape[1])
    return unit + np.linalg.solve(masked.T @ masked + ridge * unit, masked.T @ (plain - masked))


def changed(seen: Embedded, by: Matrix) -> Embedded:
    """Return the embeddings with each vector mapped and brought to length 1 again."""
    embeddings = {}
    for path, known in seen.embeddings.items():
        vector = known.vector.astype(np.float64) @ by
        unit = (vector / np.linalg.norm(vector)).astype(np.float32)
        embeddings[path] = Embedding(unit, known.made_by)
    return replace(seen, embeddings=embeddings)


def _as_drawn(path: Path) -> Path:
    return path.with_name(f"{DRAWN}-{path.name}")


def _measure(parts: Split, seen: Embedded) -> Identification:
    return identification.measure(parts, seen).result


def _row(words: str, found: Identification) -> str:
    missed = found.fnir(found.threshold_at_fpir(0.01))
    counts = f"{len(found.probes.rank)}, {len(found.strangers.rank)}"
    return f"| {words} | {100 * found.rank1:.2f} % | {100 * missed:.2f} % | {counts} |"


if __name__ == "__main__":
    main()
