"""The recipe of a cascade."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from adsum.models.mtcnn_stages import MtcnnOptions
from adsum_lab.recipe import Training, checked, read_as, training_faults

STAGES = ("pnet", "rnet", "onet")


@dataclass(frozen=True, slots=True)
class CascadeData:
    """held_out: share of the people whose photos only judge. photos: most that train. watched: most
    photos of training people that do not train but set the threshold. tested: most that judge.
    without_faces: a folder of pictures without faces, or `scikit-image`; every other one judges.
    sure: the detector's confidence from which a face counts; smallest: its least side in pixels."""

    held_out: float = 0.2
    photos: int = 2400
    watched: int = 200
    tested: int = 600
    without_faces: str = "scikit-image"
    sure: float = 0.7
    smallest: int = 20


@dataclass(frozen=True, slots=True)
class CascadeRecipe:
    """goal: share of the held-out faces to be found; false_per_photo: at how many false boxes.

    proposed, refined: confidence from which a window passes P-Net and R-Net while training data is
    made. How they are used is chosen on the watched photos: what finds most at half of
    `false_per_photo`.
    """

    title: str
    goal: float
    experiment: str
    false_per_photo: float = 1.0
    proposed: float = 0.6
    refined: float = 0.6
    data: CascadeData = field(default_factory=CascadeData)
    pnet: Training = field(default_factory=Training)
    rnet: Training = field(default_factory=Training)
    onet: Training = field(default_factory=Training)

    def training(self, stage: str) -> Training:
        return {"pnet": self.pnet, "rnet": self.rnet, "onet": self.onet}[stage]

    def options(self, placed: float, easier: float = 1.0) -> MtcnnOptions:
        """Return the cascade's options with P- and R-Net's thresholds times `easier`."""
        thresholds = (self.proposed * easier, self.refined * easier, placed)
        return MtcnnOptions(min_face=self.data.smallest, thresholds=thresholds)


def read(path: Path) -> CascadeRecipe:
    """Read a cascade's recipe.

    Raises:
        BadRecipe: it cannot be read, or says something that cannot be.
    """
    recipe = read_as(path, CascadeRecipe)
    data = recipe.data
    return checked(
        path,
        recipe,
        (
            *(fault for stage in STAGES for fault in training_faults(recipe.training(stage))),
            (0 < data.held_out < 1, "data.held_out is not between 0 and 1"),
            (min(data.photos, data.watched, data.tested) > 0, "data asks for no photos"),
            (data.smallest >= 12, "data.smallest is below 12, the side of P-Net's window"),
        ),
    )
