"""ONNX files of what was trained, kept only if they compute what the net does."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import openvino
import torch
from torch import Tensor, nn

from adsum_lab.errors import ExportDiffers

TOLERANCE = 1e-3


def to_onnx(net: nn.Module, sample: Tensor, path: Path) -> float:
    """Write `net` (one input, one output, any number of rows) and return the largest difference of
    the file's answers to `sample`, in float32, from the net's own.

    Raises:
        ExportDiffers: it is more than `TOLERANCE` of the largest answer; the file is deleted.
    """
    net.eval()
    with warnings.catch_warnings():
        # The newer exporter takes twenty times as long and needs a further package.
        warnings.simplefilter("ignore", DeprecationWarning)
        # What it cannot work out beforehand (a padding's order) the runtime works out.
        warnings.filterwarnings("ignore", "Constant folding", UserWarning)
        torch.onnx.export(
            net,
            (sample,),
            str(path),
            dynamo=False,
            input_names=["input"],
            output_names=["output"],
            dynamic_axes={"input": {0: "rows"}, "output": {0: "rows"}},
            opset_version=17,
        )
    with torch.no_grad():
        expected = net(sample).numpy()
    exact = {"INFERENCE_PRECISION_HINT": "f32"}
    compiled = openvino.Core().compile_model(str(path), "CPU", exact)
    difference = float(np.abs(compiled(sample.numpy())[0] - expected).max())
    if not difference <= TOLERANCE * max(1.0, float(np.abs(expected).max())):
        path.unlink()
        raise ExportDiffers(f"the exported net's answers are off by {difference:.3g}")
    return difference
