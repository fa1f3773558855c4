"""A user's detector: ONNX files made here in the published layouts, decoded by a plain loop."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from adsum.models.onnx_detector import PRIORS, STRIDES, OnnxDetector
from adsum.models.runtime import ModelFailed, Runtime

SIDE = 64


def constant_model(path: Path, outputs: dict[str, np.ndarray]) -> Path:
    """Write a network that answers every picture with these outputs."""
    constants = [
        numpy_helper.from_array(v.astype(np.float32), f"{k}_c") for k, v in outputs.items()
    ]
    constants.append(numpy_helper.from_array(np.float32(0), "zero"))
    nodes = [
        helper.make_node("ReduceMean", ["input"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "zero"], ["nothing"]),
        *(helper.make_node("Add", [f"{name}_c", "nothing"], [name]) for name in outputs),
    ]
    values = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, list(value.shape))
        for name, value in outputs.items()
    ]
    image = helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, "h", "w"])
    graph = helper.make_graph(nodes, "made_by_test", [image], values, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.save(model, path)
    return path


def test_scrfd_outputs_are_decoded_cell_by_cell(runtime: Runtime, tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    outputs: dict[str, np.ndarray] = {}
    for stride in STRIDES:
        count = (SIDE // stride) ** 2 * 2
        outputs[f"score_{stride}"] = np.full((count, 1), 0.1)
        outputs[f"bbox_{stride}"] = random.uniform(0.5, 1.5, (count, 4))
        outputs[f"kps_{stride}"] = random.uniform(-1, 1, (count, 10))
    # One sure anchor at stride 16: row 2, column 1, second anchor.
    cell = (2 * 4 + 1) * 2 + 1
    outputs["score_16"][cell] = 0.9
    model = constant_model(tmp_path / "scrfd.onnx", outputs)
    (face,) = OnnxDetector(runtime, model, "scrfd").detect(np.zeros((60, 50, 3), np.uint8))
    x, y = 1 * 16, 2 * 16
    left, top, right, bottom = outputs["bbox_16"][cell] * 16
    assert (face.box.x, face.box.y) == pytest.approx((x - left, y - top), abs=1e-3)
    assert (face.box.width, face.box.height) == pytest.approx(
        (left + right, top + bottom), abs=1e-3
    )
    points = outputs["kps_16"][cell] * 16
    for number in range(5):
        expected = (x + points[2 * number], y + points[2 * number + 1])
        assert tuple(face.landmarks[number]) == pytest.approx(expected, abs=1e-3)
    assert face.confidence == pytest.approx(0.9, abs=1e-6)


def test_retinaface_outputs_are_decoded_prior_by_prior(runtime: Runtime, tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    priors = [
        ((column + 0.5) * stride, (row + 0.5) * stride, size)
        for stride, sizes in zip(STRIDES, PRIORS, strict=True)
        for row in range(SIDE // stride)
        for column in range(SIDE // stride)
        for size in sizes
    ]
    count = len(priors)
    outputs = {
        "loc": random.normal(size=(1, count, 4)),
        "conf": np.tile([0.9, 0.1], (1, count, 1)),
        "landms": random.normal(size=(1, count, 10)),
    }
    chosen = 77
    outputs["conf"][0, chosen] = [0.2, 0.8]
    model = constant_model(tmp_path / "retina.onnx", outputs)
    (face,) = OnnxDetector(runtime, model, "retinaface").detect(np.zeros((64, 64, 3), np.uint8))
    x, y, size = priors[chosen]
    dx, dy, dw, dh = outputs["loc"][0, chosen]
    width, height = size * np.exp(0.2 * dw), size * np.exp(0.2 * dh)
    assert (face.box.width, face.box.height) == pytest.approx((width, height), rel=1e-4)
    assert face.box.centre == pytest.approx((x + 0.1 * dx * size, y + 0.1 * dy * size), abs=1e-3)
    points = outputs["landms"][0, chosen]
    for number in range(5):
        expected = (x + 0.1 * points[2 * number] * size, y + 0.1 * points[2 * number + 1] * size)
        assert tuple(face.landmarks[number]) == pytest.approx(expected, abs=1e-3)


def test_a_network_of_another_family_is_refused_in_words(runtime: Runtime, tmp_path: Path) -> None:
    model = constant_model(tmp_path / "other.onnx", {"logits": np.zeros((1, 7))})
    for family in ("scrfd", "retinaface"):
        with pytest.raises(ModelFailed, match="not of this family"):
            OnnxDetector(runtime, model, family).detect(np.zeros((64, 64, 3), np.uint8))


def test_a_file_that_is_no_model_is_refused(runtime: Runtime, tmp_path: Path) -> None:
    junk = tmp_path / "junk.onnx"
    junk.write_bytes(b"no model")
    with pytest.raises(ModelFailed, match=r"junk\.onnx"):
        OnnxDetector(runtime, junk, "scrfd").detect(np.zeros((64, 64, 3), np.uint8))
