"""A trained network as an ONNX file with its description, which Adsum serves without PyTorch."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path

import torch
from torch import nn

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
"""


def export(
    network: nn.Module, folder: Path, name: str, size: int, *, mean: float, scale: float
) -> Path:
    """Write NAME.onnx and NAME.toml into `folder` and return the latter's path.

    The network takes n x 3 x `size` x `size` RGB, (x - `mean`) / `scale`, and gives n x d.
    """
    model = folder / f"{name}.onnx"
    picture = torch.zeros(1, 3, size, size)
    with warnings.catch_warnings():
        # The exporter that replaces this one needs another library and gives larger files.
        warnings.simplefilter("ignore", DeprecationWarning)
        # What it cannot work out beforehand (a padding's order) the runtime works out.
        warnings.filterwarnings("ignore", "Constant folding", UserWarning)
        torch.onnx.export(
            network.eval(),
            (picture,),
            str(model),
            input_names=["face"],
            output_names=["embedding"],
            dynamo=False,
            opset_version=17,
        )
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    words = DESCRIPTION.format(
        name=name, version="1", file=model.name, sha256=digest, size=size, mean=mean, scale=scale
    )
    description = folder / f"{name}.toml"
    description.write_text(words, encoding="utf-8")
    return description
