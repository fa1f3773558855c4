"""OpenFace's nn4.small2: its published size, and every layer against Torch7's formulas."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from adsum_lab.nets.nn4_small2 import PLANS, Inception, Nn4Small2, PowerPool
from adsum_lab.onnx_file import to_onnx

Maps = NDArray[np.float64]


def settled(seed: int = 0) -> Nn4Small2:
    """A network with random weights and normalisation, as after some training."""
    torch.manual_seed(seed)
    network = Nn4Small2()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, 0, 0.1)
    return network.eval()


def pictures(count: int = 2) -> Tensor:
    return torch.randn(count, 3, 96, 96, generator=torch.Generator().manual_seed(1)) * 0.5


def windows(maps: Maps, kernel: int, stride: int, padding: int, empty: float) -> Maps:
    """channels x rows x columns x kernel x kernel."""
    wide = np.pad(maps, ((0, 0), (padding,) * 2, (padding,) * 2), constant_values=empty)
    seen = np.lib.stride_tricks.sliding_window_view(wide, (kernel, kernel), axis=(1, 2))
    return seen[:, ::stride, ::stride]


def convolved(maps: Maps, conv: nn.Module, norm: nn.Module) -> Maps:
    weight, bias = (v.detach().double().numpy() for v in (conv.weight, conv.bias))
    seen = windows(maps, weight.shape[2], conv.stride[0], conv.padding[0], 0.0)
    out = np.einsum("ijkab,oiab->ojk", seen, weight, optimize=True) + bias[:, None, None]
    mean, var, gain, shift = (
        v.detach().double().numpy()[:, None, None]
        for v in (norm.running_mean, norm.running_var, norm.weight, norm.bias)
    )
    return np.maximum((out - mean) / np.sqrt(var + 1e-5) * gain + shift, 0)


def across(maps: Maps) -> Maps:
    """x / (1 + 1e-4 / 5 * the squares of two channels on either side) ^ 0.75, from nn's manual."""
    squares = np.pad(maps**2, ((2, 2), (0, 0), (0, 0)))
    near = sum(squares[i : i + len(maps)] for i in range(5))
    return maps / (1 + 1e-4 / 5 * near) ** 0.75


def by_hand(network: Nn4Small2, picture: Maps) -> Maps:
    """nn4.small2.def.lua read line by line, for one picture from 0 to 1, in float64."""
    layers = network.published()

    def conv(maps: Maps, name: str, number: str = "") -> Maps:
        prefix = f"{name}_" if name else ""
        return convolved(maps, layers[f"{prefix}conv{number}"], layers[f"{prefix}bn{number}"])

    x = windows(conv(picture, "", "1"), 3, 2, 1, -np.inf).max(axis=(3, 4))
    x = across(conv(conv(across(x), "", "2"), "", "3"))
    x = windows(x, 3, 2, 1, -np.inf).max(axis=(3, 4))
    pools = {"3a": "max", "3b": "l2", "3c": "max", "4a": "l2", "4e": "max", "5a": "l2", "5b": "max"}
    for stage, how in pools.items():
        name = f"inception_{stage}"
        parts = [conv(conv(x, f"{name}_3x3", "1"), f"{name}_3x3", "2")]
        if stage[0] != "5":
            parts.append(conv(conv(x, f"{name}_5x5", "1"), f"{name}_5x5", "2"))
        pooled = windows(x, 3, 2, 0, 0.0).max(axis=(3, 4))
        if how == "l2":
            pooled = np.sqrt((windows(x, 3, 3, 0, 0.0) ** 2).sum(axis=(3, 4)))
        reduced = stage not in ("3c", "4e")
        pooled = conv(pooled, f"{name}_pool") if reduced else pooled
        side = parts[0].shape[1]
        left = (side - pooled.shape[1]) // 2
        middle = np.zeros((len(pooled), side, side))
        middle[:, left : left + pooled.shape[1], left : left + pooled.shape[1]] = pooled
        parts.append(middle)
        if reduced:
            parts.append(conv(x, f"{name}_1x1"))
        x = np.concatenate(parts)
    dense = layers["dense"]
    weight, bias = (v.detach().double().numpy() for v in (dense.weight, dense.bias))
    vector = weight @ x.mean(axis=(1, 2)) + bias
    return vector / np.sqrt((vector**2).sum())


def test_it_has_the_published_number_of_weights_and_layers() -> None:
    network = Nn4Small2()
    # "Number of Parameters from net:getParameters() with embSize=128: 3733968"
    assert sum(parameter.numel() for parameter in network.parameters()) == 3_733_968
    layers = network.published()
    assert len(layers) == 2 * 37 + 1  # convolutions, normalisations, dense
    held = {id(p) for layer in layers.values() for p in layer.parameters()}
    assert held == {id(p) for p in network.parameters()}


def test_embeddings_are_those_of_the_published_definition() -> None:
    network, batch = settled(), pictures()
    with torch.no_grad():
        found = network(batch).numpy()
    for number in range(2):
        share = (batch[number].double().numpy() * 128 + 127.5) / 255
        np.testing.assert_allclose(found[number], by_hand(network, share), atol=1e-5)


@pytest.mark.parametrize("position", range(7))
def test_each_inception_feeds_the_next(position: int) -> None:
    plan, following = PLANS[position], (*PLANS[1:], None)[position]
    with torch.no_grad():
        out = Inception(plan).eval()(torch.rand(1, plan.inputs, plan.side, plan.side))
    channels, side = (following.inputs, following.side) if following else (736, 3)
    assert out.shape == (1, channels, side, side)


def test_a_blank_window_passes_no_gradient_and_no_nonsense() -> None:
    maps = torch.zeros(1, 2, 6, 6, requires_grad=True)
    PowerPool()(maps).sum().backward()
    assert torch.equal(maps.grad, torch.zeros_like(maps))


def test_it_learns_a_batch_by_heart() -> None:
    torch.manual_seed(0)
    network, faces = Nn4Small2(), pictures(6)
    wanted = nn.functional.normalize(torch.randn(6, 128), dim=1)
    optimiser = torch.optim.Adam(network.parameters(), 1e-3)
    for _ in range(25):
        loss = 1 - (network(faces) * wanted).sum(1).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert loss.item() < 0.1


def test_the_onnx_file_computes_the_same(tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    network = settled()
    assert to_onnx(network, pictures(3), tmp_path / "nn4.onnx") < 1e-5
