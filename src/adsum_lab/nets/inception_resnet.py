"""Inception-ResNet-v1: C. Szegedy et al., "Inception-v4, Inception-ResNet and the Impact of
Residual Connections on Learning", AAAI 2017, as FaceNet's published models have it (D. Sandberg).

Input n x 3 x 160 x 160, RGB, (x - 127.5) / 128. Output n x 512 of unit length. Modules are named as
in the checkpoints that facenet-pytorch publishes, so that those load as they are.
"""

from __future__ import annotations

import pickle
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from adsum_lab.errors import CheckpointUnreadable


class ConvNorm(nn.Module):
    """A convolution without bias, batch normalisation, ReLU."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int | tuple[int, int], *, stride: int = 1
    ) -> None:
        super().__init__()
        sides = (kernel, kernel) if isinstance(kernel, int) else kernel
        # Strided convolutions and those of the stem reach no further than the picture.
        self.conv = nn.Conv2d(inputs, outputs, sides, stride, bias=False)
        self.bn = nn.BatchNorm2d(outputs, eps=0.001, momentum=0.1)

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(self.bn(self.conv(x)))


def padded(inputs: int, outputs: int, kernel: int | tuple[int, int]) -> ConvNorm:
    """Return a `ConvNorm` that keeps the size of its input."""
    block = ConvNorm(inputs, outputs, kernel)
    height, width = (kernel, kernel) if isinstance(kernel, int) else kernel
    block.conv.padding = (height // 2, width // 2)
    return block


class Residual(nn.Module):
    """Branches side by side, joined by a 1 x 1 convolution and added to the input, scaled."""

    def __init__(
        self,
        branches: list[nn.Module],
        joined: int,
        width: int,
        *,
        scale: float,
        last: bool = False,
    ) -> None:
        super().__init__()
        for number, branch in enumerate(branches):
            self.add_module(f"branch{number}", branch)
        self._branches = len(branches)
        self.conv2d = nn.Conv2d(joined, width, 1)
        self.scale, self.last = scale, last

    def forward(self, x: Tensor) -> Tensor:
        seen = [self.get_submodule(f"branch{n}")(x) for n in range(self._branches)]
        out = self.conv2d(torch.cat(seen, 1)) * self.scale + x
        return out if self.last else functional.relu(out)


def block_35() -> Residual:
    """Inception-ResNet-A, on 17 x 17."""
    branches = [
        padded(256, 32, 1),
        nn.Sequential(padded(256, 32, 1), padded(32, 32, 3)),
        nn.Sequential(padded(256, 32, 1), padded(32, 32, 3), padded(32, 32, 3)),
    ]
    return Residual(branches, 96, 256, scale=0.17)


def block_17() -> Residual:
    """Inception-ResNet-B, on 8 x 8."""
    tall = nn.Sequential(padded(896, 128, 1), padded(128, 128, (1, 7)), padded(128, 128, (7, 1)))
    return Residual([padded(896, 128, 1), tall], 256, 896, scale=0.10)


def block_8(*, scale: float = 0.20, last: bool = False) -> Residual:
    """Inception-ResNet-C, on 3 x 3."""
    tall = nn.Sequential(padded(1792, 192, 1), padded(192, 192, (1, 3)), padded(192, 192, (3, 1)))
    return Residual([padded(1792, 192, 1), tall], 384, 1792, scale=scale, last=last)


class Reduction(nn.Module):
    """Branches of stride 2 and a pooling, side by side."""

    def __init__(self, branches: list[nn.Module]) -> None:
        super().__init__()
        for number, branch in enumerate([*branches, nn.MaxPool2d(3, stride=2)]):
            self.add_module(f"branch{number}", branch)
        self._branches = len(branches) + 1

    def forward(self, x: Tensor) -> Tensor:
        seen = [self.get_submodule(f"branch{n}")(x) for n in range(self._branches)]
        return torch.cat(seen, 1)


def reduction_a() -> Reduction:
    """Mixed-6a: 256 to 896 channels, 17 x 17 to 8 x 8."""
    return Reduction(
        [
            ConvNorm(256, 384, 3, stride=2),
            nn.Sequential(
                padded(256, 192, 1), padded(192, 192, 3), ConvNorm(192, 256, 3, stride=2)
            ),
        ]
    )


def reduction_b() -> Reduction:
    """Mixed-7a: 896 to 1,792 channels, 8 x 8 to 3 x 3."""
    return Reduction(
        [
            nn.Sequential(padded(896, 256, 1), ConvNorm(256, 384, 3, stride=2)),
            nn.Sequential(padded(896, 256, 1), ConvNorm(256, 256, 3, stride=2)),
            nn.Sequential(
                padded(896, 256, 1), padded(256, 256, 3), ConvNorm(256, 256, 3, stride=2)
            ),
        ]
    )


class InceptionResNetV1(nn.Module):
    """The whole network; `dropout` counts in training only."""

    def __init__(self, dropout: float = 0.6) -> None:
        super().__init__()
        self.conv2d_1a = ConvNorm(3, 32, 3, stride=2)
        self.conv2d_2a = ConvNorm(32, 32, 3)
        self.conv2d_2b = padded(32, 64, 3)
        self.maxpool_3a = nn.MaxPool2d(3, stride=2)
        self.conv2d_3b = ConvNorm(64, 80, 1)
        self.conv2d_4a = ConvNorm(80, 192, 3)
        self.conv2d_4b = ConvNorm(192, 256, 3, stride=2)
        self.repeat_1 = nn.Sequential(*(block_35() for _ in range(5)))
        self.mixed_6a = reduction_a()
        self.repeat_2 = nn.Sequential(*(block_17() for _ in range(10)))
        self.mixed_7a = reduction_b()
        self.repeat_3 = nn.Sequential(*(block_8() for _ in range(5)))
        self.block8 = block_8(scale=1.0, last=True)
        self.avgpool_1a = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(dropout)
        self.last_linear = nn.Linear(1792, 512, bias=False)
        self.last_bn = nn.BatchNorm1d(512, eps=0.001, momentum=0.1)

    def forward(self, x: Tensor) -> Tensor:
        """Return unit vectors (n x 512) of RGB pictures (n x 3 x 160 x 160)."""
        x = self.conv2d_2b(self.conv2d_2a(self.conv2d_1a(x)))
        x = self.conv2d_4b(self.conv2d_4a(self.conv2d_3b(self.maxpool_3a(x))))
        x = self.mixed_7a(self.repeat_2(self.mixed_6a(self.repeat_1(x))))
        x = self.dropout(self.avgpool_1a(self.block8(self.repeat_3(x))))
        return functional.normalize(self.last_bn(self.last_linear(x.flatten(1))), dim=1)


def load(path: Path) -> InceptionResNetV1:
    """Return the network with the weights of a checkpoint that facenet-pytorch publishes.

    The file is read as weights only: a pickle that wants to run something is refused. A classifier
    (`logits`) on top of the embedding is left out.

    Raises:
        CheckpointUnreadable: it is no such checkpoint.
    """
    network = InceptionResNetV1()
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        own = {name: value for name, value in state.items() if not name.startswith("logits.")}
        network.load_state_dict(own)
    except (OSError, EOFError, RuntimeError, AttributeError, pickle.UnpicklingError) as error:
        raise CheckpointUnreadable(
            f"{path.name} does not hold this network: {error}", remedy="Download it again."
        ) from error
    return network.eval()
