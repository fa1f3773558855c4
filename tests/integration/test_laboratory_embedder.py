"""An embedder trained from shards on a few people, in one process and in two."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from adsum.models import recognisers
from adsum.models.runtime import Runtime
from adsum_lab.augment import Amounts, Train
from adsum_lab.cli import run
from adsum_lab.data import shards
from adsum_lab.data.tree import scan
from adsum_lab.errors import BadData, BadRecipe
from adsum_lab.experiments.embed import recogniser
from adsum_lab.experiments.embedder.recipe import read
from adsum_lab.experiments.embedder.stream import Slice, Streamed
from tests.data import two_folds

RECIPE = """
title = "A small embedder"
experiment = "embedder"
goal = 0.5
net = "{net}"
loss = "{loss}"
size = 64
scale = 16.0
[data]
folds = [2]
watched = 0.4
at_least = 1
per_shard = 10
buffer = 16
[train]
epochs = {epochs}
batch = 16
rate = 2e-3
schedule = "constant"
[augment]
flip = 0.5
"""
LEARNT = ("Andy_Roddick", "Hu_Jintao", "Tom_Ridge", "Tiger_Woods", "Laura_Bush")
HELD_OUT = ("Julie_Gerberding", "Norah_Jones")


pytestmark = pytest.mark.usefixtures("placed_anew")


@pytest.fixture(scope="module")
def images(lfw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_folds(lfw, tmp_path_factory.mktemp("embedder"), LEARNT, HELD_OUT)


def recipe(folder: Path, **words: object) -> Path:
    path = folder / "small.toml"
    usual = {"net": "mobilefacenet", "loss": "arcface", "epochs": 6}
    path.write_text(RECIPE.format(**usual | words))
    return path


def test_an_embedder_learns_from_shards_is_exported_and_judged_on_others(
    images: Path, tmp_path: Path, runtime: Runtime
) -> None:
    words = ["--images", str(images), "--output", str(tmp_path / "runs")]
    assert run(["run", str(recipe(tmp_path)), *words]) == 0
    runs = tmp_path / "runs" / "small"
    found = json.loads((runs / "report.json").read_text())
    assert found["history"][-1]["loss"] < 0.8 * found["history"][0]["loss"]
    assert found["held_out_people"] == 2 and found["end"]["pairs"] == 4
    packed = shards.manifest_of(runs / "shards")
    assert not set(packed.people) & set(HELD_OUT), "nobody of the held-out fold was learnt from"
    assert found["shards"] == len(packed.shards) == -(-packed.faces // 10)
    page = (runs / "report.md").read_text()
    assert "before it had learnt anything" in page and "adsum-lab run" in page
    assert recognisers.build(str(runs / "mobilefacenet.toml"), runtime).made_by.model
    # A finished run is only reported again.
    assert run(["run", str(recipe(tmp_path)), *words]) == 0
    again = json.loads((runs / "report.json").read_text())
    assert again["history"] == found["history"]


@pytest.mark.parametrize("loss", ["centre", "arcface"])
def test_two_processes_carry_out_a_recipe_together(images: Path, tmp_path: Path, loss: str) -> None:
    """The command is that of one process with a launcher before it."""
    output, path = tmp_path / "runs", recipe(tmp_path, loss=loss, net="nn4-small2", epochs=2)
    launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    words = ["run", str(path), "--images", str(images), "--output", str(output)]
    done = subprocess.run(
        [sys.executable, *launcher, "-m", "adsum_lab", *words],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.count("of the held-out pairs right") == 1, "one process reports"
    found = json.loads((output / "small" / "report.json").read_text())
    assert found["processes"] == 2 and len(found["history"]) == 2


ALONE = Slice()


def streamed(paths: list[Path], mine: Slice = ALONE, **words: int) -> Streamed:
    return Streamed(paths, 112, 8, Train(Amounts()), 3, buffer=5, mine=mine, **words)


@pytest.fixture(scope="module")
def packed(images: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder, tree = tmp_path_factory.mktemp("shards"), scan(images)
    shards.pack(tree, list(tree.people), recogniser("sface")[0], 149, folder, per_shard=20)
    return sorted(folder.glob("*.tar"))


def test_an_epoch_shows_every_face_once_and_the_next_another_order(packed: list[Path]) -> None:
    labels = [np.concatenate([part.target for part in streamed(packed)(e)]) for e in (0, 1)]
    everybody = sorted(label for _, label in shards.read(packed))
    # A last batch of one would teach batch norm nothing.
    assert len(everybody) - 1 <= len(labels[0]) <= len(everybody)
    assert labels[0].tolist() != labels[1].tolist()
    assert sorted(labels[0])[:5] == everybody[:5]


def test_processes_share_each_batch_out(packed: list[Path]) -> None:
    whole = list(streamed(packed)(0))
    halves = [list(streamed(packed, Slice(process, 2))(0)) for process in range(2)]
    for together, one, other in zip(whole, *halves, strict=False):
        assert one.whole == other.whole == together.whole
        assert together.target[0::2].tolist() == one.target.tolist()
        assert together.target[1::2].tolist() == other.target.tolist()


def test_shards_take_turns(packed: list[Path]) -> None:
    batches = streamed(packed, an_epoch=1)
    turns = [batches._turn(epoch) for epoch in range(2 * len(packed))]
    assert all(len(turn) == 1 for turn in turns)
    for start in (0, len(packed)):
        assert sorted(turn[0] for turn in turns[start : start + len(packed)]) == packed


def test_pack_writes_shards_and_says_what_was_left_out(
    images: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = tmp_path / "tree"
    for person in HELD_OUT:
        (tree / person).mkdir(parents=True)
        for photo in sorted((images / person).iterdir())[:3]:
            (tree / person / photo.name).symlink_to(photo.resolve())
    (tree / HELD_OUT[0] / "broken.jpg").write_bytes(b"no photo")
    output = tmp_path / "shards"
    assert run(["pack", "--images", str(tree), "--output", str(output), "--shards", "4"]) == 0
    said = capsys.readouterr()
    assert "6 faces of 2 people: 2 shards" in said.out and "broken.jpg" in said.err
    manifest = shards.manifest_of(output)
    assert (manifest.people, manifest.faces, manifest.side) == (HELD_OUT, 6, 160)
    (output / "shard-000001.tar").unlink()
    with pytest.raises(BadData, match="shard-000001"):
        shards.manifest_of(output)
    (output / shards.MANIFEST).write_text("[]")
    with pytest.raises(BadData, match="no shards that adsum-lab packed"):
        shards.manifest_of(output)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"net": "resnet"}, "net is none of"),
        ({"loss": "triplet"}, "loss is none of"),
        ({"net": "inception-resnet-v1"}, "has size 512"),
        ({"epochs": 0}, "epochs"),
    ],
)
def test_a_recipe_that_cannot_be_is_refused(
    tmp_path: Path, words: dict[str, object], fault: str
) -> None:
    with pytest.raises(BadRecipe, match=fault):
        read(recipe(tmp_path, **words))
