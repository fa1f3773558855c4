"""Recipes: one TOML file says everything about one experiment."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from adsum_lab.augment import Amounts
from adsum_lab.errors import BadRecipe

T = TypeVar("T")
NETS = ("mlp", "small-cnn", "vgg16", "frozen-embedder")


@dataclass(frozen=True, slots=True)
class Data:
    """people: how many, those with the most photos after `skip` of them; or 2 with `look_alikes`.
    photos: of each, 0 for all. at_least: photos that somebody must have. train: their share that
    trains (a fifth of which, if `patience` is set, only says when to stop). side: pixels."""

    people: int = 20
    photos: int = 0
    at_least: int = 2
    look_alikes: bool = False
    train: float = 0.7
    side: int = 224


@dataclass(frozen=True, slots=True)
class Net:
    """name: one of `NETS`. embedder: a recogniser's name. weights: a path or URL, with its sha256.
    views: augmented views per photo that a frozen embedder looks at."""

    name: str
    embedder: str = "sface"
    dropout: float = 0.5
    weights: str = ""
    sha256: str = ""
    views: int = 1


@dataclass(frozen=True, slots=True)
class Training:
    """patience: epochs without progress before it stops, 0 for never."""

    epochs: int = 30
    batch: int = 32
    optimiser: str = "adam"
    rate: float = 1e-3
    weight_decay: float = 0.0
    schedule: str = "cosine"
    patience: int = 0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Recipe:
    """One experiment. goal: accuracy on the held-out photos that its claim asks for."""

    title: str
    goal: float
    net: Net
    data: Data = field(default_factory=Data)
    train: Training = field(default_factory=Training)
    augment: Amounts = field(default_factory=Amounts)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def read(path: Path) -> Recipe:
    """Read a recipe.

    Raises:
        BadRecipe: it cannot be read, or says something that cannot be; the message says which.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadRecipe(f"{path} cannot be read: {error}") from error
    parts = {"data": Data, "net": Net, "train": Training, "augment": Amounts}
    known: dict[str, Any] = {
        name: _part(path, name, kind, table.pop(name, {})) for name, kind in parts.items()
    }
    recipe = _part(path, "recipe", Recipe, table | known)
    fault = _fault(recipe)
    if fault:
        raise BadRecipe(f"{path}: {fault}")
    return recipe


def _part(path: Path, name: str, kind: type[T], values: dict[str, Any]) -> T:
    kinds = {entry.name: entry for entry in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(values) - set(kinds))
    if unknown:
        raise BadRecipe(f"{path}: [{name}] does not know {', '.join(unknown)}")
    try:
        return kind(**values)
    except TypeError as error:
        raise BadRecipe(f"{path}: [{name}] {str(error).partition('() ')[2]}") from error


def _fault(recipe: Recipe) -> str | None:
    data, train = recipe.data, recipe.train
    checks = (
        (recipe.net.name in NETS, f"net.name is none of {', '.join(NETS)}"),
        (data.people >= 2, "data.people is less than 2"),
        (not data.look_alikes or data.people == 2, "data.look_alikes asks for 2 people"),
        (0 < data.train < 1, "data.train is not between 0 and 1"),
        (train.optimiser in ("adam", "sgd"), "train.optimiser is neither adam nor sgd"),
        (train.schedule in ("constant", "cosine", "steps"), "train.schedule is unknown"),
        (train.epochs > 0 and train.batch > 1, "train.epochs or train.batch is too small"),
        (train.rate > 0, "train.rate is not above 0"),
    )
    return next((words for right, words in checks if not right), None)
