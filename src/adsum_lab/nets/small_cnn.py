"""A small convolutional network from scratch, for pictures of 96 x 96 up to 224 x 224 and a few
people."""

from __future__ import annotations

from torch import Tensor, nn

SIDE = 224
CHANNELS = (16, 32, 64, 96, 128)


class SmallCnn(nn.Module):
    """Five blocks of convolution, batch norm, ReLU and pooling; 0.26 million parameters.

    Each picture is first brought to mean 0 and deviation 1, channel by channel: how bright a photo
    is says nothing of who is on it.
    """

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
        lit = nn.InstanceNorm2d(3)
        self.blocks = nn.Sequential(lit, *blocks, _Thirds(), nn.Flatten())
        self.head = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(9 * CHANNELS[-1], 64), nn.ReLU(), nn.Linear(64, classes)
        )

    def forward(self, pictures: Tensor) -> Tensor:
        """Return logits, n x classes."""
        return self.head(self.blocks(pictures))


class _Thirds(nn.Module):
    """The means of 3 x 3 equal windows, which touch or overlap where the side is no multiple of 3.

    PyTorch's adaptive pooling does the same, but cannot be written to ONNX for such sides.
    """

    def forward(self, maps: Tensor) -> Tensor:
        side = int(maps.shape[-1])
        stride = max(1, side // 3)
        return nn.functional.avg_pool2d(maps, side - 2 * stride, stride)
