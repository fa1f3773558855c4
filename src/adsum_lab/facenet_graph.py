"""Inception-ResNet-v1 from FaceNet's frozen TensorFlow graph.

The graph's normalisation may be folded into the convolutions (their weights scaled, an offset
added), as in the one that Adsum's extra `facenet` installs, or stand beside them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from adsum_lab.errors import WeightsRefused
from adsum_lab.frozen_graph import Array, constants
from adsum_lab.nets.inception_resnet import ConvNorm, InceptionResNetV1

ROOT = "InceptionResnetV1"
REPEATS = {
    "repeat_1": "Repeat/block35",
    "repeat_2": "Repeat_1/block17",
    "repeat_3": "Repeat_2/block8",
}
TOPS = {"mixed_6a": "Mixed_6a", "mixed_7a": "Mixed_7a", "block8": "Block8"}


def load(path: Path) -> InceptionResNetV1:
    """Return the network with the weights of a frozen graph.

    Raises:
        WeightsRefused: it cannot be read, is damaged, or is the graph of another network.
    """
    try:
        known = constants(path.read_bytes())
    except OSError as error:
        raise WeightsRefused(f"{path} cannot be read: {error.strerror}") from error
    network = InceptionResNetV1()
    graph = _Graph(known)
    for name, module in network.named_modules():
        if isinstance(module, ConvNorm):
            graph.fill_convolution(graph.name_of(name), module)
        elif name.endswith(".conv2d") and isinstance(module, nn.Conv2d):
            there = graph.name_of(name)
            graph.put(module.weight, f"{there}/weights", (3, 2, 0, 1))
            if module.bias is not None:
                graph.put(module.bias, f"{there}/biases")
    graph.put(network.last_linear.weight, f"{ROOT}/Bottleneck/weights", (1, 0))
    graph.fill_norm(f"{ROOT}/Bottleneck/BatchNorm", network.last_bn)
    return network.eval()


class _Graph:
    """The constants, and how they are called."""

    def __init__(self, known: Mapping[str, Array]) -> None:
        self._known = known

    def name_of(self, module: str) -> str:
        """Return the graph's name of a module of ours: `repeat_1.0.branch1.2` is the third
        convolution of that branch, whichever letters it has."""
        parts = module.split(".")
        if parts[0] in REPEATS:
            prefix, rest = f"{REPEATS[parts[0]]}_{int(parts[1]) + 1}", parts[2:]
        elif parts[0] in TOPS:
            prefix, rest = TOPS[parts[0]], parts[1:]
        else:
            return self._nth(f"{ROOT}/{parts[0].capitalize()}_", 0)
        if rest[0] == "conv2d":
            return self._nth(f"{ROOT}/{prefix}/Conv2d_", 0)
        branch = rest[0].replace("branch", "Branch_")
        return self._nth(f"{ROOT}/{prefix}/{branch}/Conv2d_", int(rest[1]) if rest[1:] else 0)

    def _nth(self, prefix: str, number: int) -> str:
        pattern = re.compile(re.escape(prefix) + r"[^/]+(?=/weights$)")
        names = sorted(found[0] for name in self._known if (found := pattern.match(name)))
        if number >= len(names):
            raise WeightsRefused(f"the graph has no {prefix}...: it is another network")
        return names[number]

    def fill_convolution(self, there: str, module: ConvNorm) -> None:
        self.put(module.conv.weight, f"{there}/weights", (3, 2, 0, 1))
        if f"{there}/Conv2D_bn_offset" not in self._known:
            self.fill_norm(f"{there}/BatchNorm", module.bn)
            return
        # Folded: all that is left of the normalisation is an offset.
        nn.init.zeros_(module.bn.running_mean)
        nn.init.constant_(module.bn.running_var, 1 - module.bn.eps)
        self.put(module.bn.bias, f"{there}/Conv2D_bn_offset")

    def fill_norm(self, there: str, norm: nn.BatchNorm1d | nn.BatchNorm2d) -> None:
        """FaceNet's normalisation has no scale of its own: that stays 1."""
        self.put(norm.bias, f"{there}/beta")
        self.put(norm.running_mean, f"{there}/moving_mean")
        self.put(norm.running_var, f"{there}/moving_variance")

    def put(self, target: Tensor | None, name: str, order: tuple[int, ...] = (0,)) -> None:
        array = self._known.get(name)
        if target is None or array is None or array.ndim != len(order):
            raise WeightsRefused(f"the graph has no {name}: it is another network")
        turned = np.ascontiguousarray(array.transpose(order))
        if turned.shape != tuple(target.shape) or not np.isfinite(turned).all():
            raise WeightsRefused(f"the graph's {name} is of another network")
        with torch.no_grad():
            target.copy_(torch.from_numpy(turned.copy()))
