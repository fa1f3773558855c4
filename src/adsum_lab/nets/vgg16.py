"""VGG16 for transfer learning: the published base, frozen, and a new head.

K. Simonyan, A. Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition",
ICLR
2015. The base's names are torchvision's (`features.0.weight`, ...), so that its published ImageNet
file (`vgg16-397923af.pth`) fits as it is; `vgg16_keras` reads Keras's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import torch
from torch import Tensor, nn

SIDE = 224
# torchvision's scaling of RGB from 0 to 1; here the pictures come as (x - 127.5) / 128.
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
PLAN: tuple[int | Literal["pool"], ...] = (
    64, 64, "pool", 128, 128, "pool", 256, 256, 256, "pool",
    512, 512, 512, "pool", 512, 512, 512, "pool",
)  # fmt: skip


class Vgg16(nn.Module):
    """Pictures n x 3 x 224 x 224 in, logits out. Only the head learns; the base never leaves its
    published state."""

    def __init__(self, classes: int, dropout: float = 0.5) -> None:
        super().__init__()
        self.features = base()
        self.features.requires_grad_(False)
        # How the base wants its pictures: Keras's file brings another way.
        self.scaling: Callable[[Tensor], Tensor] = imagenet
        self.head = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(512, 256),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(256, classes),
        )

    def forward(self, pictures: Tensor) -> Tensor:
        """Return logits, n x classes."""
        return self.head(self.features(self.scaling(pictures)))

    def load_base(self, weights: Mapping[str, Tensor]) -> None:
        """Take the base's weights from torchvision's published state; its classifier is left out.

        Raises:
            KeyError, RuntimeError: a convolution is missing or has another shape.
        """
        names = self.features.state_dict()
        self.features.load_state_dict({name: weights[f"features.{name}"] for name in names})


def base() -> nn.Sequential:
    """Return the thirteen convolutions with their pooling, untrained: n x 512 x 7 x 7 out."""
    layers: list[nn.Module] = []
    inputs = 3
    for step in PLAN:
        if step == "pool":
            layers.append(nn.MaxPool2d(2))
            continue
        layers += [nn.Conv2d(inputs, step, 3, padding=1), nn.ReLU()]
        inputs = step
    return nn.Sequential(*layers)


def imagenet(pictures: Tensor) -> Tensor:
    """Return pictures scaled as ImageNet's networks of torchvision expect them."""
    share = (pictures * 128 + 127.5) / 255
    mean, deviation = (torch.tensor(v).view(1, 3, 1, 1).to(share) for v in (MEAN, DEVIATION))
    return (share - mean) / deviation
