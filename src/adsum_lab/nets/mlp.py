"""A classifier over embeddings: three dense stages, each with batch norm, ReLU and dropout."""

from __future__ import annotations

from torch import Tensor, nn


class Mlp(nn.Module):
    """Embeddings n x size in, one logit per person out; softmax belongs to loss and export."""

    def __init__(
        self,
        size: int,
        classes: int,
        widths: tuple[int, ...] = (256, 128, 64),
        dropout: float = 0.5,
    ) -> None:
        super().__init__()
        stages: list[nn.Module] = []
        for inputs, outputs in zip((size, *widths), widths, strict=False):
            stages += [
                nn.Linear(inputs, outputs),
                nn.BatchNorm1d(outputs),
                nn.ReLU(),
                nn.Dropout(dropout),
            ]
        self.stages = nn.Sequential(*stages)
        self.head = nn.Linear(widths[-1], classes)

    def forward(self, embeddings: Tensor) -> Tensor:
        """Return logits, n x classes."""
        return self.head(self.stages(embeddings))
