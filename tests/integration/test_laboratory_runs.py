"""Recipes carried out on a few real people, as a user would."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import openvino
import pytest

from adsum_lab.cli import run

RECIPE = """
title = "A few people"
goal = 0.9
[data]
people = {people}
photos = 8
at_least = 15
look_alikes = {pair}
side = {side}
[net]
name = "{net}"
[train]
epochs = {epochs}
batch = 16
rate = 3e-3
patience = {patience}
[augment]
brightness = 0.2
flip = 0.5
"""


@pytest.fixture(scope="module")
def images(lfw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    for person in ("Andy_Roddick", "Hu_Jintao", "Julie_Gerberding", "Norah_Jones"):
        (folder / person).symlink_to(lfw / person)
    return folder


def recipe(folder: Path, **words: object) -> Path:
    usual = {"people": 4, "pair": "false", "side": 112, "net": "mlp", "epochs": 25, "patience": 0}
    path = folder / "few.toml"
    path.write_text(RECIPE.format(**usual | words))
    return path


def carry_out(path: Path, images: Path, *more: str) -> dict:
    output = path.parent / "runs"
    assert run(["run", str(path), "--images", str(images), "--output", str(output), *more]) == 0
    return json.loads((output / path.stem / "report.json").read_text())


def test_a_classifier_of_real_people_is_trained_exported_and_reported(
    images: Path, tmp_path: Path
) -> None:
    found = carry_out(recipe(tmp_path), images)
    folder = tmp_path / "runs" / "few"
    assert found["accuracy"] >= 0.95 and found["photos"]["tested"] == 8
    assert np.sum(found["confusion"]) == 8
    assert found["history"][-1]["loss"] < found["history"][0]["loss"] / 2
    for name in ("report.md", "curves.png", "confusion.png", "examples.png", "classifier.onnx"):
        assert (folder / name).stat().st_size > 100
    assert "**100.0 %**" in (folder / "report.md").read_text()
    net = openvino.Core().compile_model(str(folder / "classifier.onnx"), "CPU")
    assert net(np.zeros((5, 128), np.float32))[0].shape == (5, 4), "any number of rows"


def test_a_finished_run_is_not_trained_again_and_another_recipe_is_refused(
    images: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = recipe(tmp_path, epochs=5)
    first = carry_out(path, images)
    again = carry_out(path, images)
    assert again["resumed"] and again["history"] == first["history"]
    path.write_text(path.read_text() + "\n# changed")
    assert (
        run(["run", str(path), "--images", str(images), "--output", str(path.parent / "runs")]) == 1
    )
    assert "lab.other_recipe" in capsys.readouterr().err
    assert not carry_out(path, images, "--fresh")["resumed"]


def test_a_small_net_learns_two_look_alikes_from_pictures(images: Path, tmp_path: Path) -> None:
    words = {"people": 2, "pair": "true", "side": 224, "epochs": 2, "patience": 5}
    path = recipe(tmp_path, net="small-cnn", **words)
    found = carry_out(path, images)
    assert len(found["people"]) == 2
    assert found["photos"]["watched"] > 0
    assert len(found["history"]) == 2


def test_vgg16_without_its_weights_says_what_is_missing(
    images: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = recipe(tmp_path, people=2, net="vgg16", side=32)
    output = str(tmp_path / "runs")
    assert run(["run", str(path), "--images", str(images), "--output", output]) == 1
    assert "lab.pretrained_missing" in capsys.readouterr().err


def test_faces_are_collected_with_a_manifest_and_shown_augmented(
    images: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet.png"
    call = ["sheet", str(recipe(tmp_path)), "--images", str(images), "--output", str(sheet)]
    assert run(call) == 0 and sheet.stat().st_size > 10_000
    assert run(["check", "--images", str(images)]) == 0
    assert "4 people, 60 photos" in capsys.readouterr().out
