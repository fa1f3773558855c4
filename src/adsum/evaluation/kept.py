"""Embeddings kept in a file while they are made, so that an interrupted measurement goes on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from adsum.evaluation.embed import Embedded, PhotoEmbedder, Progress
from adsum.vision.types import Embedding, RecogniserId

# Photos between two writings of the file: half a minute of the slowest recogniser.
PORTION = 400


def embed_kept(
    embedder: PhotoEmbedder,
    paths: Sequence[Path],
    file: Path,
    progress: Progress | None = None,
) -> Embedded:
    """Embed `paths`, less those that this recogniser has embedded into `file` already; add to it.

    Qualities are not kept. A file of another recogniser, or a damaged one, is begun anew.
    """
    made_by = embedder.made_by
    distinct = list(dict.fromkeys(paths))
    known = _read(file, made_by)
    wanted = [path for path in distinct if str(path) not in known]
    seconds = known.pop("", (None, "0"))[1]
    total = Embedded({}, {}, float(seconds))
    for start in range(0, len(wanted), PORTION):
        before = len(distinct) - len(wanted) + start
        tell = None if progress is None else partial(_tell, progress, before, len(distinct))
        portion = embedder.embed(wanted[start : start + PORTION], tell)
        total = total.joined(portion)
        known |= {str(path): (e.vector, "") for path, e in portion.embeddings.items()}
        known |= {str(path): (None, words) for path, words in portion.failures.items()}
        _write(file, made_by, known, total.seconds)
    found = {path: known[str(path)] for path in distinct}
    return Embedded(
        {path: Embedding(v, made_by) for path, (v, _) in found.items() if v is not None},
        {path: words for path, (v, words) in found.items() if v is None},
        total.seconds,
    )


def _tell(progress: Progress, before: int, whole: int, done: int, _of: int) -> None:
    progress(before + done, whole)


Known = dict[str, tuple[np.ndarray | None, str]]


def _read(file: Path, made_by: RecogniserId) -> Known:
    """Return vector or failure by path, and under "" the seconds that they took."""
    try:
        with file.open("rb") as source, np.load(source, allow_pickle=False) as kept:
            if str(kept["made_by"]) != str(made_by):
                return {}
            vectors, words = kept["vectors"], kept["words"].tolist()
            rows = zip(kept["paths"].tolist(), vectors, words, strict=True)
            known: Known = {path: (None if why else v, why) for path, v, why in rows}
            return known | {"": (None, str(float(kept["seconds"])))}
    except (OSError, EOFError, ValueError, KeyError, BadZipFile):
        return {}


def _write(file: Path, made_by: RecogniserId, known: Known, seconds: float) -> None:
    size = next((len(v) for v, _ in known.values() if v is not None), 0)
    nothing = np.zeros(size, np.float32)
    file.parent.mkdir(parents=True, exist_ok=True)
    work = file.with_suffix(".part.npz")
    np.savez(
        work,
        made_by=np.array(str(made_by)),
        paths=np.array(list(known)),
        vectors=np.stack([nothing if v is None else v for v, _ in known.values()]),
        words=np.array([words for _, words in known.values()]),
        seconds=np.array(seconds),
    )
    work.replace(file)
