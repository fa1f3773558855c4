"""nn4.small2 taught by the default recogniser on a few people: small, but nothing left out."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from adsum.models import recognisers
from adsum.models.runtime import Runtime
from adsum_lab.augment import Amounts, Train
from adsum_lab.cli import run
from adsum_lab.data import faces as face_data
from adsum_lab.data.tree import scan
from adsum_lab.experiments.distil.views import CUT, Batches, Maker, Views, made
from adsum_lab.experiments.embed import recogniser
from tests.data import two_folds

RECIPE = """
title = "A small student"
experiment = "distil"
goal = 0.5
[data]
folds = [2]
watched = 0.45
views = 2
an_epoch = 32
[train]
epochs = 4
batch = 8
rate = 3e-3
precision = "bf16"
[augment]
flip = 0.5
"""
PEOPLE = ("Andy_Roddick", "Hu_Jintao", "Julie_Gerberding", "Norah_Jones")


pytestmark = pytest.mark.usefixtures("placed_anew")


@pytest.fixture(scope="module")
def folder(lfw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four people, two in each fold of a list of pairs."""
    return two_folds(lfw, tmp_path_factory.mktemp("distil"), PEOPLE[:2], PEOPLE[2:]).parent


def test_a_student_is_taught_exported_and_judged_on_others(folder: Path, runtime: Runtime) -> None:
    recipe = folder / "student.toml"
    recipe.write_text(RECIPE)
    words = ["--images", str(folder / "images"), "--output", str(folder / "runs")]
    assert run(["run", str(recipe), *words]) == 0
    runs = folder / "runs" / "student"
    found = json.loads((runs / "report.json").read_text())
    assert found["history"][-1]["loss"] < found["history"][0]["loss"]
    assert found["held_out_people"] == 2 and found["student"]["pairs"] == 4
    learnt = face_data.load(runs / "faces.npz")
    assert learnt.names == PEOPLE[:2], "nobody of the held-out fold was learnt from"
    # Teacher and student tell these four pairs apart as they do: the numbers are in the report.
    assert found["teacher"]["accuracy_mean"] == 1.0
    assert "nn4" in recognisers.build(str(runs / "nn4-small2.toml"), runtime).made_by.model
    recipe.write_text(RECIPE.replace("[2]", "[7]"))
    assert run(["run", str(recipe), *words, "--fresh"]) == 1


def test_views_are_the_same_however_often_their_making_stops(folder: Path, tmp_path: Path) -> None:
    detector, teacher = recogniser("sface-unrefined")
    tree = scan(folder / "images")
    faces = face_data.cut(tree, PEOPLE[:1], detector, CUT, 3)
    change = Train(Amounts(brightness=0.3, flip=0.5))
    maker = Maker(faces, np.arange(3), teacher, change, 0.5, seed=1)
    whole = made(maker, 9, tmp_path / "a")
    stopped = tmp_path / "b"
    made(maker, 9, stopped)
    (stopped / "made.txt").write_text("4")
    again = np.load(stopped / "pictures.npy", mmap_mode="r+")
    again[4:] = 0
    again.flush()
    assert np.array_equal(made(maker, 9, stopped).pictures, whole.pictures)
    assert np.allclose(np.linalg.norm(whole.answers, axis=1), 1, atol=1e-5)


def test_every_view_passes_before_one_comes_again() -> None:
    answers = np.arange(40, dtype=np.float32)[:, None]
    views = Views(np.zeros((40, 96, 96, 3), np.uint8), answers)
    batches = Batches(views, Train(Amounts()), 0.0, an_epoch=20, size=5, seed=2)
    rounds = [
        [int(v) for epoch in (2 * r, 2 * r + 1) for _, target in batches(epoch) for v in target]
        for r in (0, 1)
    ]
    assert [sorted(seen) for seen in rounds] == [list(range(40))] * 2
    assert rounds[0] != rounds[1]
