"""Recipes: one TOML file says everything about one experiment."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, is_dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, get_type_hints

from adsum_lab.augment import Amounts
from adsum_lab.errors import BadRecipe

T = TypeVar("T")
SCHEDULES = ("constant", "cosine", "warm-cosine", "steps")
PRECISIONS = ("no", "bf16", "fp16")
Check: TypeAlias = tuple[bool, str]
"""Whether something is as it should be, and what to say if not."""
NETS = ("mlp", "small-cnn", "vgg16", "frozen-embedder")


@dataclass(frozen=True, slots=True)
class Data:
    """people: how many, those with the most photos after `skip` of them; or 2 with `look_alikes`.
    pairs: how many pairs of look-alikes, each a run of its own. photos: of each, 0 for all.
    at_least: photos that somebody must have. train: their share that
    trains (a fifth of which, if `patience` is set, only says when to stop). side: pixels."""

    people: int = 20
    photos: int = 0
    at_least: int = 2
    look_alikes: bool = False
    pairs: int = 1
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
    """patience: epochs without progress before it stops, 0 for never. precision: `no` for float32,
    or what accelerate mixes it with: `bf16`, `fp16`. average: decay of the running mean of weights
    that is judged instead of the last ones, 0 for none. mixup: share of a batch's pictures that are
    laid over another one, with their labels."""

    epochs: int = 30
    batch: int = 32
    optimiser: str = "adam"
    rate: float = 1e-3
    weight_decay: float = 0.0
    schedule: str = "cosine"
    patience: int = 0
    seed: int = 1
    precision: str = "no"
    average: float = 0.0
    mixup: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """One experiment. goal: accuracy on the held-out photos that its claim asks for."""

    title: str
    goal: float
    net: Net
    data: Data = field(default_factory=Data)
    train: Training = field(default_factory=Training)
    augment: Amounts = field(default_factory=Amounts)
    experiment: str = "classify"


def experiment(path: Path) -> str:
    """Return which experiment a recipe asks for; a classifier of people unless it says so.

    Raises:
        BadRecipe: the file cannot be read.
    """
    return str(_table(path).get("experiment", "classify"))


def read(path: Path) -> Recipe:
    """Read the recipe of a classifier.

    Raises:
        BadRecipe: it cannot be read, or says something that cannot be; the message says which.
    """
    recipe = read_as(path, Recipe)
    return checked(path, recipe, (*training_faults(recipe.train), *_faults(recipe)))


def read_as(path: Path, kind: type[T]) -> T:
    """Return the recipe as a `kind`: a dataclass whose own fields may be dataclasses, too.

    Raises:
        BadRecipe: it cannot be read, lacks something or has something that `kind` does not know.
    """
    return _built(path, "recipe", kind, _table(path))


def checked(path: Path, recipe: T, checks: Iterable[Check]) -> T:
    """Return `recipe` if all `checks` hold.

    Raises:
        BadRecipe: with the words of the first one that does not.
    """
    fault = next((words for right, words in checks if not right), None)
    if fault:
        raise BadRecipe(f"{path}: {fault}")
    return recipe


def training_faults(train: Training) -> tuple[Check, ...]:
    return (
        (train.optimiser in ("adam", "sgd"), "train.optimiser is neither adam nor sgd"),
        (train.schedule in SCHEDULES, f"train.schedule is none of {', '.join(SCHEDULES)}"),
        (train.precision in PRECISIONS, f"train.precision is none of {', '.join(PRECISIONS)}"),
        (train.epochs > 0 and train.batch > 1, "train.epochs or train.batch is too small"),
        (train.rate > 0, "train.rate is not above 0"),
        (0 <= train.average < 1, "train.average is not 0 to 1"),
        (0 <= train.mixup <= 1, "train.mixup is not 0 to 1"),
    )


def _faults(recipe: Recipe) -> tuple[Check, ...]:
    data = recipe.data
    return (
        (recipe.net.name in NETS, f"net.name is none of {', '.join(NETS)}"),
        (data.people >= 2, "data.people is less than 2"),
        (not data.look_alikes or data.people == 2, "data.look_alikes asks for 2 people"),
        (data.pairs == 1 or (data.look_alikes and data.pairs > 1), "data.pairs is not 1 or more"),
        (0 < data.train < 1, "data.train is not between 0 and 1"),
    )


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadRecipe(f"{path} cannot be read: {error}") from error


def _built(path: Path, name: str, kind: type[T], values: Mapping[str, Any]) -> T:
    kinds = get_type_hints(kind)
    unknown = sorted(set(values) - set(kinds))
    if unknown:
        raise BadRecipe(f"{path}: [{name}] does not know {', '.join(unknown)}")
    parts = {
        part: _built(path, part, kinds[part], value)
        if is_dataclass(kinds[part]) and isinstance(value, dict)
        else value
        for part, value in values.items()
    }
    try:
        return kind(**parts)
    except TypeError as error:
        raise BadRecipe(f"{path}: [{name}] {str(error).partition('() ')[2]}") from error
