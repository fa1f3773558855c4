"""The recipe of an embedder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from adsum_lab.augment import Amounts
from adsum_lab.recipe import Training, checked, read_as, training_faults

NETS, LOSSES = ("mobilefacenet", "inception-resnet-v1", "nn4-small2"), ("arcface", "centre")


@dataclass(frozen=True, slots=True)
class EmbedderData:
    """pairs: LFW's list, from the folder of photos on. folds: those whose people are held out.
    shards: a folder that `adsum-lab pack --shards` wrote (from the recipe on), or "": the photos of
    everybody with `at_least` of them who is neither held out nor watched are packed. watched: share
    of the people not held out whose photos only say which epoch was best. per_shard: faces in a
    file that is packed. an_epoch: shards that pass between two looks at the watched photos, 0 for
    all. buffer: faces that wait to be shuffled. readers: threads that decode and change faces."""

    pairs: str = "../pairs.txt"
    folds: tuple[int, ...] = (4, 5)
    shards: str = ""
    at_least: int = 2
    watched: float = 0.1
    per_shard: int = 10_000
    an_epoch: int = 0
    buffer: int = 10_000
    readers: int = 2


@dataclass(frozen=True, slots=True)
class EmbedderRecipe:
    """goal: accuracy on the held-out folds' pairs. net: one of `NETS`. loss: one of `LOSSES`. size:
    numbers of an embedding. margin: ArcFace's, in radians. scale: how long embeddings are made for
    the loss, ArcFace's s."""

    title: str
    goal: float
    experiment: str
    net: str = "mobilefacenet"
    loss: str = "arcface"
    size: int = 128
    margin: float = 0.5
    scale: float = 64.0
    data: EmbedderData = field(default_factory=EmbedderData)
    train: Training = field(default_factory=Training)
    augment: Amounts = field(default_factory=Amounts)


def read(path: Path) -> EmbedderRecipe:
    """Read an embedder's recipe.

    Raises:
        BadRecipe: it cannot be read, or says something that cannot be.
    """
    recipe = read_as(path, EmbedderRecipe)
    data = recipe.data
    return checked(
        path,
        recipe,
        (
            *training_faults(recipe.train),
            (recipe.net in NETS, f"net is none of {', '.join(NETS)}"),
            (recipe.loss in LOSSES, f"loss is none of {', '.join(LOSSES)}"),
            (recipe.size > 1, "size is below 2"),
            (
                recipe.net != NETS[1] or recipe.size == 512,
                f"an embedding of {NETS[1]} has size 512",
            ),
            (recipe.scale > 0 and recipe.margin >= 0, "scale or margin is too small"),
            (len(data.folds) > 0, "data.folds names no fold"),
            (0 < data.watched < 0.5, "data.watched is not between 0 and 0.5"),
            (data.at_least > 0 and data.per_shard > 1, "data.at_least or per_shard is too small"),
            (data.buffer > 0 and data.readers > 0, "data.buffer or data.readers is none"),
            (data.an_epoch >= 0, "data.an_epoch is below 0"),
        ),
    )
