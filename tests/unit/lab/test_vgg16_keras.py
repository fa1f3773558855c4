"""Keras's VGG16: a file laid out as it publishes it, and its definition written out a second
time."""

from __future__ import annotations

import io

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn

from adsum_lab.errors import CheckpointUnreadable
from adsum_lab.nets.vgg16 import Vgg16, imagenet
from adsum_lab.nets.vgg16_keras import load_base

h5py = pytest.importorskip("h5py", reason="needs adsum[hdf5]")
Arrays = dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]


def drawn() -> Arrays:
    """Kernels (height x width x in x out) and biases, small enough to stay finite."""
    random, arrays, inputs = np.random.default_rng(0), {}, 3
    for block, repeats in enumerate((2, 2, 3, 3, 3), 1):
        outputs = min(64 * 2 ** (block - 1), 512)
        for number in range(1, repeats + 1):
            kernel = random.normal(0, (2 / (9 * inputs)) ** 0.5, (3, 3, inputs, outputs))
            bias = random.normal(0, 0.1, outputs)
            arrays[f"block{block}_conv{number}"] = (kernel.astype("f4"), bias.astype("f4"))
            inputs = outputs
    return arrays


def file(arrays: Arrays, style: str) -> bytes:
    """An .h5 file as Keras 1 (`_W_1:0`), Keras 2 (`kernel:0`) or a whole saved model has it."""
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as root:
        root.attrs["layer_names"] = [name.encode() for name in ("input_1", *arrays)]
        top = root.create_group("model_weights") if style == "saved" else root
        top.create_group("input_1")
        for name, (kernel, bias) in arrays.items():
            group = top.create_group(name)
            if style == "old":
                names = (f"{name}_W_1:0", f"{name}_b_1:0")
            else:
                group, names = group.create_group(name), ("kernel:0", "bias:0")
            for array, called in zip((kernel, bias), names, strict=True):
                group.create_dataset(called, data=array)
    return buffer.getvalue()


def keras(arrays: Arrays, picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """`keras.applications.vgg16` without its top, in numpy: height x width x channels throughout,
    `preprocess_input` as the module has it."""
    maps = picture[:, :, ::-1].astype(np.float64) - [103.939, 116.779, 123.68]
    last = ""
    for name, (kernel, bias) in arrays.items():
        if last and name[:6] != last[:6]:
            maps = pooled(maps)
        padded = np.pad(maps, ((1, 1), (1, 1), (0, 0)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (0, 1))
        maps = np.einsum("yxcij,ijco->yxo", windows, kernel, optimize=True) + bias
        maps, last = np.maximum(maps, 0), name
    return pooled(maps)


def pooled(maps: NDArray[np.float64]) -> NDArray[np.float64]:
    height, width, channels = maps.shape
    return maps.reshape(height // 2, 2, width // 2, 2, channels).max((1, 3))


@pytest.mark.parametrize("style", ["old", "new", "saved"])
def test_the_base_computes_what_keras_does(style: str) -> None:
    arrays, net = drawn(), Vgg16(2).eval()
    load_base(net, file(arrays, style))
    picture = np.random.default_rng(1).integers(0, 256, (32, 64, 3)).astype(np.uint8)
    inputs = torch.from_numpy((picture.astype("f4") - 127.5) / 128).permute(2, 0, 1)[None]
    with torch.no_grad():
        ours = net.features(net.scaling(inputs))[0].permute(1, 2, 0).numpy()
    expected = keras(arrays, picture)
    assert ours.shape == (1, 2, 512)
    np.testing.assert_allclose(ours, expected, rtol=1e-3, atol=1e-3 * np.abs(expected).max())


def test_another_file_is_refused_and_changes_nothing_of_the_scaling() -> None:
    arrays, net = drawn(), Vgg16(2)
    missing = {name: pair for name, pair in arrays.items() if name != "block5_conv3"}
    kernel, bias = arrays["block1_conv1"]
    turned = arrays | {"block1_conv1": (kernel[:, :, :2], bias)}
    for content in (b"no file", file(missing, "new"), file(turned, "new")):
        with pytest.raises(CheckpointUnreadable):
            load_base(net, content)
    assert net.scaling is imagenet
    assert all(isinstance(layer, nn.Module) for layer in net.features)
