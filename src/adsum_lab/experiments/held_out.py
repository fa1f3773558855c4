"""The people of some folds of LFW's pairs, who judge and never train."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from adsum.evaluation.embed import PhotoEmbedder
from adsum.evaluation.pairs import Pair, Photo, find_photos, read_pairs
from adsum.evaluation.verification import VerificationRun, measure
from adsum.imaging.decode import PhotoDecoder
from adsum.main import build_pipeline, read_settings
from adsum_lab.errors import BadRecipe


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """pairs: those of the folds. files: of every photo in them. people: everybody in them."""

    pairs: tuple[Pair, ...]
    files: dict[Photo, Path]
    people: frozenset[str]


def held_out(images: Path, pairs: str, folds: Sequence[int]) -> HeldOut:
    """Return what the `folds` (from 1) of the list `pairs` (a path, from `images` on) hold out.

    Raises:
        BadRecipe: the list has no such fold.
        MissingPhotos, MalformedPairs: see `adsum.evaluation.pairs`.
    """
    known = read_pairs(images / pairs)
    chosen = tuple(pair for pair in known if pair.fold + 1 in folds)
    if {pair.fold + 1 for pair in chosen} != set(folds):
        raise BadRecipe(f"{pairs} has no folds {', '.join(map(str, folds))}")
    people = {photo.person for pair in chosen for photo in (pair.first, pair.second)}
    return HeldOut(chosen, find_photos(images, chosen), frozenset(people))


def verified(name: str, others: HeldOut) -> VerificationRun:
    """Return how a recogniser, by name or .toml file, run as Adsum runs it, does on the pairs."""
    pipeline = build_pipeline(read_settings(), recogniser=name)
    files = others.files
    embedded = PhotoEmbedder(pipeline, PhotoDecoder(), workers=1).embed(list(files.values()))
    return measure(others.pairs, files, embedded)
