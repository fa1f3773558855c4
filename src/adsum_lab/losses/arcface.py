"""ArcFace: an additive angular margin between a face and its person's direction.

    L = cross entropy(s * [cos(theta_y + m) for the person, cos(theta_j) for all others], y)

J. Deng, J. Guo, N. Xue, S. Zafeiriou, "ArcFace", CVPR 2019. Where theta_y + m would pass pi the
cosine
would rise again; there cos(theta) - m sin(m) goes on falling, as in the authors' code.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

# The arc cosine's derivative is infinite at 1 and -1.
EDGE = 1e-7


class ArcFace(nn.Module):
    """`margin` in radians; `scale` is the s of the paper."""

    def __init__(self, size: int, classes: int, margin: float = 0.5, scale: float = 64.0) -> None:
        super().__init__()
        self.directions = nn.Parameter(torch.empty(classes, size))
        nn.init.xavier_normal_(self.directions)
        self.margin, self.scale = margin, scale

    def forward(self, embeddings: Tensor, labels: Tensor) -> Tensor:
        """Return the loss of a batch: embeddings n x size (any length), labels n."""
        cosines = nn.functional.linear(
            nn.functional.normalize(embeddings), nn.functional.normalize(self.directions)
        ).clamp(-1 + EDGE, 1 - EDGE)
        own = cosines.gather(1, labels[:, None])
        turned = torch.where(
            own > math.cos(math.pi - self.margin),
            (own.acos() + self.margin).cos(),
            own - self.margin * math.sin(self.margin),
        )
        logits = cosines.scatter(1, labels[:, None], turned)
        return nn.functional.cross_entropy(self.scale * logits, labels)
