"""OpenFace's nn4.small2: B. Amos, B. Ludwiczuk, M. Satyanarayanan, "OpenFace: A general-purpose
face recognition library with mobile applications", CMU-CS-16-118, 2016; FaceNet's NN4 with three
inceptions left out and two made smaller.

Pictures come in as everywhere (RGB, (x - 127.5) / 128) and are scaled to 0 to 1 inside, as the
published weights were trained. What a branch's pooling leaves is smaller than what the convolutions
leave; it is laid in the middle of zeros, as Torch7's DepthConcat does.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

SIDE = 96


class Plan(NamedTuple):
    """One inception. inputs, side: channels and pixels a side that come in. three, five: channels
    after the narrowing and after the convolution. pool: how its pooling branch pools and to how
    many channels it is narrowed (0: not at all). one: channels of the plain 1 x 1 branch (0: there
    is none). stride: of the convolutions."""

    name: str
    inputs: int
    side: int
    three: tuple[int, int]
    five: tuple[int, int] | None
    pool: tuple[Literal["max", "power"], int]
    one: int
    stride: int = 1


# models/openface/nn4.small2.def.lua
PLANS = (
    Plan("inception_3a", 192, 12, (96, 128), (16, 32), ("max", 32), 64),
    Plan("inception_3b", 256, 12, (96, 128), (32, 64), ("power", 64), 64),
    Plan("inception_3c", 320, 12, (128, 256), (32, 64), ("max", 0), 0, 2),
    Plan("inception_4a", 640, 6, (96, 192), (32, 64), ("power", 128), 256),
    Plan("inception_4e", 640, 6, (160, 256), (64, 128), ("max", 0), 0, 2),
    Plan("inception_5a", 1024, 3, (96, 384), None, ("power", 96), 256),
    Plan("inception_5b", 736, 3, (96, 384), None, ("max", 96), 256),
)


class PowerPool(nn.Module):
    """The length (L2) of each 3 x 3 window, side by side."""

    def forward(self, x: Tensor) -> Tensor:
        # The root has no gradient at zero, where a window is blank; there none is passed on.
        return (functional.avg_pool2d(x * x, 3, 3) * 9).clamp(min=1e-12).sqrt()


def step(inputs: int, outputs: int, kernel: int, stride: int = 1) -> list[nn.Module]:
    """Return a convolution with bias, batch normalisation and ReLU."""
    conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2)
    return [conv, nn.BatchNorm2d(outputs), nn.ReLU()]


class Inception(nn.Module):
    """Branches side by side: 3 x 3, 5 x 5, pooling, 1 x 1, in this order."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.branches = nn.ModuleDict()
        for kernel, channels in ((3, plan.three), (5, plan.five)):
            if channels:
                narrow = step(plan.inputs, channels[0], 1)
                wide = step(channels[0], channels[1], kernel, plan.stride)
                self.branches[f"{kernel}x{kernel}"] = nn.Sequential(*narrow, *wide)
        how, narrowed = plan.pool
        pool = nn.MaxPool2d(3, 2) if how == "max" else PowerPool()
        after = step(plan.inputs, narrowed, 1) if narrowed else []
        self.branches["pool"] = nn.Sequential(pool, *after, _middle(plan))
        if plan.one:
            self.branches["1x1"] = nn.Sequential(*step(plan.inputs, plan.one, 1))

    def forward(self, x: Tensor) -> Tensor:
        """Return the branches' maps, one after the other."""
        return torch.cat([branch(x) for branch in self.branches.values()], 1)


def _middle(plan: Plan) -> nn.ZeroPad2d:
    """Return the zeros around what is pooled, up to the size of what is convolved."""
    pooled = (plan.side - 3) // 2 + 1 if plan.pool[0] == "max" else plan.side // 3
    missing = plan.side // plan.stride - pooled
    before, after = missing // 2, missing - missing // 2
    return nn.ZeroPad2d((before, after, before, after))


class Nn4Small2(nn.Module):
    """Pictures n x 3 x 96 x 96 in, n x `size` of unit length out: 3,733,968 weights with 128."""

    def __init__(self, size: int = 128) -> None:
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 64, 7, 2, 3), nn.BatchNorm2d(64)
        self.conv2, self.bn2 = nn.Conv2d(64, 64, 1), nn.BatchNorm2d(64)
        self.conv3, self.bn3 = nn.Conv2d(64, 192, 3, 1, 1), nn.BatchNorm2d(192)
        for plan in PLANS:
            self.add_module(plan.name, Inception(plan))
        self.dense = nn.Linear(736, size)

    def forward(self, pictures: Tensor) -> Tensor:
        """Return unit vectors, n x size."""
        x = (pictures * 128 + 127.5) / 255
        x = functional.max_pool2d(functional.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        x = functional.relu(self.bn2(self.conv2(_across(x, 64))))
        x = _across(functional.relu(self.bn3(self.conv3(x))), 192)
        x = functional.max_pool2d(x, 3, 2, 1)
        for plan in PLANS:
            x = self.get_submodule(plan.name)(x)
        return functional.normalize(self.dense(functional.avg_pool2d(x, 3).flatten(1)), dim=1)

    def published(self) -> dict[str, nn.Module]:
        """Return every layer with weights, by the name that OpenFace's conversions give it:
        `conv1`, `bn1`, ..., `inception_3a_3x3_conv1`, ..., `inception_5b_1x1_bn`, `dense`."""
        named: dict[str, nn.Module] = {
            name: self.get_submodule(name)
            for name in ("conv1", "bn1", "conv2", "bn2", "conv3", "bn3")
        }
        for plan in PLANS:
            branches = self.get_submodule(f"{plan.name}.branches")
            for branch, layers in branches.named_children():
                named |= _numbered(f"{plan.name}_{branch}", layers)
        return named | {"dense": self.dense}


def _across(x: Tensor, channels: int) -> Tensor:
    """Normalise over five neighbouring channels (Torch7's SpatialCrossMapLRN)."""
    # PyTorch's own function asks for the input's size, which an export cannot follow. The divisor
    # is within thousandths of 1, and so is what its own gradient would add; without that gradient
    # training takes half the time.
    with torch.no_grad():
        wide = functional.pad(x * x, (0, 0, 0, 0, 2, 2))
        near = sum(wide[:, shift : shift + channels] for shift in range(5)) / 5
        factor = (1 + 1e-4 * near) ** -0.75
    return x * factor


def _numbered(prefix: str, layers: nn.Module) -> dict[str, nn.Module]:
    convs = [layer for layer in layers.children() if isinstance(layer, nn.Conv2d)]
    norms = [layer for layer in layers.children() if isinstance(layer, nn.BatchNorm2d)]
    numbers = ("1", "2") if len(convs) > 1 else ("",)
    pairs = zip(numbers, convs, norms, strict=False)
    return {
        f"{prefix}_{kind}{number}": layer
        for number, *both in pairs
        for kind, layer in zip(("conv", "bn"), both, strict=True)
    }
