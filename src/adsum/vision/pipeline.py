"""The one-way pipeline: image -> faces -> quality and embedding."""

from __future__ import annotations

from adsum.vision import quality
from adsum.vision.stages import Detector, Embedder
from adsum.vision.types import DescribedFace, Face, Image, Quality, RecogniserId

DEFAULT_THRESHOLD = 0.5


def stretch(threshold: float) -> float:
    """Return by how much a recogniser's cosines are nearer to 1 than the default's, by its
    threshold. A margin means the same where it is divided by that."""
    return (1 - DEFAULT_THRESHOLD) / (1 - threshold)


class FacePipeline:
    """Built stages in their order. Safe to share between threads if its stages are."""

    def __init__(
        self, detector: Detector, embedder: Embedder, *, threshold: float = DEFAULT_THRESHOLD
    ) -> None:
        """`threshold`: the similarity that about 1 stranger in 1,000 reaches to anybody of 300
        people enrolled with 3 photos each (`adsum evaluate identification`)."""
        self._detector = detector
        self._embedder = embedder
        self._threshold = threshold

    def current(self) -> FacePipeline:
        """Return what one piece of work should use from its start to its end."""
        return self

    @property
    def threshold(self) -> float:
        return self._threshold

    @property
    def made_by(self) -> RecogniserId:
        return self._embedder.made_by

    def detect(self, image: Image) -> list[Face]:
        """Return the faces of `image`, most confident first."""
        return self._detector.detect(image)

    def describe(self, image: Image, face: Face, measured: Quality | None = None) -> DescribedFace:
        """Embed one face of `image`, and measure it unless that was done before."""
        return DescribedFace(
            face,
            measured or quality.measure(image, face),
            self._embedder.embed(image, face),
        )

    def describe_all(self, image: Image) -> list[DescribedFace]:
        """Detect, measure and embed every face of `image`."""
        return [self.describe(image, face) for face in self.detect(image)]
