"""Folding of block-quantised models, and the cache of the result."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from adsum.models.fold import dequantise, fold, folded, model_bytes
from adsum.models.weights import YUNET, WeightsMissing


@given(
    rows=st.integers(1, 6),
    blocks=st.integers(1, 4),
    block=st.integers(1, 5),
    short=st.integers(0, 4),
    axis=st.integers(0, 1),
    seed=st.integers(0, 99),
)
def test_dequantising_by_blocks_equals_a_plain_loop(
    rows: int, blocks: int, block: int, short: int, axis: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    length = max(1, blocks * block - min(short, block - 1))
    shape, blocked = (
        ((rows, length), (rows, blocks)) if axis == 1 else ((length, rows), (blocks, rows))
    )
    x = random.integers(-128, 128, shape, dtype=np.int8)
    zero = random.integers(-9, 9, blocked, dtype=np.int8)
    scale = random.uniform(0.01, 2, blocked).astype(np.float32)
    expected = np.zeros(shape)
    for i in range(shape[0]):
        for j in range(shape[1]):
            at = (i, j // block) if axis == 1 else (i // block, j)
            expected[i, j] = (int(x[i, j]) - int(zero[at])) * float(scale[at])
    found = dequantise(x, scale, zero, axis=axis, block=block)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_dequantising_without_blocks_uses_one_scale() -> None:
    x = np.array([[-2, 0], [3, 5]], np.int8)
    found = dequantise(x, np.float32(0.5), np.int8(1), axis=1, block=0)
    assert found.tolist() == [[-1.5, -0.5], [1.0, 2.0]]


def quantised_model() -> bytes:
    """y = relu(x) @ w, where w is stored as int8 blocks of two, flat, behind a Reshape."""
    constants = [
        numpy_helper.from_array(np.array([[2, 4, 6, 8, 10, 12]], np.int8), "q"),
        numpy_helper.from_array(np.array([[0.5, 1.0, 2.0]], np.float32), "s"),
        numpy_helper.from_array(np.zeros((1, 3), np.int8), "z"),
        numpy_helper.from_array(np.array([2, 3], np.int64), "shape"),
    ]
    nodes = [
        helper.make_node("DequantizeLinear", ["q", "s", "z"], ["flat"], axis=1, block_size=2),
        helper.make_node("Reshape", ["flat", "shape"], ["w"]),
        helper.make_node("Relu", ["x"], ["r"]),
        helper.make_node("MatMul", ["r", "w"], ["y"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 2])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 3])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)])
    return bytes(model.SerializeToString())


def test_a_folded_model_keeps_the_live_nodes_and_holds_the_weights_as_plain_floats() -> None:
    model = onnx.load_from_string(fold(quantised_model()))
    onnx.checker.check_model(model)
    assert [node.op_type for node in model.graph.node] == ["Relu", "MatMul"]
    (weight,) = model.graph.initializer
    # 2 and 4 by 0.5, 6 and 8 by 1, 10 and 12 by 2.
    assert numpy_helper.to_array(weight).tolist() == [[1, 2, 6], [8, 20, 24]]
    assert [value.name for value in model.graph.input] == ["x"]


def test_a_folded_model_computes_what_the_quantised_one_says() -> None:
    from onnx.reference import ReferenceEvaluator

    x = np.array([[3.0, -1.0]], np.float32)
    (found,) = ReferenceEvaluator(onnx.load_from_string(fold(quantised_model()))).run(
        None, {"x": x}
    )
    assert found.tolist() == [[3, 6, 18]]


def test_the_cache_is_used_the_second_time(tmp_path: Path) -> None:
    first = folded(YUNET, tmp_path)
    stamp = first.stat().st_mtime_ns
    assert folded(YUNET, tmp_path) == first
    assert first.stat().st_mtime_ns == stamp
    onnx.load_from_string(model_bytes(first))


@pytest.mark.parametrize("damage", ["emptied", "cut short", "one bit turned", "gone"])
def test_a_damaged_cache_is_made_again(tmp_path: Path, damage: str) -> None:
    path = folded(YUNET, tmp_path)
    whole = path.read_bytes()
    if damage == "emptied":
        path.write_bytes(b"")
    elif damage == "cut short":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "one bit turned":
        path.write_bytes(whole[:1000] + bytes([whole[1000] ^ 1]) + whole[1001:])
    else:
        path.unlink()
    assert folded(YUNET, tmp_path).read_bytes() == whole


def test_a_new_version_of_the_weights_gets_a_cache_file_of_its_own(tmp_path: Path) -> None:
    old = folded(YUNET, tmp_path)
    unknown = replace(YUNET, sha256="0" * 64, package="no-such-package-anywhere==1")
    with pytest.raises(WeightsMissing):
        folded(unknown, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [old.name]


def _fold_at_the_gate(cache: Path, gate: Barrier, results: SimpleQueue[bytes]) -> None:
    gate.wait(60)
    results.put(folded(YUNET, cache).read_bytes())


def test_two_processes_that_fill_the_cache_at_once_both_get_a_whole_model(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    gate, results = context.Barrier(2), context.SimpleQueue()
    processes = [
        context.Process(target=_fold_at_the_gate, args=(tmp_path, gate, results)) for _ in range(2)
    ]
    for process in processes:
        process.start()
    contents = [results.get() for _ in processes]
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    assert contents[0] == contents[1]
    (only,) = tmp_path.iterdir()
    assert only.read_bytes() == contents[0]
