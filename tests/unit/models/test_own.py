"""Models of one's own: kept in the data folder, tried before, used by name."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from adsum.errors import AdsumError
from adsum.models import own
from adsum.models.detectors import UnknownDetector
from adsum.models.onnx_detector import STRIDES
from adsum.models.own import FetchFailed, ModelNameTaken
from adsum.models.recognisers import RECIPES, UnknownRecogniser, build
from adsum.models.runtime import ModelFailed, Runtime
from adsum.models.user_embedder import BadModelFile
from adsum.models.weights import WeightsDamaged
from adsum.vision.types import Box
from tests.data import gradient
from tests.unit.models.test_onnx_detector import constant_model
from tests.unit.models.test_user_embedder import FACE, describe, model


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with a model's file."""
    folder = tmp_path / "source"
    folder.mkdir()
    model(folder / "mine.onnx")
    return folder


@pytest.fixture
def data_home(tmp_path: Path) -> Path:
    return tmp_path / "data"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def address(source: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(source)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_added_model_is_used_by_its_name_when_its_source_is_gone(
    source: Path, data_home: Path, runtime: Runtime
) -> None:
    description = describe(source, threshold=0.4, colour="bgr")
    before = build(str(description), runtime)
    known = own.add(description, data_home, runtime, RECIPES)
    for path in source.iterdir():
        path.unlink()
    after = build("mine", runtime, data_home)
    assert after.made_by == before.made_by and after.threshold == 0.4
    image = gradient(200, 160)
    vectors = [p.describe(image, FACE).embedding.vector for p in (before, after)]
    np.testing.assert_array_equal(*vectors)
    assert own.described(data_home) == [known]
    assert len(known.sha256) == 64


def test_adding_it_again_changes_nothing_and_another_one_is_refused(
    source: Path, data_home: Path, runtime: Runtime
) -> None:
    first = own.add(describe(source), data_home, runtime, RECIPES)
    assert own.add(describe(source), data_home, runtime, RECIPES) == first
    model(source / "mine.onnx", 64)
    with pytest.raises(ModelNameTaken):
        own.add(describe(source, size=64), data_home, runtime, RECIPES)
    assert own.described(data_home) == [first]


def test_a_file_is_fetched_with_its_hash_only(
    source: Path, data_home: Path, runtime: Runtime, address: str
) -> None:
    digest = hashlib.sha256((source / "mine.onnx").read_bytes()).hexdigest()
    place = f"{address}/mine.onnx"
    with pytest.raises(BadModelFile, match="needs its sha256"):
        own.add(describe(source, file=place), data_home, runtime, RECIPES)
    with pytest.raises(WeightsDamaged):
        own.add(describe(source, file=place, sha256="0" * 64), data_home, runtime, RECIPES)
    absent = describe(source, file=f"{address}/absent.onnx", sha256=digest)
    with pytest.raises(FetchFailed, match="404"):
        own.add(absent, data_home, runtime, RECIPES)
    assert own.described(data_home) == []
    known = own.add(describe(source, file=place, sha256=digest), data_home, runtime, RECIPES)
    assert known.sha256 == digest
    assert build("mine", runtime, data_home).made_by.version == f"1+{digest[:8]}"


def test_what_is_no_model_is_not_kept(source: Path, data_home: Path, runtime: Runtime) -> None:
    (source / "mine.onnx").write_bytes(b"no model")
    with pytest.raises(ModelFailed):
        own.add(describe(source), data_home, runtime, RECIPES)
    (source / "mine.onnx").unlink()
    with pytest.raises(FetchFailed):
        own.add(describe(source), data_home, runtime, RECIPES)
    assert list((data_home / "models").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "error"),
    [("sface", ModelNameTaken), ("../sface", BadModelFile), ("Mine", BadModelFile)],
)
def test_a_name_that_is_taken_or_a_path_is_refused(
    name: str, error: type[AdsumError], source: Path, data_home: Path, runtime: Runtime
) -> None:
    with pytest.raises(error):
        own.add(describe(source, name=name), data_home, runtime, RECIPES)
    assert not data_home.exists() or own.described(data_home) == []


def test_an_unknown_name_is_refused_with_those_added(
    source: Path, data_home: Path, runtime: Runtime
) -> None:
    own.add(describe(source), data_home, runtime, RECIPES)
    with pytest.raises(UnknownRecogniser) as caught:
        build("../../mine", runtime, data_home)
    assert "mine" in caught.value.what_to_do


def one_face_in_view(path: Path) -> Path:
    """Write a network of SCRFD's layout that sees one face in every picture of 160 x 160."""
    outputs = {}
    for stride in STRIDES:
        count = (160 // stride) ** 2 * 2
        outputs |= {f"score_{stride}": np.zeros((count, 1)), f"bbox_{stride}": np.ones((count, 4))}
        outputs[f"kps_{stride}"] = np.zeros((count, 10))
    outputs["score_32"][24] = 0.9
    return constant_model(path, outputs)


def test_a_detector_of_ones_own_comes_along(
    source: Path, data_home: Path, runtime: Runtime
) -> None:
    one_face_in_view(source / "finder.onnx")
    description = describe(source, detector="scrfd:finder.onnx")
    picture = np.zeros((160, 160, 3), np.uint8)
    (before,) = build(str(description), runtime).detect(picture)
    own.add(description, data_home, runtime, RECIPES)
    for path in source.iterdir():
        path.unlink()
    (after,) = build("mine", runtime, data_home).detect(picture)
    assert after.box == before.box == Box(32, 32, 64, 64)


@pytest.mark.parametrize("detector", ["haar", "scrfd:absent.onnx", "scrfd:junk.onnx"])
def test_a_detector_that_cannot_be_used_is_refused(
    detector: str, source: Path, data_home: Path, runtime: Runtime
) -> None:
    (source / "junk.onnx").write_bytes(b"no model")
    with pytest.raises((UnknownDetector, ModelFailed)):
        own.add(describe(source, detector=detector), data_home, runtime, RECIPES)
    assert list((data_home / "models").iterdir()) == []
