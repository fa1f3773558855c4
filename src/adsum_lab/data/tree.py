"""A tree of photos, one folder per person (the layout of LFW, CASIA-WebFace and VGGFace2)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from adsum_lab.errors import BadData

SUFFIXES = frozenset((".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"))


@dataclass(frozen=True, slots=True)
class Tree:
    """people: their photos by name, both sorted. faults: what was left out, in words.

    hashes: SHA-256 of each kept photo.
    """

    people: Mapping[str, tuple[Path, ...]]
    faults: tuple[str, ...]
    hashes: Mapping[Path, str]


def scan(folder: Path) -> Tree:
    """Return the photos of `folder`, less copies.

    A file that lies there twice counts once; one that lies in two people's folders is mislabelled
    in one of them, nobody knows which, and counts for neither.

    Raises:
        BadData: there is no folder, or nobody's photo in it.
    """
    if not folder.is_dir():
        raise BadData(f"{folder} is no folder")
    places, faults = _hashed(folder)
    people: dict[str, list[Path]] = defaultdict(list)
    hashes: dict[Path, str] = {}
    for digest, copies in places.items():
        owners = sorted({path.parent.name for path in copies})
        if len(owners) > 1:
            faults.append(f"{', '.join(owners)}: the same photo, {copies[0].name}; left out")
            continue
        faults += [f"{owners[0]}/{path.name}: copy of {copies[0].name}" for path in copies[1:]]
        people[owners[0]].append(copies[0])
        hashes[copies[0]] = digest
    if not people:
        raise BadData(f"{folder} holds nobody's photos")
    sorted_people = {name: tuple(sorted(people[name])) for name in sorted(people)}
    return Tree(sorted_people, tuple(faults), hashes)


def _hashed(folder: Path) -> tuple[dict[str, list[Path]], list[str]]:
    """Return where each content lies, and what cannot be read."""
    faults: list[str] = []
    places: dict[str, list[Path]] = defaultdict(list)
    for person in sorted(path for path in folder.iterdir() if path.is_dir()):
        photos = [path for path in sorted(person.iterdir()) if path.suffix.lower() in SUFFIXES]
        if not photos:
            faults.append(f"{person.name}: no photo in the folder")
        for photo in photos:
            try:
                places[hashlib.sha256(photo.read_bytes()).hexdigest()].append(photo)
            except OSError as error:
                faults.append(f"{person.name}/{photo.name}: {error.strerror}")
    return places, faults
