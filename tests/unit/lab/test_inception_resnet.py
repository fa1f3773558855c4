"""Inception-ResNet-v1: its published tensors and checkpoints; Adsum serves what it exports."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs adsum[lab]")

from adsum.models.runtime import Runtime  # noqa: E402 - after the check for PyTorch
from adsum.models.user_embedder import UserEmbedder, read_model_file  # noqa: E402
from adsum.vision.aligners import BoxMargin  # noqa: E402
from adsum_lab.errors import CheckpointUnreadable  # noqa: E402
from adsum_lab.nets.inception_resnet import InceptionResNetV1, load  # noqa: E402
from adsum_lab.published import convert  # noqa: E402
from tests.data import frontal_face  # noqa: E402

# From facenet-pytorch 2.6.0: names and shapes of the tensors of its network without classifier.
REFERENCE = Path(__file__).parent / "reference" / "facenet_pytorch_state.json"
# What the InceptionResnetV1 of facenet-pytorch 2.6.0 (PyTorch 2.13) answers to `drawn_faces()` with
# `drawn_state()` loaded, in eval mode.
ANSWERS = Path(__file__).parent / "reference" / "facenet_pytorch_embeddings.json"


def drawn_state() -> dict[str, torch.Tensor]:
    """Weights drawn by numpy, whose numbers are the same everywhere."""
    state = {}
    for name, shape in sorted(json.loads(REFERENCE.read_text()).items()):
        random = np.random.default_rng(zlib.crc32(name.encode()))
        drawn = random.normal(0, 0.1, shape)
        if len(shape) > 1:
            drawn *= 10 * np.sqrt(2 / np.prod(shape[1:]))
        elif name.endswith("running_var") or (".bn." in name and name.endswith("weight")):
            drawn = random.uniform(0.5, 1.5, shape)
        state[name] = torch.tensor(drawn, dtype=torch.float32 if shape else torch.int64)
    return state


def drawn_faces() -> torch.Tensor:
    return torch.tensor(
        np.random.default_rng(7).normal(0, 0.5, (2, 3, 160, 160)), dtype=torch.float32
    )


def settled(seed: int = 0) -> InceptionResNetV1:
    """A network with random weights and normalisation, as after some training."""
    torch.manual_seed(seed)
    network = InceptionResNetV1()
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d | torch.nn.BatchNorm1d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
    return network.eval()


def test_every_tensor_has_the_published_name_and_shape() -> None:
    state = {name: list(value.shape) for name, value in InceptionResNetV1().state_dict().items()}
    assert state == json.loads(REFERENCE.read_text())


def test_a_published_checkpoint_loads_without_its_classifier(tmp_path: Path) -> None:
    network, path = settled(), tmp_path / "20180402-114759-vggface2.pt"
    state = network.state_dict()
    state |= {"logits.weight": torch.zeros(8631, 512), "logits.bias": torch.zeros(8631)}
    torch.save(state, path)
    faces = torch.randn(2, 3, 160, 160)
    with torch.no_grad():
        expected, found = network(faces), load(path)(faces)
    np.testing.assert_array_equal(found.numpy(), expected.numpy())
    np.testing.assert_allclose(np.linalg.norm(found.numpy(), axis=1), 1, atol=1e-6)


def test_embeddings_are_those_of_the_published_package(tmp_path: Path) -> None:
    path = tmp_path / "drawn.pt"
    torch.save(drawn_state(), path)
    with torch.no_grad():
        found = load(path)(drawn_faces()).numpy()
    np.testing.assert_allclose(found, json.loads(ANSWERS.read_text()), atol=1e-4)
    assert np.abs(found[0] - found[1]).max() > 1e-2


@pytest.mark.parametrize("content", [b"", b"no checkpoint"])
def test_what_is_no_checkpoint_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.pt"
    path.write_bytes(content)
    with pytest.raises(CheckpointUnreadable):
        load(path)
    torch.save({"last_bn.weight": torch.ones(3)}, path)
    with pytest.raises(CheckpointUnreadable):
        load(path)


def test_a_checkpoint_that_would_run_something_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "trap.pt"

    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return Path.touch, (tmp_path / "sprung",)

    torch.save({"last_bn.weight": Trap()}, path)
    with pytest.raises(CheckpointUnreadable):
        load(path)
    assert not (tmp_path / "sprung").exists()


def test_the_converted_network_is_served_without_pytorch(tmp_path: Path, runtime: Runtime) -> None:
    network, path = settled(), tmp_path / "20180402-114759-vggface2.pt"
    torch.save(network.state_dict(), path)
    embedder = UserEmbedder(runtime, read_model_file(convert("facenet", path, tmp_path)))
    picture = np.random.default_rng(0).integers(0, 255, (200, 200, 3)).astype(np.uint8)
    face = frontal_face(100, (50, 50))
    served = embedder.embed(picture, face).vector
    crop = BoxMargin().crop(picture, face)[:, :, ::-1].astype(np.float32)
    batch = torch.from_numpy(((crop - 127.5) / 128).transpose(2, 0, 1)[None].copy())
    with torch.no_grad():
        expected = network(batch).numpy()[0]
    np.testing.assert_allclose(served, expected, atol=1e-4)
