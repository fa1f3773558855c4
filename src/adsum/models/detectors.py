"""The detectors by name, for measuring one beside the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from adsum.errors import InvalidInput
from adsum.models.dlib_hog import DlibHog
from adsum.models.lbp_cascade import LbpCascade
from adsum.models.mtcnn import Mtcnn
from adsum.models.onnx_detector import FAMILIES, OnnxDetector
from adsum.models.refiner import LandmarkRefiner, RefinedDetector
from adsum.models.runtime import Runtime
from adsum.models.yunet import YuNet
from adsum.vision.scales import ScaledDetector
from adsum.vision.stages import Detector


class UnknownDetector(InvalidInput):
    """No detector has this name."""

    code = "detector.unknown"


def _refined(detector: Detector, runtime: Runtime, *, only_covered: bool) -> Detector:
    """With landmarks by Adsum's refiner: where a mask covers the face, or always."""
    refiner = LandmarkRefiner(runtime)
    return RefinedDetector(ScaledDetector(detector), refiner, only_covered=only_covered)


DETECTORS: dict[str, Callable[[Runtime], Detector]] = {
    "yunet": lambda runtime: _refined(YuNet(runtime), runtime, only_covered=True),
    "yunet-unrefined": lambda runtime: ScaledDetector(YuNet(runtime)),
    "mtcnn": lambda runtime: ScaledDetector(Mtcnn(runtime)),
    "hog": lambda runtime: _refined(DlibHog(), runtime, only_covered=False),
    "lbp": lambda runtime: _refined(LbpCascade(), runtime, only_covered=False),
}


def build_detector(name: str, runtime: Runtime) -> Detector:
    """Build a detector by its name, or a user's ONNX file as `scrfd:FILE` or `retinaface:FILE`.

    Raises:
        UnknownDetector: there is none of this name.
        ExtraMissing, WeightsMissing: with the command that installs what is missing.
        ModelFailed: the file cannot be used.
    """
    family, _, file = name.partition(":")
    if file and family in FAMILIES:
        return ScaledDetector(OnnxDetector(runtime, Path(file), family))
    if name not in DETECTORS:
        raise UnknownDetector(
            f"no detector is called {name!r}",
            remedy=f"There are: {', '.join(DETECTORS)}; or scrfd:FILE, retinaface:FILE.",
        )
    return DETECTORS[name](runtime)
