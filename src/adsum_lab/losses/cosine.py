"""What a student's answers miss of the teacher's.

    L = mean of 1 - cos(student(x), teacher(x))

For unit vectors this is half their squared distance: regression on the teacher's embedding, as in
A. Romero et al., "FitNets", ICLR 2015, on the last layer.
"""

from __future__ import annotations

from torch import Tensor, nn


class CosineDistance(nn.Module):
    """0 where both point the same way, 2 where they are opposite."""

    def forward(self, embeddings: Tensor, target: Tensor) -> Tensor:
        """Return the loss of a batch: embeddings and target n x d, any length."""
        return (1 - nn.functional.cosine_similarity(embeddings.float(), target)).mean()
