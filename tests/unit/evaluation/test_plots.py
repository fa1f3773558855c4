"""The drawn curves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from adsum.evaluation.identification import Answers, Identification
from adsum.evaluation.plots import (
    PlotsMissing,
    PlotsUnwritable,
    plot_identification,
    plot_verification,
    prepare,
)
from adsum.evaluation.verification import Verification, verify


def verification() -> Verification:
    same = np.tile([True, False], 200)
    scores = np.random.default_rng(0).normal(np.where(same, 0.7, 0.1), 0.15)
    return verify(scores, same, np.repeat(np.arange(4), 100))


def identification(*, perfect: bool = False) -> Identification:
    random = np.random.default_rng(0)
    own, strange = random.uniform(0.5, 0.9, 100), random.uniform(0.1, 0.4, 80)
    rank = np.ones(100, np.intp)
    if not perfect:
        rank[:3], own[:3] = 4, 0.2
    return Identification(
        20,
        Answers(own, own, own - 0.2, rank),
        Answers(np.full(80, -1.0), strange, strange, np.zeros(80, np.intp)),
    )


def colours(path: Path) -> int:
    with PIL.Image.open(path) as picture:
        assert picture.format == "PNG"
        assert picture.width >= 1000
        found = picture.convert("RGB").getcolors(1_000_000)
    return len(found or [])


def test_verification_is_drawn_as_roc_det_and_scores(tmp_path: Path) -> None:
    files = plot_verification(verification(), tmp_path / "new" / "folder")
    assert [file.name for file in files] == ["roc.png", "det.png", "scores.png"]
    assert all(colours(file) > 50 for file in files)


@pytest.mark.parametrize("perfect", [False, True])
def test_identification_is_drawn_as_cmc_det_and_scores(tmp_path: Path, perfect: bool) -> None:
    files = plot_identification(identification(perfect=perfect), tmp_path)
    assert [file.name for file in files] == ["cmc.png", "det.png", "scores.png"]
    assert all(colours(file) > 50 for file in files)


def test_a_perfect_verification_is_drawn_without_a_warning(tmp_path: Path) -> None:
    scores, same = np.array([0.9, 0.1, 0.8, 0.2]), np.array([True, False, True, False])
    plot_verification(verify(scores, same, np.zeros(4, np.intp)), tmp_path)


def test_a_folder_that_cannot_be_made_is_a_named_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PlotsUnwritable) as caught:
        plot_verification(verification(), tmp_path / "file")
    assert caught.value.code == "plots.unwritable"


def test_without_matplotlib_the_error_names_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # None in sys.modules is how Python itself marks a module as not importable.
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(PlotsMissing) as caught:
        prepare(tmp_path)
    assert caught.value.code == "plots.missing"
    assert "pip install 'adsum[plots]'" in caught.value.what_to_do


def test_importing_the_plots_does_not_import_matplotlib() -> None:
    probe = "import sys, adsum.evaluation.plots; print('matplotlib' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.strip() == "False"
