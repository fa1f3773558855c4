"""All recognisers side by side, on the same photos and by the same protocols."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adsum.evaluation import identification, verification
from adsum.evaluation.changes import Dresser
from adsum.evaluation.embed import Embedded, PhotoEmbedder, Progress
from adsum.evaluation.identification import Limits
from adsum.evaluation.kept import embed_kept
from adsum.evaluation.pairs import find_photos, read_pairs

ENROL = 3
# As the project's masked protocol has it: 876 probes of 289 people, 1,000 strangers.
MASKED = Limits(probes=5, strangers=1000)
FPIR = ("0.01", "0.001")


@dataclass(frozen=True, slots=True)
class Photos:
    """What is measured on: a folder of people, a list of pairs."""

    images: Path
    pairs: Path


def compare(
    photos: Photos,
    embedder: PhotoEmbedder,
    dresser: Dresser,
    progress: Progress | None = None,
    keep: Path | None = None,
) -> dict[str, Any]:
    """Return one recogniser's row: verification, identification, and that with masked probes.

    Every photo is embedded once bare and, where it is a masked probe, once dressed; in the folder
    `keep` the embeddings are kept, for a run that is interrupted.
    """

    def embed(by: PhotoEmbedder, paths: list[Path], name: str) -> Embedded:
        if keep is None:
            return by.embed(paths, progress)
        return embed_kept(by, paths, keep / f"{name}.npz", progress)

    pairs = read_pairs(photos.pairs)
    files = find_photos(photos.images, pairs)
    parts = identification.split(photos.images, ENROL)
    bare = embed(embedder, [*files.values(), *parts.paths()], "bare")
    masked_parts = parts.limited(MASKED)
    dressed = embed(embedder.changing(dresser), masked_parts.probe_paths(), "masked")
    verified = verification.measure(pairs, files, bare).result.to_json()
    identified = identification.measure(parts, bare).result.to_json()
    masked = identification.measure(masked_parts, bare.joined(dressed)).result.to_json()
    return {
        "lfw": verified["accuracy_mean"],
        "lfw_error": verified["accuracy_standard_error"],
        "tar": verified["tar_at_far"],
        "rank1": identified["rank1"],
        "fnir": identified["fnir_at_fpir"],
        "masked_rank1": masked["rank1"],
        "masked_fnir": masked["fnir_at_fpir"],
        "no_face": len(bare.failures),
        "photos": bare.images,
        "photos_per_second": bare.images_per_second,
        "probes": identified["probes"],
        "gallery": identified["gallery"],
        "strangers": identified["strangers"],
    }


HEAD = (
    "Recogniser", "LFW, 5 folds", "TAR at FAR 1 %, 0.1 %", "rank 1", "FNIR at FPIR 1 %, 0.1 %",
    "masked: rank 1", "masked: FNIR at FPIR 1 %, 0.1 %", "no face found", "photos/s",
)  # fmt: skip


def table(rows: dict[str, dict[str, Any]], order: Sequence[str]) -> str:
    """Return the rows as a Markdown table, in the order of the names given."""
    lines = [f"| {' | '.join(HEAD)} |", "|---" * len(HEAD) + "|"]
    for name in order:
        if name in rows:
            lines.append(f"| {' | '.join(_cells(name, rows[name]))} |")
    return "\n".join(lines) + "\n"


def _cells(name: str, row: dict[str, Any]) -> list[str]:
    return [
        f"`{name}`",
        f"{100 * row['lfw']:.2f} ± {100 * row['lfw_error']:.2f}",
        _two(row["tar"]),
        f"{100 * row['rank1']:.2f}",
        _two(row["fnir"]),
        f"{100 * row['masked_rank1']:.2f}",
        _two(row["masked_fnir"]),
        f"{row['no_face']} of {row['photos']:,}",
        f"{row['photos_per_second']:.0f}",
    ]


def _two(rates: dict[str, float]) -> str:
    return ", ".join(f"{100 * rates[rate]:.2f}" for rate in FPIR)
