"""MobileFaceNet: an embedder of a million parameters for 112 x 112 faces.

S. Chen, Y. Liu, X. Gao, Z. Han, "MobileFaceNets", CCBR 2018: inverted residuals (MobileNetV2),
and a
depthwise convolution over the whole last map in place of pooling, so that places keep their own
weights.
"""

from __future__ import annotations

from torch import Tensor, nn

SIDE = 112
# Expansion, channels, repeats, stride of the first: the paper's table 1.
PLAN = ((2, 64, 5, 2), (4, 128, 1, 2), (2, 128, 6, 1), (4, 128, 1, 2), (2, 128, 2, 1))


class MobileFaceNet(nn.Module):
    """Pictures n x 3 x 112 x 112 in, embeddings n x size out, not yet of length 1. `width` scales
    all
    channels."""

    def __init__(self, size: int = 128, width: float = 1.0) -> None:
        super().__init__()
        first, last = round(64 * width), round(512 * width)
        layers: list[nn.Module] = [
            conv(3, first, 3, stride=2),
            conv(first, first, 3, groups=first),
        ]
        inputs = first
        for expansion, channels, repeats, stride in PLAN:
            outputs = round(channels * width)
            for index in range(repeats):
                layers.append(Bottleneck(inputs, outputs, expansion, stride if index == 0 else 1))
                inputs = outputs
        layers += [
            conv(inputs, last, 1),
            conv(last, last, 7, groups=last, padding=0, linear=True),
            conv(last, size, 1, linear=True),
            nn.Flatten(),
        ]
        self.layers = nn.Sequential(*layers)

    def forward(self, pictures: Tensor) -> Tensor:
        """Return embeddings, n x size."""
        return self.layers(pictures)


class Bottleneck(nn.Module):
    """Widen, filter each channel by itself, narrow; added to its input where the shapes allow."""

    def __init__(self, inputs: int, outputs: int, expansion: int, stride: int) -> None:
        super().__init__()
        wide = inputs * expansion
        self.layers = nn.Sequential(
            conv(inputs, wide, 1),
            conv(wide, wide, 3, stride=stride, groups=wide),
            conv(wide, outputs, 1, linear=True),
        )
        self.residual = stride == 1 and inputs == outputs

    def forward(self, maps: Tensor) -> Tensor:
        """Return maps of the same size, or of half of it."""
        return maps + self.layers(maps) if self.residual else self.layers(maps)


def conv(  # noqa: PLR0913 - a convolution has that many sides
    inputs: int,
    outputs: int,
    kernel: int,
    *,
    stride: int = 1,
    groups: int = 1,
    padding: int | None = None,
    linear: bool = False,
) -> nn.Sequential:
    """Return convolution, batch norm and, unless `linear`, PReLU."""
    around = kernel // 2 if padding is None else padding
    layers: list[nn.Module] = [
        nn.Conv2d(inputs, outputs, kernel, stride, around, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    return nn.Sequential(*layers) if linear else nn.Sequential(*layers, nn.PReLU(outputs))
