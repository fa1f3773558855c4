"""Every net: its shape, its size, a reference with the same weights, and that it can learn."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from adsum_lab.losses.mtcnn import JointLoss
from adsum_lab.losses.triplet import BatchHardTriplet
from adsum_lab.nets.mlp import Mlp
from adsum_lab.nets.mobilefacenet import MobileFaceNet
from adsum_lab.nets.mtcnn import ONet, PNet, RNet
from adsum_lab.nets.small_cnn import SmallCnn
from adsum_lab.nets.vgg16 import Vgg16, imagenet


def pictures(count: int, side: int) -> Tensor:
    return torch.randn(count, 3, side, side, generator=torch.Generator().manual_seed(0))


def weights(net: nn.Module) -> int:
    return sum(parameter.numel() for parameter in net.parameters())


def learn(net: nn.Module, loss: nn.Module, inputs: Tensor, target: Tensor, steps: int) -> float:
    torch.manual_seed(0)
    optimiser = torch.optim.Adam([*net.parameters(), *loss.parameters()], 3e-3)
    for _ in range(steps):
        value = loss(net.train()(inputs), target)
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
    return float(value.detach())


def test_shapes_and_sizes_are_the_published_ones() -> None:
    with torch.no_grad():
        assert Vgg16(2).eval()(pictures(1, 224)).shape == (1, 2)
        assert SmallCnn(2).eval()(pictures(1, 224)).shape == (1, 2)
        assert MobileFaceNet(128).eval()(pictures(1, 112)).shape == (1, 128)
        assert Mlp(128, 20).eval()(torch.zeros(3, 128)).shape == (3, 20)
    assert weights(Vgg16(2).features) == 14_714_688  # Keras and torchvision, without the top
    assert 0.9e6 < weights(MobileFaceNet(128)) < 1.1e6  # the paper: 0.99 million
    # facenet-pytorch's files: there only the O-Net answers landmarks.
    without = [weights(net) for net in (PNet(), RNet(), ONet())]
    assert without == [6_632 + 33 * 10, 100_178 + 129 * 10, 389_040]


def test_vgg16_is_the_plain_formula_with_published_names() -> None:
    """Against thirteen convolutions written out, with weights under torchvision's names."""
    published, inputs = {}, 3
    plan = [2, 2, 3, 3, 3]
    index, layers = 0, []
    for block, repeats in enumerate(plan):
        for _ in range(repeats):
            outputs = min(64 * 2**block, 512)
            weight = torch.randn(outputs, inputs, 3, 3) * (2 / (9 * inputs)) ** 0.5
            published |= {f"features.{index}.weight": weight}
            published |= {f"features.{index}.bias": torch.randn(outputs) * 0.1}
            layers.append(index)
            inputs, index = outputs, index + 2
        index += 1
    published["classifier.0.weight"] = torch.zeros(1)
    net = Vgg16(2)
    net.load_base(published)
    maps = imagenet(pictures(1, 64))
    ours, number = net.features(maps).detach(), 0
    for repeats in plan:
        for _ in range(repeats):
            at = layers[number]
            bias = published[f"features.{at}.bias"]
            maps = nn.functional.conv2d(maps, published[f"features.{at}.weight"], bias, padding=1)
            maps, number = maps.clamp(min=0), number + 1
        maps = nn.functional.max_pool2d(maps, 2)
    assert torch.allclose(ours, maps, rtol=1e-4, atol=1e-4)


def test_only_the_head_of_a_transfer_net_learns() -> None:
    net = Vgg16(2)
    before = net.features[0].weight.clone()
    learnable = [name for name, p in net.named_parameters() if p.requires_grad]
    assert learnable and all(name.startswith("head.") for name in learnable)
    inputs, target = pictures(2, 32), torch.tensor([0, 1])
    learn(net, nn.CrossEntropyLoss(), inputs, target, 1)
    assert torch.equal(before, net.features[0].weight)


def test_pnet_scans_a_picture_as_it_judges_its_windows() -> None:
    net, picture = PNet().eval(), pictures(1, 20)
    with torch.no_grad():
        maps = net.scan(picture)[0]
        window = net(picture[:, :, 4:16, 2:14])[0]
    assert torch.allclose(maps[0, :, 2, 1], window[0], atol=1e-5)


@pytest.mark.parametrize(
    ("net", "inputs", "loss"),
    [
        (Mlp(16, 4, dropout=0.0), torch.randn(8, 16), nn.CrossEntropyLoss()),
        (SmallCnn(4, dropout=0.0), pictures(8, 224), nn.CrossEntropyLoss()),
        (MobileFaceNet(16, width=0.25), pictures(8, 112), BatchHardTriplet(0.2)),
    ],
    ids=["mlp", "small_cnn", "mobilefacenet"],
)
def test_a_net_learns_one_batch_by_heart(net: nn.Module, inputs: Tensor, loss: nn.Module) -> None:
    assert learn(net, loss, inputs, torch.arange(8) % 4, 25) < 0.1


@pytest.mark.parametrize(("stage", "side"), [(PNet, 12), (RNet, 24), (ONet, 48)])
def test_a_stage_of_mtcnn_learns_one_batch_by_heart(stage: type[nn.Module], side: int) -> None:
    torch.manual_seed(0)
    net = stage()
    target = torch.zeros(8, 15)
    target[:, 0] = torch.tensor([0, 1, 2, 3] * 2)
    target[:, 1:] = torch.rand(8, 14)
    assert learn(net, JointLoss(), pictures(8, side), target, 150) < 0.1
