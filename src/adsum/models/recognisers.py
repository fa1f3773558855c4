"""The recognisers by name: which detector, aligner and embedder each is made of.

Names are for people; everything below gets built objects.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from adsum.errors import InvalidInput
from adsum.models import own
from adsum.models.detectors import build_detector
from adsum.models.dlib_hog import DlibHog
from adsum.models.dlib_resnet import DlibResNet
from adsum.models.facenet import FaceNet
from adsum.models.lbp_cascade import LbpCascade
from adsum.models.mtcnn import Mtcnn
from adsum.models.mtcnn_files import describes_cascade, trained
from adsum.models.refiner import LandmarkRefiner, RefinedDetector
from adsum.models.runtime import Runtime
from adsum.models.sface import SFace
from adsum.models.user_embedder import UserEmbedder, read_model_file
from adsum.models.yunet import YuNet
from adsum.vision.fusion import FusedEmbedder
from adsum.vision.pipeline import FacePipeline
from adsum.vision.scales import ScaledDetector
from adsum.vision.stages import Detector

DEFAULT = "sface"
# Of SFace in the fusion with dlib. Fitted on LFW (first half); shares from 0.3 to 0.6 do as well.
SFACE_SHARE = 0.4
# The similarities that 1 of 1,000 strangers reaches among 289 people of LFW enrolled with 3 photos
# each (docs/results/recognisers.md).
FACENET_THRESHOLD, DLIB_THRESHOLD, FUSION_THRESHOLD = 0.69, 0.958, 0.757


class UnknownRecogniser(InvalidInput):
    """No recogniser has this name."""

    code = "recogniser.unknown"


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recogniser: what it is in words, the extras it needs, how it is built."""

    name: str
    summary: str
    extras: tuple[str, ...]
    build: Callable[[Runtime], FacePipeline]


def _yunet(runtime: Runtime) -> Detector:
    return RefinedDetector(ScaledDetector(YuNet(runtime)), LandmarkRefiner(runtime))


def _boxes(detector: Detector, runtime: Runtime) -> Detector:
    """Give a detector of boxes its landmarks."""
    return RefinedDetector(ScaledDetector(detector), LandmarkRefiner(runtime), only_covered=False)


RECIPES: dict[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "sface",
            "YuNet, landmarks refined under a mask, five points, SFace: the default",
            (),
            lambda runtime: FacePipeline(_yunet(runtime), SFace(runtime)),
        ),
        Recipe(
            "sface-unrefined",
            "YuNet, five points, SFace: the default without the landmark refiner",
            (),
            lambda runtime: FacePipeline(ScaledDetector(YuNet(runtime)), SFace(runtime)),
        ),
        Recipe(
            "sface-mtcnn",
            "MTCNN, five points, SFace",
            ("mtcnn",),
            lambda runtime: FacePipeline(ScaledDetector(Mtcnn(runtime)), SFace(runtime)),
        ),
        Recipe(
            "sface-hog",
            "dlib HOG, mean landmarks refined, SFace",
            ("dlib",),
            lambda runtime: FacePipeline(_boxes(DlibHog(), runtime), SFace(runtime)),
        ),
        Recipe(
            "sface-lbp",
            "LBP cascade, mean landmarks refined, SFace",
            ("skimage",),
            lambda runtime: FacePipeline(_boxes(LbpCascade(), runtime), SFace(runtime)),
        ),
        Recipe(
            "facenet",
            "YuNet, box with margin, FaceNet Inception-ResNet-v1",
            ("facenet",),
            lambda runtime: FacePipeline(
                _yunet(runtime), FaceNet(runtime), threshold=FACENET_THRESHOLD
            ),
        ),
        Recipe(
            "facenet-mtcnn",
            "MTCNN, box with margin, FaceNet: the tutorials' recipe",
            ("facenet", "mtcnn"),
            lambda runtime: FacePipeline(
                ScaledDetector(Mtcnn(runtime)), FaceNet(runtime), threshold=FACENET_THRESHOLD
            ),
        ),
        Recipe(
            "dlib",
            "YuNet, dlib's chip by its own five points, dlib ResNet",
            ("dlib",),
            lambda runtime: FacePipeline(_yunet(runtime), DlibResNet(), threshold=DLIB_THRESHOLD),
        ),
        Recipe(
            "dlib-hog",
            "dlib HOG, dlib's chip, dlib ResNet: what face_recognition does",
            ("dlib",),
            lambda runtime: FacePipeline(
                ScaledDetector(DlibHog()), DlibResNet(), threshold=DLIB_THRESHOLD
            ),
        ),
        Recipe(
            "fusion",
            "YuNet, SFace and dlib ResNet together",
            ("dlib",),
            lambda runtime: FacePipeline(
                _yunet(runtime),
                FusedEmbedder(SFace(runtime), DlibResNet(), SFACE_SHARE),
                threshold=FUSION_THRESHOLD,
            ),
        ),
    )
}


def build(name: str, runtime: Runtime, data: Path | None = None) -> FacePipeline:
    """Build a recogniser by its name, or one with a user's own model by its `.toml` file or by the
    name that it has in the data folder `data`, or one with a user's cascade by its `.toml` file.

    Raises:
        UnknownRecogniser: there is none of this name.
        UnknownDetector: the description names none that there is.
        ExtraMissing, WeightsMissing: with the command that installs what is missing.
    """
    if name in RECIPES:
        return RECIPES[name].build(runtime)
    added = own.description_of(data, name) if data else None
    if added is None and not name.endswith(".toml"):
        names = [*RECIPES, *(known.name for known in own.described(data or Path()))]
        raise UnknownRecogniser(
            f"no recogniser is called {name!r}",
            remedy=f"There are: {', '.join(names)}; or give a model's .toml file.",
        )
    if added is None and describes_cascade(Path(name)):
        return FacePipeline(ScaledDetector(trained(Path(name), runtime)), SFace(runtime))
    known = read_model_file(added or Path(name))
    detector = build_detector(known.detector, runtime)
    return FacePipeline(detector, UserEmbedder(runtime, known), threshold=known.threshold)
