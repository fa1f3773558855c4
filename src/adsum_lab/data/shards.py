"""Shards: faces in tar files as WebDataset lays them out, read as a stream.

A sample is two members in a row, `000001.jpg` and `000001.cls` (the label in digits). Memory
holds one
sample (and the buffer of `shuffled`), whatever the number of samples.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from adsum_lab.errors import BadData

Sample: TypeAlias = tuple[NDArray[np.uint8], int]
"""A picture (height x width x 3, BGR) and its label."""
QUALITY = 95


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


def read(paths: Sequence[Path]) -> Iterator[Sample]:
    """Yield the samples of all shards in their order; a damaged sample is passed over.

    Raises:
        BadData: a shard is no tar file, or ends early.
    """
    for path in paths:
        try:
            with tarfile.open(path, "r|") as archive:
                yield from _samples(archive)
        except (OSError, tarfile.TarError) as error:
            raise BadData(f"{path} cannot be read: {error}") from error


def shuffled(paths: Sequence[Path], buffer: int, seed: int) -> Iterator[Sample]:
    """Yield the samples of all shards once, in a random order of shards and, `buffer` at a time, of
    samples."""
    random = np.random.default_rng(seed)
    held: list[Sample] = []
    for sample in read([paths[i] for i in random.permutation(len(paths))]):
        held.append(sample)
        if len(held) >= buffer:
            place = int(random.integers(len(held)))
            held[place], held[-1] = held[-1], held[place]
            yield held.pop()
    yield from (held[i] for i in random.permutation(len(held)))


def _samples(archive: tarfile.TarFile) -> Iterator[Sample]:
    encoded = b""
    for member in archive:
        content = archive.extractfile(member)
        if content is None:
            continue
        if member.name.endswith(".jpg"):
            encoded = content.read()
        elif member.name.endswith(".cls"):
            picture = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR)
            label = content.read()
            if picture is not None and label.isdigit():
                yield np.asarray(picture, np.uint8), int(label)
        # A streamed archive remembers every member that it has passed; half a million of them
        # would fill the memory.
        archive.members = []  # type: ignore[attr-defined]


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
