"""OpenFace's published files, each written here in its own format and read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs adsum[lab]")
h5py = pytest.importorskip("h5py", reason="needs adsum[hdf5]")

from adsum.models.dlib_landmarks import OpenFaceAligner  # noqa: E402 - after those checks
from adsum.models.runtime import Runtime  # noqa: E402
from adsum.models.user_embedder import UserEmbedder, read_model_file  # noqa: E402
from adsum.vision.scales import ScaledDetector  # noqa: E402
from adsum_lab.cli import run  # noqa: E402
from adsum_lab.errors import WeightsRefused  # noqa: E402
from adsum_lab.nets.nn4_small2 import PLANS, Nn4Small2, Plan  # noqa: E402
from adsum_lab.openface import load  # noqa: E402
from adsum_lab.published import convert  # noqa: E402
from tests.conftest import ReadPhoto  # noqa: E402
from tests.unit.lab.test_nn4_small2 import pictures, settled  # noqa: E402
from tests.unit.lab.torch7_writer import Nn, Writer  # noqa: E402

Tree = dict[str, dict[str, np.ndarray]]


def arrays(network: Nn4Small2) -> Tree:
    return {
        name: {k: v.numpy() for k, v in layer.state_dict().items() if v.dim()}
        for name, layer in network.published().items()
    }


def write_csv(network: Nn4Small2, folder: Path) -> Path:
    """As Keras-OpenFace's exportWeight.lua does: every array flat, a number a line."""
    folder = folder / "weights"
    folder.mkdir()
    ends = {"weight": "w", "bias": "b", "running_mean": "m", "running_var": "v"}
    for name, layer in arrays(network).items():
        for kind, array in layer.items():
            text = "\n".join(f"{value:.9g}" for value in array.ravel())
            (folder / f"{name}_{ends[kind]}.csv").write_text(text + "\n")
    return folder


def write_h5(network: Nn4Small2, folder: Path) -> Path:
    """As Keras's `save_weights` does: layer/layer/kind:0, rows x columns x inputs x outputs."""
    conv = {"weight": "kernel", "bias": "bias"}
    norm = {"weight": "gamma", "bias": "beta"}
    norm |= {"running_mean": "moving_mean", "running_var": "moving_variance"}
    with h5py.File(folder / "nn4.small2.v1.h5", "w") as file:
        for name, layer in arrays(network).items():
            known = "dense_layer" if name == "dense" else name
            for kind, array in layer.items():
                if array.ndim == 4:
                    array = np.moveaxis(array, (0, 1), (3, 2))
                elif array.ndim == 2:
                    array = array.T
                keras = (norm if "running_var" in layer else conv)[kind]
                file.create_dataset(f"{known}/{known}/{keras}:0", data=array)
        file.create_dataset("optimizer_weights/training/Adam/iter:0", data=7)
    return folder / "nn4.small2.v1.h5"


def chain(*parts: Nn) -> Nn:
    return Nn("Sequential", {"modules": dict(enumerate(parts, 1)), "train": False})


class Torch7:
    """The modules of nn4.small2.def.lua, as `nn` and `dpnn` hold them."""

    def __init__(self, network: Nn4Small2, *, old: bool = False) -> None:
        self._known, self._old = arrays(network), old
        self._relu = {"inplace": False, "threshold": 0, "output": np.zeros(1, np.float32)}

    def conv(self, name: str) -> Nn:
        weight = self._known[name]["weight"]
        # SpatialConvolutionMM keeps its weights as a matrix.
        flat = weight.reshape(len(weight), -1).copy()
        return Nn(
            "SpatialConvolutionMM", {"weight": flat, "bias": self._known[name]["bias"].copy()}
        )

    def norm(self, name: str) -> Nn:
        fields = {kind: array.copy() for kind, array in self._known[name].items()}
        if self._old:
            fields["running_std"] = 1 / np.sqrt(fields.pop("running_var").astype("f8") + 1e-5)
        return Nn("SpatialBatchNormalization", fields)

    def steps(self, prefix: str, numbers: tuple[str, ...] = ("",)) -> list[Nn]:
        names = [(f"{prefix}_conv{n}", f"{prefix}_bn{n}") for n in numbers]
        relu = Nn("ReLU", self._relu)
        return [part for c, b in names for part in (self.conv(c), self.norm(b), relu)]

    def inception(self, plan: Plan) -> Nn:
        columns = [chain(*self.steps(f"{plan.name}_3x3", ("1", "2")))]
        if plan.five:
            columns.append(chain(*self.steps(f"{plan.name}_5x5", ("1", "2"))))
        pool = chain(Nn("Square", {}), Nn("SpatialAveragePooling", {"kW": 3}), Nn("Sqrt", {}))
        pool.kind = "SpatialLPPooling"
        columns.append(chain(pool, *(self.steps(f"{plan.name}_pool") if plan.pool[1] else ())))
        if plan.one:
            columns.append(chain(*self.steps(f"{plan.name}_1x1")))
        concat = Nn("DepthConcat", {"modules": dict(enumerate(columns, 1)), "dimension": 2})
        return Nn("Inception", {"module": concat})

    def network(self) -> Nn:
        parts = [self.conv("conv1"), self.norm("bn1"), Nn("SpatialMaxPooling", {"kW": 3})]
        parts += [self.conv("conv2"), self.norm("bn2"), self.conv("conv3"), self.norm("bn3")]
        parts += [self.inception(plan) for plan in PLANS]
        dense = {kind: array.copy() for kind, array in self._known["dense"].items()}
        return chain(*parts, Nn("Linear", dense), Nn("Normalize", {"p": 2}))


def write_t7(network: Nn4Small2, folder: Path, *, old: bool = False) -> Path:
    path = folder / "nn4.small2.v1.t7"
    path.write_bytes(Writer().bytes(Torch7(network, old=old).network()))
    return path


def write_old_t7(network: Nn4Small2, folder: Path) -> Path:
    return write_t7(network, folder, old=True)


WRITERS = [write_csv, write_h5, write_t7, write_old_t7]


@pytest.mark.parametrize("write", WRITERS)
def test_the_network_that_was_written_is_read(
    write: Callable[[Nn4Small2, Path], Path], tmp_path: Path
) -> None:
    network, faces = settled(3), pictures(2)
    with torch.no_grad():
        found = load(write(network, tmp_path))(faces)
        expected = network(faces)
    np.testing.assert_allclose(found.numpy(), expected.numpy(), atol=1e-5)


def test_a_whole_keras_model_is_read_like_its_weights(tmp_path: Path) -> None:
    network = settled(4)
    path = write_h5(network, tmp_path)
    with h5py.File(path, "a") as file:
        group = file.create_group("model_weights")
        for name in [key for key in file if key not in ("model_weights", "optimizer_weights")]:
            file.move(name, f"model_weights/{name}")
        assert "conv1" in group
    with torch.no_grad():
        np.testing.assert_allclose(load(path)(pictures(1)), network(pictures(1)), atol=1e-6)


@pytest.fixture(scope="module")
def csv_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_csv(settled(), tmp_path_factory.mktemp("csv"))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("bn3_v", None, "bn3 should have"),
        ("dense_b", "1\n" * 127, "shape"),
        ("conv1_b", "nan\n" * 64, "values"),
        ("bn1_v", "-1\n" * 64, "values"),
        ("bn1_v", "", "else than numbers"),
        ("bn1_v", "__import__('os')", "else than numbers"),
        ("bn1_v", "1\n" * 20_000_000, "no layer"),
        ("inception_6a_conv_w", "1", "not nn4.small2"),
        ("notes", "1", "no layer"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_folder_of_another_network_is_refused(
    name: str, text: str | None, words: str, tmp_path: Path, csv_folder: Path
) -> None:
    for path in csv_folder.iterdir():
        if path.stem != name:
            (tmp_path / path.name).hardlink_to(path)
    if text is not None:
        (tmp_path / f"{name}.csv").write_text(text)
    with pytest.raises(WeightsRefused, match=words):
        load(tmp_path)


def test_an_h5_file_that_points_elsewhere_is_refused(tmp_path: Path) -> None:
    path = write_h5(settled(), tmp_path)
    (tmp_path / "elsewhere").write_bytes(bytes(64 * 4))
    with h5py.File(path, "a") as file:
        del file["conv1/conv1/bias:0"]
        where = [(str(tmp_path / "elsewhere"), 0, 64 * 4)]
        file.create_dataset("conv1/conv1/bias:0", (64,), "<f4", external=where)
    with pytest.raises(WeightsRefused, match="no such network"):
        load(path)
    with h5py.File(path, "a") as file:
        del file["conv1/conv1/bias:0"]
        file["conv1/conv1/bias:0"] = h5py.ExternalLink("other.h5", "/secret")
    with pytest.raises(WeightsRefused, match="conv1 should have"):
        load(path)


def test_an_h5_file_that_would_swell_is_refused(tmp_path: Path) -> None:
    path = write_h5(settled(), tmp_path)
    with h5py.File(path, "a") as file:
        del file["conv1/conv1/bias:0"]
        file.create_dataset(
            "conv1/conv1/bias:0", (10**9,), "<f4", chunks=(10**6,), compression="gzip"
        )
    with pytest.raises(WeightsRefused, match="no such network"):
        load(path)


def test_a_torch7_file_of_another_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.t7"
    layer = Nn("Linear", {"weight": np.ones((2, 2), np.float32), "bias": np.ones(2, np.float32)})
    twice = Nn("Sequential", {"modules": {1: layer, 2: layer}})
    for thing, words in (
        ({"a": 1}, "no network"),
        (twice, "has 2 layers"),
        (Nn("Sequential", {"modules": {1: twice, 2: twice}}), "twice"),
        (Nn("Sequential", {"modules": {1: 5}}), "no modules"),
        (Nn("Sequential", {"modules": {"a": layer}}), "no modules"),
    ):
        path.write_bytes(Writer().bytes(thing))
        with pytest.raises(WeightsRefused, match=words):
            load(path)


def test_layers_in_another_order_are_refused(tmp_path: Path) -> None:
    root = Torch7(settled()).network()
    parts = root.fields["modules"]
    parts[1], parts[2] = parts[2], parts[1]
    path = tmp_path / "x.t7"
    path.write_bytes(Writer().bytes(root))
    with pytest.raises(WeightsRefused, match="conv1 should have"):
        load(path)


@pytest.mark.parametrize("name", ["absent.t7", "absent.h5", "weights.pkl"])
def test_an_absent_or_foreign_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(WeightsRefused):
        load(tmp_path / name)


@pytest.mark.parametrize("name", ["x.t7", "x.h5"])
def test_nonsense_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\x04\x00\x00\x00nonsense" * 20)
    with pytest.raises(WeightsRefused):
        load(tmp_path / name)


@pytest.mark.parametrize("name", ["Adrien_Brody", "Ana_Guevara"])
def test_the_converted_network_is_served_without_pytorch(
    name: str, tmp_path: Path, runtime: Runtime, detector: ScaledDetector, read_photo: ReadPhoto
) -> None:
    pytest.importorskip("dlib", reason="needs adsum[dlib]")
    network = settled(5)
    description = convert("openface", write_t7(network, tmp_path), tmp_path)
    embedder = UserEmbedder(runtime, read_model_file(description))
    photo = read_photo(f"lfw-dev/images/{name}/{name}_0001.jpg")
    face = detector.detect(photo)[0]
    rgb = OpenFaceAligner().crop(photo, face)[:, :, ::-1].astype(np.float32)
    batch = torch.from_numpy(((rgb - 127.5) / 128).transpose(2, 0, 1)[None].copy())
    with torch.no_grad():
        expected = network(batch).numpy()[0]
    np.testing.assert_allclose(embedder.embed(photo, face).vector, expected, atol=1e-4)


def test_the_command_converts_and_refuses_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_t7(settled(), tmp_path)
    assert run(["convert", "openface", str(path), "--output", str(tmp_path / "made")]) == 0
    assert read_model_file(tmp_path / "made/nn4-small2.toml").aligner == "openface"
    path.write_bytes(b"no network")
    assert run(["convert", "openface", str(path), "--output", str(tmp_path)]) == 1
    assert "lab.weights_refused" in capsys.readouterr().err
