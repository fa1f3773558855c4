"""MTCNN's three stages: P-Net (12 x 12, fully convolutional), R-Net (24 x 24), O-Net (48 x 48).

K. Zhang, Z. Zhang, Z. Li, Y. Qiao, SPL 2016; layers as the authors published them. Each answers
logits
(not a face, face), box offsets (left, top, right, bottom, in sides of the square window) and five
landmarks (x then y of each, in sides of the window).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from torch import Tensor, nn

Answers: TypeAlias = tuple[Tensor, Tensor, Tensor]
SIDES = {"pnet": 12, "rnet": 24, "onet": 48}


class PNet(nn.Module):
    """On n x 3 x 12 x 12 answers n x 2, n x 4 and n x 10; `scan` answers a map for a larger
    picture,
    one cell per 2 pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            *_stage(3, 10, 3),
            nn.MaxPool2d(2, ceil_mode=True),
            *_stage(10, 16, 3),
            *_stage(16, 32, 3),
        )
        self.heads = nn.ModuleList(nn.Conv2d(32, size, 1) for size in (2, 4, 10))

    def scan(self, pictures: Tensor) -> Answers:
        """Return the answers' maps, n x (2, 4, 10) x rows x columns."""
        maps = self.body(pictures)
        face, box, points = (head(maps) for head in self.heads)
        return face, box, points

    def forward(self, windows: Tensor) -> Answers:
        """Return the answers for single windows."""
        face, box, points = (answer.flatten(1) for answer in self.scan(windows))
        return face, box, points


class _Dense(nn.Module):
    """A body of convolutions and one dense layer, answered by three linear heads."""

    def __init__(self, body: Sequence[nn.Module], flat: int, wide: int) -> None:
        super().__init__()
        self.body = nn.Sequential(*body, nn.Flatten(), nn.Linear(flat, wide), nn.PReLU(wide))
        self.heads = nn.ModuleList(nn.Linear(wide, size) for size in (2, 4, 10))

    def forward(self, windows: Tensor) -> Answers:
        """Return the answers, n x 2, n x 4, n x 10."""
        flat = self.body(windows)
        face, box, points = (head(flat) for head in self.heads)
        return face, box, points


class RNet(_Dense):
    """The second stage, on n x 3 x 24 x 24."""

    def __init__(self) -> None:
        body = [
            *_stage(3, 28, 3), nn.MaxPool2d(3, 2, ceil_mode=True),
            *_stage(28, 48, 3), nn.MaxPool2d(3, 2, ceil_mode=True),
            *_stage(48, 64, 2),
        ]  # fmt: skip
        super().__init__(body, 64 * 3 * 3, 128)


class ONet(_Dense):
    """The third stage, on n x 3 x 48 x 48."""

    def __init__(self) -> None:
        body = [
            *_stage(3, 32, 3), nn.MaxPool2d(3, 2, ceil_mode=True),
            *_stage(32, 64, 3), nn.MaxPool2d(3, 2, ceil_mode=True),
            *_stage(64, 64, 3), nn.MaxPool2d(2, 2, ceil_mode=True),
            *_stage(64, 128, 2),
        ]  # fmt: skip
        super().__init__(body, 128 * 3 * 3, 256)


def _stage(inputs: int, outputs: int, kernel: int) -> list[nn.Module]:
    return [nn.Conv2d(inputs, outputs, kernel), nn.PReLU(outputs)]
