"""The recipe of a distillation."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from adsum_lab.augment import Amounts
from adsum_lab.recipe import Training, checked, read_as, training_faults


@dataclass(frozen=True, slots=True)
class DistilData:
    """pairs: LFW's list, from the folder of photos on. folds: those whose people are held out.
    watched: share of the others whose photos only say which epoch was best. views: of each photo,
    each seen by the teacher once. mixed: share of the views that blend two people's faces.
    blended: share that the student sees laid over each other, with the answers. an_epoch: views
    that pass between two looks at the watched photos."""

    pairs: str = "../pairs.txt"
    folds: tuple[int, ...] = (4, 5)
    watched: float = 0.05
    views: int = 12
    mixed: float = 0.4
    blended: float = 0.25
    an_epoch: int = 4096


@dataclass(frozen=True, slots=True)
class DistilRecipe:
    """goal: accuracy on the held-out folds' pairs. teacher: a recogniser's name. augment: how views
    are changed that the teacher sees; again: how the student sees them every time."""

    title: str
    goal: float
    experiment: str
    teacher: str = "sface-unrefined"
    data: DistilData = field(default_factory=DistilData)
    train: Training = field(default_factory=Training)
    augment: Amounts = field(default_factory=Amounts)
    again: Amounts = field(default_factory=Amounts)


def read(path: Path) -> DistilRecipe:
    """Read a distillation's recipe.

    Raises:
        BadRecipe: it cannot be read, or says something that cannot be.
    """
    recipe = read_as(path, DistilRecipe)
    data = recipe.data
    return checked(
        path,
        recipe,
        (
            *training_faults(recipe.train),
            (len(data.folds) > 0, "data.folds names no fold"),
            (0 < data.watched < 0.5, "data.watched is not between 0 and 0.5"),
            (data.views > 0 and data.an_epoch > 0, "data.views or data.an_epoch is none"),
            (min(data.mixed, data.blended) >= 0, "data.mixed or data.blended is below 0"),
        ),
    )
