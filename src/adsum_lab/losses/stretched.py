"""Another loss on embeddings of one length.

    L(x, y) = loss(scale * x / |x|, y)

R. Ranjan, C. D. Castillo, R. Chellappa, "L2-constrained Softmax Loss for Discriminative Face
Verification", 2017: what is compared by direction is trained by direction.
"""

from __future__ import annotations

from torch import Tensor, nn


class Stretched(nn.Module):
    """`loss` of embeddings (n x d, any length) that are made `scale` long."""

    def __init__(self, loss: nn.Module, scale: float) -> None:
        super().__init__()
        self.loss, self.scale = loss, scale

    def forward(self, embeddings: Tensor, target: Tensor) -> Tensor:
        """Return the loss of a batch."""
        return self.loss(self.scale * nn.functional.normalize(embeddings), target)
