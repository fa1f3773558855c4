"""A user's embedder: ONNX files made here, and descriptions that cannot be used."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from adsum.models.recognisers import build
from adsum.models.runtime import ModelFailed, Runtime
from adsum.models.user_embedder import BadModelFile, UserEmbedder, read_model_file
from adsum.models.weights import WeightsDamaged
from adsum.vision.align import ARCFACE_112, align
from adsum.vision.aligners import BoxMargin
from adsum.vision.types import Box, Face
from tests.data import gradient

FACE = Face(Box(10, 10, 90, 90), ARCFACE_112 + np.float32([20, 10]), 0.9)


def model(path: Path, size: int = 112) -> Path:
    """Write a network that answers the mean of each channel's upper and lower half: 6 numbers."""
    half = size // 2
    starts, ends = np.array([[0], [half]]), np.array([[half], [size]])
    nodes, constants = [], [numpy_helper.from_array(np.array([2]), "axis")]
    for number in range(2):
        constants.append(numpy_helper.from_array(starts[number], f"start{number}"))
        constants.append(numpy_helper.from_array(ends[number], f"end{number}"))
        nodes += [
            helper.make_node(
                "Slice", ["input", f"start{number}", f"end{number}", "axis"], [f"part{number}"]
            ),
            helper.make_node(
                "ReduceMean", [f"part{number}"], [f"mean{number}"], axes=[2, 3], keepdims=0
            ),
        ]
    nodes.append(helper.make_node("Concat", ["mean0", "mean1"], ["embedding"], axis=1))
    image = helper.make_tensor_value_info("input", TensorProto.FLOAT, ["n", 3, size, size])
    answer = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", 6])
    graph = helper.make_graph(nodes, "made_by_test", [image], [answer], constants)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    made.ir_version = 8
    onnx.save(made, path)
    return path


def describe(folder: Path, **values: object) -> Path:
    """Write a description."""
    known: dict[str, object] = {"name": "mine", "version": "1", "file": "mine.onnx"} | values
    lines = [f"{k} = {v!r}".replace("'", '"') for k, v in known.items()]
    path = folder / "mine.toml"
    path.write_text("\n".join(lines))
    return path


@pytest.mark.parametrize(("colour", "mean", "scale"), [("rgb", 127.5, 128.0), ("bgr", 0.0, 1.0)])
def test_the_network_sees_the_aligned_face_in_its_colours_and_range(
    runtime: Runtime, tmp_path: Path, colour: str, mean: float, scale: float
) -> None:
    model(tmp_path / "mine.onnx")
    path = describe(tmp_path, colour=colour, mean=mean, scale=scale)
    image = gradient(200, 160)
    found = UserEmbedder(runtime, read_model_file(path)).embed(image, FACE)
    crop = align(image, FACE.landmarks).astype(float)
    order = (2, 1, 0) if colour == "rgb" else (0, 1, 2)
    expected = np.array(
        [(half[:, :, c].mean() - mean) / scale for half in (crop[:56], crop[56:]) for c in order]
    )
    expected /= np.sqrt((expected**2).sum())
    np.testing.assert_allclose(found.vector, expected, atol=1e-4)


def test_a_box_with_its_margin_can_be_what_the_network_sees(
    runtime: Runtime, tmp_path: Path
) -> None:
    model(tmp_path / "mine.onnx", 64)
    path = describe(tmp_path, size=64, aligner="box", margin=1.5, mean=0.0, scale=1.0)
    image = gradient(200, 160)
    found = UserEmbedder(runtime, read_model_file(path)).embed(image, FACE)
    crop = BoxMargin(64, 1.5).crop(image, FACE).astype(float)
    expected = np.array([h[:, :, c].mean() for h in (crop[:32], crop[32:]) for c in (2, 1, 0)])
    np.testing.assert_allclose(found.vector, expected / np.sqrt((expected**2).sum()), atol=1e-4)


def test_a_recogniser_of_ones_own_has_the_described_threshold(
    runtime: Runtime, tmp_path: Path
) -> None:
    model(tmp_path / "mine.onnx")
    assert build(str(describe(tmp_path)), runtime).threshold == 0.5
    assert build(str(describe(tmp_path, threshold=0.31)), runtime).threshold == 0.31


def test_another_file_is_another_recogniser(runtime: Runtime, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    made = []
    for name, size in (("a", 112), ("b", 64)):
        file = model(tmp_path / name / "mine.onnx", size)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        path = describe(tmp_path / name, size=size, sha256=digest)
        made.append(UserEmbedder(runtime, read_model_file(path)).made_by)
        assert made[-1].version == f"1+{digest[:8]}"
    assert made[0] != made[1]


def test_a_file_with_another_hash_is_refused(runtime: Runtime, tmp_path: Path) -> None:
    model(tmp_path / "mine.onnx")
    with pytest.raises(WeightsDamaged, match="its description says 0000"):
        UserEmbedder(runtime, read_model_file(describe(tmp_path, sha256="0" * 64)))


def test_a_blank_answer_is_no_embedding(runtime: Runtime, tmp_path: Path) -> None:
    model(tmp_path / "mine.onnx")
    embedder = UserEmbedder(runtime, read_model_file(describe(tmp_path, mean=0.0)))
    with pytest.raises(ModelFailed, match="no embedding"):
        embedder.embed(np.zeros((200, 200, 3), np.uint8), FACE)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"colour": "grey"}, "neither rgb nor bgr"),
        ({"size": 3}, "16 to 1024"),
        ({"scale": 0.0}, "above 0"),
        ({"name": ""}, "name is empty"),
        ({"flavour": "vanilla"}, "flavour"),
        ({"aligner": "by eye"}, "five-points, box, openface"),
        ({"margin": 9.0}, "margin is not"),
        ({"threshold": 1.5}, "threshold is not"),
    ],
)
def test_a_description_that_cannot_be_is_refused_in_words(
    tmp_path: Path, values: dict[str, object], words: str
) -> None:
    with pytest.raises(BadModelFile, match=words):
        read_model_file(describe(tmp_path, **values))


def test_an_absent_or_broken_description_is_refused(runtime: Runtime, tmp_path: Path) -> None:
    with pytest.raises(BadModelFile, match="cannot be read"):
        read_model_file(tmp_path / "absent.toml")
    (tmp_path / "mine.toml").write_text('name = "x"')
    with pytest.raises(BadModelFile, match="does not say: file"):
        read_model_file(tmp_path / "mine.toml")
    with pytest.raises(BadModelFile, match=r"mine\.onnx cannot be read"):
        UserEmbedder(runtime, read_model_file(describe(tmp_path)))
