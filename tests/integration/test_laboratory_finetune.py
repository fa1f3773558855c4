"""FaceNet's last layers trained further on a few people: small, but nothing left out."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from adsum.models import weights
from adsum.models.weights import FACENET
from adsum.vision.types import Box, Face
from adsum_lab import facenet_graph
from adsum_lab.cli import run
from adsum_lab.experiments.finetune.judge import centred, watched_rates
from adsum_lab.experiments.finetune.photos import reduced
from adsum_lab.experiments.finetune.trunk import Head, Trunk
from tests.data import two_folds

RECIPE = """
title = "A little further"
goal = 0.05
experiment = "finetune"
losses = ["centre", "triplet"]
people = 3
each = 3
[data]
folds = [2]
photos = 3
watched = 0.3
[train]
epochs = 2
batch = 9
rate = 3e-4
"""
HELD = ("Andy_Roddick", "Hu_Jintao")


@pytest.fixture(scope="module")
def folder(lfw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six people to learn from, two held out by a list of pairs."""
    folder = tmp_path_factory.mktemp("finetune")
    others = [p.name for p in sorted(lfw.iterdir()) if len(list(p.iterdir())) >= 3]
    others = [name for name in others if name not in HELD][:6]
    return two_folds(lfw, folder, others, HELD, photos=3).parent


def test_both_losses_start_from_the_published_weights_and_are_reported(folder: Path) -> None:
    recipe = folder / "further.toml"
    recipe.write_text(RECIPE)
    words = ["--images", str(folder / "images"), "--output", str(folder / "runs")]
    assert run(["run", str(recipe), *words]) == 0
    runs = folder / "runs" / "further"
    found = json.loads((runs / "report.json").read_text())
    assert found["held_out_people"] == 2 and found["people"] == 4
    assert set(found["judged"]) == {"start", "centre", "triplet"}
    assert found["judged"]["start"]["as they are"]["accuracy_mean"] == 1.0
    for name, history in found["history"].items():
        assert history[0] == found["history"]["centre"][0], "both start alike"
        assert history[2]["loss"] < history[1]["loss"]
        assert (runs / name / f"facenet-{name}.toml").exists()


def test_trunk_and_head_are_the_whole_network() -> None:
    weights.read(FACENET)
    net = facenet_graph.load(weights.locate(FACENET))
    picture = torch.randn(2, 3, 160, 160, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        maps = Trunk(net)(picture)
        whole, parts = net(picture), Head(net).eval()(maps)
    assert torch.allclose(torch.nn.functional.normalize(parts), whole, atol=1e-5)
    head = Head(net).train()
    assert not head.last_bn.training, "a batch of few people does not move the statistics"
    assert head.dropout.training


def test_a_small_face_keeps_no_fine_detail() -> None:
    picture = np.zeros((200, 200, 3), np.uint8)
    picture[:, ::2] = 255
    face = Face(Box(50, 50, 100, 100), np.zeros((5, 2), np.float32), 1.0)
    assert reduced(picture, face, 100).std() == picture.std()
    assert reduced(picture, face, 20).std() < 20


def test_rates_are_perfect_where_embeddings_are() -> None:
    people = np.eye(4, dtype=np.float32)[[0, 0, 1, 1, 2, 2]]
    vectors = np.stack([people, people, np.roll(people, 1, axis=0)], axis=1)
    found = watched_rates(vectors, np.array([0, 0, 1, 1, 2, 2]))
    assert found["watched_tar as they are"] == found["watched_tar masked"] == 1
    assert found["watched_tar small"] < 1
    lengths = np.linalg.norm(centred(vectors, people.mean(0)), axis=-1)
    assert np.allclose(lengths, 1)
