"""FaceNet's frozen TensorFlow graph: read without TensorFlow, computed by our own network."""

from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs adsum[lab]")

from adsum.models import weights  # noqa: E402 - after the check for PyTorch
from adsum.models.runtime import Runtime  # noqa: E402
from adsum.models.weights import FACENET, WeightsMissing  # noqa: E402
from adsum.vision.aligners import BoxMargin  # noqa: E402
from adsum.vision.scales import ScaledDetector  # noqa: E402
from adsum_lab.errors import WeightsRefused  # noqa: E402
from adsum_lab.facenet_graph import load  # noqa: E402
from adsum_lab.frozen_graph import constants  # noqa: E402
from adsum_lab.nets.inception_resnet import ConvNorm, InceptionResNetV1  # noqa: E402
from tests.conftest import ReadPhoto  # noqa: E402
from tests.unit.lab.test_inception_resnet import settled  # noqa: E402

PEOPLE = ("Adrien_Brody", "Ana_Guevara", "Anna_Kournikova", "Abel_Pacheco")


def varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def field(number: int, value: bytes | int) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def constant(name: str, array: np.ndarray, *, kind: int = 1, single: bool = False) -> bytes:
    """A Const node as TensorFlow writes it."""
    shape = b"".join(field(2, field(1, size)) for size in array.shape)
    content = array.astype("<f4").tobytes()
    held = field(5, content[:4]) if single else field(4, content)
    tensor = field(1, kind) + field(2, shape) + held
    attribute = field(1, b"value") + field(2, field(8, tensor))
    return field(1, field(1, name.encode()) + field(2, b"Const") + field(5, attribute))


def unfused(network: InceptionResNetV1) -> bytes:
    """A graph whose normalisation stands beside the convolutions, as of FaceNet's later models."""
    parts = []
    for name, module in network.named_modules():
        if not isinstance(module, ConvNorm) and not name.endswith(".conv2d"):
            continue
        there = "InceptionResnetV1/" + graph_name(name)
        if isinstance(module, ConvNorm):
            parts.append(constant(f"{there}/weights", turned(module.conv)))
            parts += norm(there, module.bn)
        else:
            parts.append(constant(f"{there}/weights", turned(module)))
            parts.append(constant(f"{there}/biases", module.bias.detach().numpy()))
    bottleneck = "InceptionResnetV1/Bottleneck"
    linear = network.last_linear.weight.detach().numpy().T
    return b"".join(
        [*parts, constant(f"{bottleneck}/weights", linear), *norm(bottleneck, network.last_bn)]
    )


def turned(conv: torch.nn.Module) -> np.ndarray:
    return np.moveaxis(conv.weight.detach().numpy(), (2, 3), (0, 1)).swapaxes(2, 3)


def norm(there: str, module: torch.nn.Module) -> list[bytes]:
    known = {"beta": "bias", "moving_mean": "running_mean", "moving_variance": "running_var"}
    return [
        constant(f"{there}/BatchNorm/{name}", getattr(module, ours).detach().numpy())
        for name, ours in known.items()
    ]


def graph_name(ours: str) -> str:
    parts = ours.split(".")
    stems = {"repeat_1": "Repeat/block35", "repeat_2": "Repeat_1/block17"}
    stems |= {"repeat_3": "Repeat_2/block8"}
    if parts[0] in stems:
        parts = [f"{stems[parts[0]]}_{int(parts[1]) + 1}", *parts[2:]]
    elif len(parts) == 1:
        return f"{ours.capitalize()}_3x3"
    else:
        parts[0] = parts[0].capitalize()
    if parts[-1] == "conv2d":
        return f"{parts[0]}/Conv2d_1x1"
    letter = "abc"[int(parts[2])] if len(parts) > 2 else "a"
    return f"{parts[0]}/{parts[1].replace('branch', 'Branch_')}/Conv2d_0{letter}_3x3"


def test_the_installed_graph_and_our_network_agree_on_real_photos(
    runtime: Runtime, detector: ScaledDetector, read_photo: ReadPhoto
) -> None:
    try:
        path = weights.locate(FACENET)
    except WeightsMissing as absent:
        pytest.skip(absent.what_to_do)
    session = runtime.compile_model("facenet", path, (1, 160, 160, 3))
    network, cut = load(path), BoxMargin()
    for name in PEOPLE:
        photo = read_photo(f"lfw-dev/images/{name}/{name}_0001.jpg")
        crop = cut.crop(photo, detector.detect(photo)[0])[None, :, :, ::-1]
        batch = np.ascontiguousarray((crop.astype(np.float32) - 127.5) / 128)
        expected = session.run_in_order(batch)[0][0]
        with torch.no_grad():
            found = network(torch.from_numpy(batch.transpose(0, 3, 1, 2).copy())).numpy()[0]
        np.testing.assert_allclose(found, expected, atol=1e-4)


def test_a_graph_with_its_normalisation_apart_is_read(tmp_path: Path) -> None:
    network, faces = settled(2), torch.randn(1, 3, 160, 160)
    path = tmp_path / "20180402-114759.pb"
    path.write_bytes(unfused(network))
    with torch.no_grad():
        np.testing.assert_allclose(load(path)(faces), network(faces), atol=1e-6)


def test_constants_come_back_with_their_shapes() -> None:
    content = constant("a", np.arange(6.0).reshape(2, 3)) + constant("n", np.ones(2), kind=3)
    content += constant("b", np.full((2, 2), 7.0), single=True) + field(4, 22)
    found = constants(content)
    assert set(found) == {"a", "b"}
    np.testing.assert_array_equal(found["a"], [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(found["b"], [[7, 7], [7, 7]])


def test_a_graph_cut_anywhere_is_refused_or_holds_less() -> None:
    whole = constant("a", np.arange(3.0)) + constant("b", np.arange(4.0))
    for end in range(len(whole)):
        with suppress(WeightsRefused):
            assert set(constants(whole[:end])) == {"a"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no graph at all",
        constant("a", np.ones((2, 2)))[:30],
        field(1, field(1, b"a") + field(2, b"Const") + field(5, field(1, b"value") + field(2, 5))),
        field(1, b"\xff" * 20),
        struct.pack("<Q", 2**63),
    ],
    ids=range(6),
)
def test_what_is_no_graph_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.pb").write_bytes(content)
    with pytest.raises(WeightsRefused):
        load(tmp_path / "x.pb")


@pytest.mark.parametrize(
    "spoilt",
    [
        constant("InceptionResnetV1/Bottleneck/weights", np.ones((3, 3))),
        constant("InceptionResnetV1/Bottleneck/weights", np.full((1792, 512), np.nan), single=True),
        constant("InceptionResnetV1/Bottleneck/BatchNorm/beta", np.ones((4000, 4000)), single=True),
    ],
    ids=["shape", "nan", "swelling"],
)
def test_a_graph_of_another_network_is_refused(spoilt: bytes, tmp_path: Path) -> None:
    # The last constant of a name counts.
    (tmp_path / "x.pb").write_bytes(unfused(settled()) + spoilt)
    with pytest.raises(WeightsRefused):
        load(tmp_path / "x.pb")
