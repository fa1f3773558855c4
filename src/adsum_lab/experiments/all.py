"""The experiments by the names that recipes call them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adsum_lab import recipe
from adsum_lab.errors import BadRecipe
from adsum_lab.experiments import classify
from adsum_lab.experiments.cascade import recipe as cascade_recipe
from adsum_lab.experiments.cascade import run as cascade
from adsum_lab.experiments.distil import recipe as distil_recipe
from adsum_lab.experiments.distil import run as distil
from adsum_lab.experiments.embedder import recipe as embedder_recipe
from adsum_lab.experiments.embedder import run as embedder
from adsum_lab.experiments.finetune import recipe as finetune_recipe
from adsum_lab.experiments.finetune import run as finetune
from adsum_lab.experiments.result import Result

CarryOut = Callable[[Path, Path, Path, str], Result | None]
"""Takes a recipe's file, the folder of photos, the run's folder and the command that was given. Of
several processes only the main one has a result."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """read: what checks a recipe. carry_out: what does as it says."""

    read: Callable[[Path], Any]
    carry_out: CarryOut


EXPERIMENTS = {
    "classify": Experiment(recipe.read, classify.carry_out),
    "cascade": Experiment(cascade_recipe.read, cascade.carry_out),
    "distil": Experiment(distil_recipe.read, distil.carry_out),
    "embedder": Experiment(embedder_recipe.read, embedder.carry_out),
    "finetune": Experiment(finetune_recipe.read, finetune.carry_out),
}


def find(path: Path) -> Experiment:
    """Return the experiment that the recipe in `path` asks for.

    Raises:
        BadRecipe: it asks for no known experiment.
    """
    name = recipe.experiment(path)
    if name not in EXPERIMENTS:
        raise BadRecipe(f"{path}: experiment is none of {', '.join(EXPERIMENTS)}")
    return EXPERIMENTS[name]
