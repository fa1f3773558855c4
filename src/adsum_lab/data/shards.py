"""Shards: faces in tar files as WebDataset lays them out, read as a stream.

A sample is two members in a row, `000001.jpg` and `000001.cls` (the label in digits). Memory holds
one sample (and the buffer of `shuffled`, still encoded), whatever the number of samples. A
manifest, `faces.json`, written last, says how many there are, of whom, and each shard's SHA-256.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from adsum.vision.stages import Detector
from adsum_lab.data.faces import each
from adsum_lab.data.tree import Tree
from adsum_lab.errors import BadData

Sample: TypeAlias = tuple[NDArray[np.uint8], int]
"""A picture (height x width x 3, BGR) and its label."""
Encoded: TypeAlias = tuple[bytes, int]
"""The same as it lies in the shard."""
QUALITY = 95
MANIFEST = "faces.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """side: pixels of each picture. people: names by label. faces: how many there are. shards: the
    files' SHA-256, by name. faults: photos left out, in words."""

    side: int
    people: tuple[str, ...]
    faces: int
    shards: dict[str, str]
    faults: tuple[str, ...] = ()


def write(folder: Path, samples: Iterable[Sample], per_shard: int = 10_000) -> list[Path]:
    """Write `samples` into `shard-000000.tar`, ... in `folder`; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    stream = iter(samples)
    while first := list(islice(stream, 1)):
        paths.append(folder / f"shard-{len(paths):06}.tar")
        with tarfile.open(paths[-1], "w") as archive:
            for number, (picture, label) in enumerate(chain(first, islice(stream, per_shard - 1))):
                encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1]
                _add(archive, f"{number:06}.jpg", encoded.tobytes())
                _add(archive, f"{number:06}.cls", str(label).encode())
    return paths


def pack(
    tree: Tree,
    names: Sequence[str],
    detector: Detector,
    side: int,
    folder: Path,
    per_shard: int = 10_000,
) -> Manifest:
    """Cut out everybody's faces into shards, one in memory at a time, in an order in which each
    shard holds many people.

    Raises:
        BadData: no photo shows a face.
    """
    photos = [(label, path) for label, name in enumerate(names) for path in tree.people[name]]
    order = np.random.default_rng(0).permutation(len(photos))
    count, faults = 0, list(tree.faults)

    def samples() -> Iterator[Sample]:
        nonlocal count
        for one in each((photos[place] for place in order), detector, side):
            if isinstance(one, str):
                faults.append(one)
            else:
                count += 1
                yield one.picture, one.label

    paths = write(folder, samples(), per_shard)
    if not paths:
        raise BadData("no photo shows a face")
    hashes = {path.name: _digest(path) for path in paths}
    manifest = Manifest(side, tuple(names), count, hashes, tuple(faults))
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    return manifest


def manifest_of(folder: Path) -> Manifest:
    """Return what `pack` wrote beside its shards.

    Raises:
        BadData: there is none, it is damaged, or a shard is missing.
    """
    try:
        table = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(
            int(table["side"]),
            tuple(map(str, table["people"])),
            int(table["faces"]),
            {str(name): str(digest) for name, digest in table["shards"].items()},
            tuple(map(str, table["faults"])),
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise BadData(f"{folder} holds no shards that adsum-lab packed: {error}") from error
    missing = [name for name in manifest.shards if not (folder / Path(name).name).is_file()]
    if missing or not manifest.shards:
        raise BadData(f"{folder} lacks {missing[0] if missing else 'shards'}")
    return manifest


def encoded(paths: Sequence[Path]) -> Iterator[Encoded]:
    """Yield the samples of all shards in their order, as they lie there.

    Raises:
        BadData: a shard is no tar file, or ends early.
    """
    for path in paths:
        try:
            with tarfile.open(path, "r|") as archive:
                yield from _samples(archive)
        except (OSError, tarfile.TarError) as error:
            raise BadData(f"{path} cannot be read: {error}") from error


def decoded(sample: Encoded) -> Sample | None:
    """Return a sample as a picture; None if it is damaged."""
    content, label = sample
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR) if content else None
    return None if picture is None else (np.asarray(picture, np.uint8), label)


def read(paths: Sequence[Path]) -> Iterator[Sample]:
    """Yield the samples of all shards in their order; a damaged sample is passed over.

    Raises:
        BadData: see `encoded`.
    """
    return (sample for one in encoded(paths) if (sample := decoded(one)) is not None)


def shuffled(paths: Sequence[Path], buffer: int, seed: int) -> Iterator[Encoded]:
    """Yield the samples of all shards once, in a random order of shards and, `buffer` at a time, of
    samples."""
    random = np.random.default_rng(seed)
    held: list[Encoded] = []
    for sample in encoded([paths[i] for i in random.permutation(len(paths))]):
        held.append(sample)
        if len(held) >= buffer:
            place = int(random.integers(len(held)))
            held[place], held[-1] = held[-1], held[place]
            yield held.pop()
    yield from (held[i] for i in random.permutation(len(held)))


def _samples(archive: tarfile.TarFile) -> Iterator[Encoded]:
    picture = b""
    for member in archive:
        content = archive.extractfile(member)
        if content is None:
            continue
        if member.name.endswith(".jpg"):
            picture = content.read()
        elif member.name.endswith(".cls"):
            label = content.read()
            if label.isdigit():
                yield picture, int(label)
        # A streamed archive remembers every member that it has passed; half a million of them
        # would fill the memory.
        archive.members = []  # type: ignore[attr-defined]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
