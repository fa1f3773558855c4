"""A trained network as an ONNX file with its description, which Adsum serves without PyTorch."""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
from torch import nn

from adsum_lab.onnx_file import to_onnx

# What `adsum --recogniser FILE.toml` reads: docs/recipes/own-model.md.
DESCRIPTION = """\
name = "{name}"
version = "{version}"
file = "{file}"
sha256 = "{sha256}"
size = {size}
colour = "rgb"
mean = {mean}
scale = {scale}
aligner = "{aligner}"
"""


def export(  # noqa: PLR0913 - what the description says
    network: nn.Module,
    folder: Path,
    name: str,
    size: int,
    *,
    mean: float = 127.5,
    scale: float = 128.0,
    aligner: str = "five-points",
) -> Path:
    """Write NAME.onnx and NAME.toml into `folder` and return the latter's path.

    The network takes n x 3 x `size` x `size` RGB, (x - `mean`) / `scale`, and gives n x d.

    Raises:
        ExportDiffers: the file does not compute what the network does.
    """
    model = folder / f"{name}.onnx"
    noise = torch.randn(2, 3, size, size, generator=torch.Generator().manual_seed(0))
    to_onnx(network, noise, model)
    words = DESCRIPTION.format(
        name=name,
        version="1",
        file=model.name,
        sha256=hashlib.sha256(model.read_bytes()).hexdigest(),
        size=size,
        mean=mean,
        scale=scale,
        aligner=aligner,
    )
    description = folder / f"{name}.toml"
    description.write_text(words, encoding="utf-8")
    return description
