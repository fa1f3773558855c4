"""A small convolutional network from scratch, for pictures of 224 x 224 and a few people."""

from __future__ import annotations

from torch import Tensor, nn

SIDE = 224
CHANNELS = (16, 32, 64, 96, 128)


class SmallCnn(nn.Module):
    """Five blocks of convolution, batch norm, ReLU and pooling; 0.26 million parameters."""

    def __init__(self, classes: int, dropout: float = 0.5) -> None:
        super().__init__()
        blocks: list[nn.Module] = []
        for inputs, outputs in zip((3, *CHANNELS), CHANNELS, strict=False):
            blocks += [
                nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
                nn.BatchNorm2d(outputs),
                nn.ReLU(),
                nn.MaxPool2d(2),
            ]
        self.blocks = nn.Sequential(*blocks, nn.AvgPool2d(3, 2), nn.Flatten())
        self.head = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(9 * CHANNELS[-1], 64), nn.ReLU(), nn.Linear(64, classes)
        )

    def forward(self, pictures: Tensor) -> Tensor:
        """Return logits, n x classes."""
        return self.head(self.blocks(pictures))
