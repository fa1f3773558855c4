"""The joint loss of MTCNN's stages.

    L = a * cross entropy(face or not) + b * |box offsets|^2 + c * |landmark offsets|^2

K. Zhang, Z. Zhang, Z. Li, Y. Qiao, "Joint Face Detection and Alignment using Multi-task Cascaded
Convolutional Networks", SPL 2016. Each sample takes part in what it is labelled for: negatives and
positives in the classification, positives and parts in the box, landmark samples in the landmarks.
Online hard mining: only the hardest 70 % of a batch's classification losses are learnt from.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

NEGATIVE, POSITIVE, PART, LANDMARKS = 0, 1, 2, 3
HARDEST = 0.7


class JointLoss(nn.Module):
    """`weights` of classification, box and landmarks; the paper's are (1, 0.5, 0.5) for P- and
    R-Net
    and (1, 0.5, 1) for O-Net."""

    def __init__(self, weights: tuple[float, float, float] = (1.0, 0.5, 0.5)) -> None:
        super().__init__()
        self.weights = weights

    def forward(self, answers: tuple[Tensor, Tensor, Tensor], target: Tensor) -> Tensor:
        """Return the loss of a batch.

        answers: logits n x 2 (not a face, face), box offsets n x 4, landmarks n x 10.
        target: n x 15: the kind of the sample, 4 box offsets, 10 landmarks.
        """
        logits, boxes, landmarks = answers
        kind = target[:, 0].long()
        judged = kind <= POSITIVE
        parts = (
            hardest(nn.functional.cross_entropy(logits[judged], kind[judged], reduction="none")),
            _squared(boxes, target[:, 1:5], (kind == POSITIVE) | (kind == PART)),
            _squared(landmarks, target[:, 5:], kind == LANDMARKS),
        )
        return torch.stack([w * part for w, part in zip(self.weights, parts, strict=True)]).sum()


def hardest(losses: Tensor) -> Tensor:
    """Return the mean of the hardest share of `losses`; 0 if there are none."""
    if len(losses) == 0:
        return losses.sum()
    return losses.topk(max(1, int(HARDEST * len(losses)))).values.mean()


def _squared(answers: Tensor, target: Tensor, used: Tensor) -> Tensor:
    if not used.any():
        return answers.sum() * 0
    return (answers[used] - target[used]).square().mean()
