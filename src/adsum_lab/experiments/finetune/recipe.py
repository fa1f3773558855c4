"""The recipe of a fine-tuning."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from adsum_lab.recipe import Training, checked, read_as, training_faults

LOSSES = ("centre", "triplet")


@dataclass(frozen=True, slots=True)
class FinetuneData:
    """pairs, folds: LFW's list (from the folder of photos on) and its folds, whose people are held
    out. masks: a folder of photographed masks (from there on) that the held-out photos wear, or ""
    for drawn ones; training photos wear drawn ones. at_least, photos: how many of a person's photos
    train, least and most. watched: share of the training people who only say which epoch was best.
    small: height in pixels to which a face is reduced."""

    pairs: str = "../pairs.txt"
    folds: tuple[int, ...] = (4, 5)
    masks: str = ""
    at_least: int = 2
    photos: int = 10
    watched: float = 0.15
    small: int = 24


@dataclass(frozen=True, slots=True)
class FinetuneRecipe:
    """losses: each trains from the same start. people, each: P and K of a triplet's batch; the
    softmax's batch has as many. goal: by how much TAR at FAR 1 % of masked photos must rise."""

    title: str
    goal: float
    experiment: str
    losses: tuple[str, ...] = LOSSES
    people: int = 12
    each: int = 6
    data: FinetuneData = field(default_factory=FinetuneData)
    train: Training = field(default_factory=Training)


def read(path: Path) -> FinetuneRecipe:
    """Read a fine-tuning's recipe.

    Raises:
        BadRecipe: it cannot be read, or says something that cannot be.
    """
    recipe = read_as(path, FinetuneRecipe)
    data = recipe.data
    return checked(
        path,
        recipe,
        (
            *training_faults(recipe.train),
            (set(recipe.losses) <= set(LOSSES), f"losses are none of {', '.join(LOSSES)}"),
            (len(recipe.losses) > 0, "losses names none"),
            (recipe.people > 1 and recipe.each > 1, "a batch needs 2 people with 2 photos"),
            (data.at_least > 1, "data.at_least is below 2"),
            (0 < data.watched < 0.5, "data.watched is not between 0 and 0.5"),
            (data.small >= 8, "data.small is below 8"),
        ),
    )
