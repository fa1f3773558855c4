"""Fixtures that every test may use, and the rule that CI skips nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from adsum.imaging.decode import PhotoDecoder
from adsum.models.runtime import Runtime, RuntimeOptions
from adsum.models.sface import SFace
from adsum.models.yunet import YuNet
from adsum.vision.pipeline import FacePipeline
from adsum.vision.scales import ScaledDetector
from tests.data import WHY_ABSENT, data_folder

ReadPhoto = Callable[[str], NDArray[np.uint8]]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With ADSUM_NO_SKIPS=1 a skipped test fails, so that CI cannot pass by skipping."""
    report = yield
    if not hasattr(report, "wasxfail"):
        _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file that skips itself."""
    report = yield
    _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and os.environ.get("ADSUM_NO_SKIPS") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped, but ADSUM_NO_SKIPS=1 allows no skips: {report.longrepr}"


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of test photos; skips the test where there is none."""
    folder = data_folder()
    if folder is None:
        pytest.skip(WHY_ABSENT)
    return folder


@pytest.fixture(scope="session")
def lfw(data: Path) -> Path:
    """The folder with one folder of photos per person."""
    return data / "lfw-dev" / "images"


@pytest.fixture(scope="session")
def read_photo(data: Path) -> ReadPhoto:
    """Read a photo by its path under the data folder, as BGR."""
    return lambda name: PhotoDecoder().decode((data / name).read_bytes())


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of prepared models that lasts for the session and starts empty."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def runtime(model_cache: Path) -> Runtime:
    return Runtime(RuntimeOptions(model_cache))


@pytest.fixture(scope="session")
def detector(runtime: Runtime) -> ScaledDetector:
    """The detector as the product uses it."""
    return ScaledDetector(YuNet(runtime))


@pytest.fixture(scope="session")
def embedder(runtime: Runtime) -> SFace:
    return SFace(runtime)


@pytest.fixture(scope="session")
def pipeline(detector: ScaledDetector, embedder: SFace) -> FacePipeline:
    """The product's recogniser."""
    return FacePipeline(detector, embedder)


@pytest.fixture
def placed_anew() -> Generator[None]:
    """Where and how precisely a training computes holds for a whole process, which the tests share
    and a run does not."""
    state = pytest.importorskip("accelerate.state").AcceleratorState
    state._reset_state(reset_partial_state=True)
    yield
    state._reset_state(reset_partial_state=True)
