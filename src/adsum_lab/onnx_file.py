"""ONNX files of what was trained, kept only if they compute what the net does."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import openvino
import torch
from torch import Tensor, nn

from adsum_lab.errors import ExportDiffers

TOLERANCE = 1e-3


def to_onnx(
    net: nn.Module,
    sample: Tensor,
    path: Path,
    outputs: Sequence[str] = ("output",),
    free: Sequence[int] = (0,),
) -> float:
    """Write `net` (one input, `outputs` in their order, any length along the dimensions `free`) and
    return the largest difference of the file's answers to `sample`, in float32, from the net's own.

    Raises:
        ExportDiffers: it is more than `TOLERANCE` of the largest answer; the file is deleted.
    """
    net.eval()
    names = ["input", *outputs]
    with warnings.catch_warnings():
        # The newer exporter takes twenty times as long and needs a further package.
        warnings.simplefilter("ignore", DeprecationWarning)
        # What it cannot work out beforehand (a padding's order) the runtime works out.
        warnings.filterwarnings("ignore", "Constant folding", UserWarning)
        # Layers look at the shape of what they are given; it is the same whenever the file is used.
        warnings.simplefilter("ignore", torch.jit.TracerWarning)
        # A norm of each picture by itself has nothing learnt to use in its place.
        warnings.filterwarnings("ignore", ".*operator 'instance_norm'", UserWarning)
        torch.onnx.export(
            net,
            (sample,),
            str(path),
            dynamo=False,
            input_names=names[:1],
            output_names=names[1:],
            dynamic_axes={name: {axis: f"{name}_{axis}" for axis in free} for name in names},
            opset_version=17,
        )
    with torch.no_grad():
        answers = net(sample)
    expected = [answers] if isinstance(answers, Tensor) else answers
    exact = {"INFERENCE_PRECISION_HINT": "f32"}
    compiled = openvino.Core().compile_model(str(path), "CPU", exact)
    found = compiled(sample.numpy())
    off = [float(np.abs(found[i] - known.numpy()).max()) for i, known in enumerate(expected)]
    largest = max(1.0, *(float(known.abs().max()) for known in expected))
    if not max(off) <= TOLERANCE * largest:
        path.unlink()
        raise ExportDiffers(f"the exported net's answers are off by {max(off):.3g}")
    return max(off)
