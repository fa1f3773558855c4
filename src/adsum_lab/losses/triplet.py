"""Triplet loss with mining inside the batch.

    L = mean over triplets of max(0, d(a, p) - d(a, n) + margin)

with d the squared (semi-hard) or plain (batch-hard) Euclidean distance of embeddings on the unit
sphere, a and p of one person, n of another.

- Semi-hard: F. Schroff, D. Kalenichenko, J. Philbin, "FaceNet", CVPR 2015. For every pair (a, p)
the
  nearest n that is farther than p; where there is none, the farthest n.
- Batch-hard: A. Hermans, L. Beyer, B. Leibe, "In Defense of the Triplet Loss", 2017. For every a
the
  farthest p and the nearest n.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

# Under a square root a distance of 0 has no gradient.
TINY = 1e-12


class SemiHardTriplet(nn.Module):
    """`margin` is in squared distance, 0 to 4; FaceNet's is 0.2."""

    def __init__(self, margin: float = 0.2) -> None:
        super().__init__()
        self.margin = margin

    def forward(self, embeddings: Tensor, labels: Tensor) -> Tensor:
        """Return the loss of a batch: embeddings n x d (any length), labels n."""
        distances = squared_distances(nn.functional.normalize(embeddings))
        same, other = pairs(labels)
        to_positive = distances[:, :, None]
        to_negative = distances[:, None, :].expand(-1, len(labels), -1)
        negative = other[:, None, :]
        beyond = negative & (to_negative > to_positive)
        nearest_beyond = to_negative.masked_fill(~beyond, torch.inf).amin(2)
        farthest = to_negative.masked_fill(~negative, -torch.inf).amax(2)
        chosen = torch.where(beyond.any(2), nearest_beyond, farthest)
        usable = same & other.any(1)[:, None]
        losses = (distances - chosen + self.margin)[usable].clamp(min=0)
        return losses.mean() if len(losses) else embeddings.sum() * 0


class BatchHardTriplet(nn.Module):
    """`margin` is in plain distance, 0 to 2."""

    def __init__(self, margin: float = 0.3) -> None:
        super().__init__()
        self.margin = margin

    def forward(self, embeddings: Tensor, labels: Tensor) -> Tensor:
        """Return the loss of a batch: embeddings n x d (any length), labels n."""
        squared = squared_distances(nn.functional.normalize(embeddings))
        distances = (squared + TINY).sqrt()
        same, other = pairs(labels)
        hardest = distances.masked_fill(~same, -torch.inf).amax(1)
        nearest = distances.masked_fill(~other, torch.inf).amin(1)
        usable = same.any(1) & other.any(1)
        losses = (hardest - nearest + self.margin)[usable].clamp(min=0)
        return losses.mean() if len(losses) else embeddings.sum() * 0


def squared_distances(embeddings: Tensor) -> Tensor:
    """Return the n x n squared distances of unit vectors."""
    return (2 - 2 * embeddings @ embeddings.T).clamp(min=0)


def pairs(labels: Tensor) -> tuple[Tensor, Tensor]:
    """Return who is the same person (without oneself) and who is another, n x n."""
    equal = labels[:, None] == labels[None, :]
    oneself = torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    return equal & ~oneself, ~equal
