"""Embedders of one's own, kept in the data folder under their names.

`add` takes a description (docs/recipes/own-model.md) whose `file` lies beside it or is an
address to fetch; the copy is tried on a picture before it is kept.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tomllib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import numpy as np

from adsum.errors import Conflict, Unavailable
from adsum.models.detectors import build_detector
from adsum.models.runtime import Runtime
from adsum.models.user_embedder import BadModelFile, ModelFile, UserEmbedder, read_model_file
from adsum.models.weights import WeightsDamaged
from adsum.vision.align import ARCFACE_112
from adsum.vision.types import Box, Face

FOLDER = "models"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
# No face network is larger; whoever answers with more means ill.
LARGEST_BYTES = 2_000_000_000
TIMEOUT_SECONDS = 60


class ModelNameTaken(Conflict):
    """Another recogniser has this name already."""

    code = "model.name_taken"
    remedy = "Give it another name or version in its description."


class FetchFailed(Unavailable):
    """A model's file could not be fetched or stored."""

    code = "model.fetch_failed"
    remedy = "Check the address, the network and the disk; nothing was added."


def described(data: Path) -> list[ModelFile]:
    """Return the models of a data folder, by name."""
    return [read_model_file(path) for path in sorted((data / FOLDER).glob("*.toml"))]


def description_of(data: Path, name: str) -> Path | None:
    """Return the description of the model of this name, if the data folder has it."""
    path = data / FOLDER / f"{name}.toml"
    return path if NAME.fullmatch(name) and path.is_file() else None


def add(description: Path, data: Path, runtime: Runtime, taken: Collection[str]) -> ModelFile:
    """Copy or fetch a model into the data folder; `taken` are names that it cannot have.

    Raises:
        BadModelFile, ModelFailed: it cannot be used. WeightsDamaged: it has another SHA-256.
        ModelNameTaken: another model has its name. FetchFailed: it cannot be fetched or stored.
    """
    known = read_model_file(description)
    if not NAME.fullmatch(known.name):
        raise BadModelFile(f"{description}: name has other signs than a-z, 0-9, dot, dash, _")
    if known.name in taken:
        raise ModelNameTaken(f"a recogniser that comes with Adsum is called {known.name}")
    folder = data / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder) as work, _source(description, known) as content:
            copy = Path(work) / f"{known.name}.onnx"
            digest = _store(content, copy)
            return _keep(replace(known, file=copy, sha256=_checked(known, digest)), folder, runtime)
    except (OSError, httpx.HTTPError) as error:
        raise FetchFailed(f"{known.name} could not be added: {error}") from error


def _keep(copy: ModelFile, folder: Path, runtime: Runtime) -> ModelFile:
    """Try the copy and give it its name."""
    target = folder / f"{copy.name}.toml"
    if target.exists() and read_model_file(target).sha256 != copy.sha256:
        raise ModelNameTaken(f"there is another model called {copy.name}")
    grey = np.full((160, 160, 3), 90, np.uint8)
    grey[40:120, 40:120] = np.linspace(40, 220, 80, dtype=np.uint8)[:, None, None]
    landmarks = (ARCFACE_112 + 24).astype(np.float32)
    UserEmbedder(runtime, copy).embed(grey, Face(Box(24, 14, 112, 132), landmarks, 1.0))
    build_detector(copy.detector, runtime).detect(grey)
    files = {copy.file: folder / copy.file.name}
    detector, (family, colon, file) = copy.detector, copy.detector.partition(":")
    if colon:
        files[Path(file)] = folder / f"{copy.name}.detector.onnx"
        detector = f"{family}:{files[Path(file)].name}"
    for source, kept in files.items():
        shutil.copyfile(source, kept)
    values = asdict(copy) | {"file": copy.file.name, "detector": detector}
    # JSON's strings and numbers are TOML's, too.
    lines = [f"{key} = {json.dumps(value)}\n" for key, value in values.items()]
    target.write_text("".join(lines), encoding="utf-8")
    return read_model_file(target)


def _checked(known: ModelFile, digest: str) -> str:
    if known.sha256 and known.sha256.lower() != digest:
        raise WeightsDamaged(
            f"the file of {known.name} has SHA-256 {digest[:12]}..., "
            f"its description says {known.sha256[:12]}...",
            remedy="Nothing was added. Copy the file again, or correct its description.",
        )
    return digest


@contextmanager
def _source(description: Path, known: ModelFile) -> Iterator[Iterator[bytes]]:
    """Give the file's content in parts, from the disk or from its address."""
    address = str(tomllib.loads(description.read_text(encoding="utf-8"))["file"])
    if not address.startswith(("https://", "http://")):
        with known.file.open("rb") as file:
            yield iter(lambda: file.read(1 << 20), b"")
        return
    if not known.sha256:
        raise BadModelFile(f"{description}: a file that is fetched needs its sha256")
    with httpx.stream("GET", address, follow_redirects=True, timeout=TIMEOUT_SECONDS) as answer:
        yield answer.raise_for_status().iter_bytes()


def _store(content: Iterator[bytes], path: Path) -> str:
    """Write the content and return its SHA-256."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        for part in content:
            size += len(part)
            if size > LARGEST_BYTES:
                raise OSError(f"it has more than {LARGEST_BYTES:,} bytes")
            digest.update(part)
            file.write(part)
    return digest.hexdigest()
