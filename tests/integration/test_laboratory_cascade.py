"""MTCNN's stages trained on a few photos, and served: small, but nothing left out."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from adsum.models import recognisers
from adsum.models.runtime import Runtime
from adsum.models.user_embedder import BadModelFile
from adsum_lab.cli import run

RECIPE = """
title = "A small cascade"
experiment = "cascade"
goal = 0.9
[data]
photos = 24
watched = 8
tested = 8
without_faces = "{bare}"
smallest = 40
[pnet]
epochs = 15
batch = 32
rate = 4e-3
[rnet]
epochs = 2
batch = 64
[onet]
epochs = 2
batch = 64
"""


@pytest.fixture(scope="module")
def folder(lfw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run beside its photos."""
    folder = tmp_path_factory.mktemp("cascade")
    for person in sorted(lfw.iterdir())[:40]:
        (folder / "images" / person.name).mkdir(parents=True)
        photo = min(person.iterdir())
        (folder / "images" / person.name / photo.name).symlink_to(photo)
    bare, random = folder / "bare", np.random.default_rng(0)
    bare.mkdir()
    for number in range(2):
        noise = random.integers(0, 255, (9, 9, 3)).astype(np.uint8)
        cv2.imwrite(str(bare / f"{number}.png"), cv2.resize(noise, (200, 150)))
    (folder / "small.toml").write_text(RECIPE.format(bare=bare))
    assert _run(folder) == 0
    return folder


def _run(folder: Path) -> int:
    words = ["--images", str(folder / "images"), "--output", str(folder / "runs")]
    return run(["run", str(folder / "small.toml"), *words])


def test_the_stages_learn_and_are_reported(folder: Path) -> None:
    runs = folder / "runs" / "small"
    found = json.loads((runs / "report.json").read_text())
    first, last = found["history"]["pnet"][0], found["history"]["pnet"][-1]
    assert last["watched_loss"] < first["watched_loss"]
    assert last["watched_faces"] > 0.5, "half of the faces' windows are told from background"
    assert found["photos"] == {"learnt": 24, "watched": 8, "tested": 8}
    assert all(found["samples"][stage]["negative"] > 0 for stage in ("pnet", "rnet", "onet"))
    for name in ("report.md", "curves.png", "found.png"):
        assert (runs / name).stat().st_size > 500


def test_a_finished_cascade_is_not_trained_again(folder: Path) -> None:
    history = folder / "runs" / "small" / "onet" / "history.jsonl"
    before = history.read_text()
    assert _run(folder) == 0
    assert history.read_text() == before


def test_adsum_serves_the_cascade_by_its_description(folder: Path, runtime: Runtime) -> None:
    description = folder / "runs" / "small" / "cascade.toml"
    pipeline = recognisers.build(str(description), runtime)
    assert isinstance(pipeline.detect(np.full((120, 120, 3), 90, np.uint8)), list)
    text = description.read_text()
    for broken in (text.replace("onnx", "nowhere", 1), text.replace("min_face = 40", "")):
        other = description.with_name("broken.toml")
        other.write_text(broken)
        with pytest.raises(BadModelFile):
            recognisers.build(str(other), runtime)
