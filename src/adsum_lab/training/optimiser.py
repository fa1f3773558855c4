"""The optimiser that a recipe asks for."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import nn

from adsum_lab.recipe import Training


def optimiser(parameters: Iterable[nn.Parameter], train: Training) -> torch.optim.Optimizer:
    """Return AdamW, or SGD with momentum, over those `parameters` that learn."""
    learnable = [parameter for parameter in parameters if parameter.requires_grad]
    if train.optimiser == "adam":
        return torch.optim.AdamW(learnable, train.rate, weight_decay=train.weight_decay)
    return torch.optim.SGD(learnable, train.rate, 0.9, weight_decay=train.weight_decay)
