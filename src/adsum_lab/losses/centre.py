"""Softmax and centre loss.

    L = cross entropy(W x + b, y) + weight / 2 * mean of |x_i - c_(y_i)|^2

Y. Wen, K. Zhang, Z. Li, Y. Qiao, "A Discriminative Feature Learning Approach for Deep Face
Recognition", ECCV 2016. The centres are no part of the optimiser's work: after each batch the
centres
of its classes move at their own rate alpha,

    c_j <- c_j - alpha * sum over y_i = j of (c_j - x_i) / (1 + number of y_i = j)
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class SoftmaxCentre(nn.Module):
    """`weight` is the paper's lambda, `alpha` the centres' own rate, 0 to 1."""

    def __init__(self, size: int, classes: int, weight: float = 0.01, alpha: float = 0.5) -> None:
        super().__init__()
        self.head = nn.Linear(size, classes)
        self.weight, self.alpha = weight, alpha
        self.centres: Tensor
        self.register_buffer("centres", torch.zeros(classes, size))

    def forward(self, embeddings: Tensor, labels: Tensor) -> Tensor:
        """Return the loss of a batch (embeddings n x size, labels n); in training the centres of
        its
        classes move afterwards."""
        apart = embeddings - self.centres[labels].clone()
        loss = nn.functional.cross_entropy(self.head(embeddings), labels)
        loss = loss + self.weight / 2 * apart.square().sum(1).mean()
        if self.training:
            self.move(embeddings.detach(), labels)
        return loss

    @torch.no_grad()
    def move(self, embeddings: Tensor, labels: Tensor) -> None:
        """Move the centres of `labels` towards `embeddings`."""
        pull = torch.zeros_like(self.centres)
        pull.index_add_(0, labels, (self.centres[labels] - embeddings).to(pull.dtype))
        counts = torch.bincount(labels, minlength=len(self.centres)).to(pull.dtype)
        self.centres -= self.alpha * pull / (1 + counts[:, None])
