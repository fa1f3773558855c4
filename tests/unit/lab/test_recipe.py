"""Recipes: those that come with Adsum can be read, bad ones are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from adsum_lab import recipe
from adsum_lab.errors import BadRecipe, PretrainedMissing
from adsum_lab.experiments.all import find
from adsum_lab.pretrained import state_dict

FOLDER = Path(__file__).resolve().parents[3] / "recipes"
GOOD = 'title = "t"\ngoal = 0.9\n[net]\nname = "mlp"\n'


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_recipe_that_comes_with_adsum_can_be_read(path: Path) -> None:
    assert find(path).read(path).title


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title =", "cannot be read"),
        ('title = "t"\n[net]\nname = "mlp"', "goal"),
        (GOOD + "colour = 3", "does not know colour"),
        (GOOD.replace("mlp", "magic"), "net.name"),
        (GOOD + "[train]\nrate = 0", "rate"),
        (GOOD + "[data]\npeople = 3\nlook_alikes = true", "look_alikes"),
    ],
)
def test_a_bad_recipe_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "r.toml"
    path.write_text(text)
    with pytest.raises(BadRecipe, match=words):
        recipe.read(path)


def test_published_weights_are_refused_unless_they_are_the_ones(tmp_path: Path) -> None:
    path = tmp_path / "w.pth"
    path.write_bytes(b"something else")
    for source, digest in (("", ""), (str(path), "0" * 64), (str(tmp_path / "none"), "0" * 64)):
        with pytest.raises(PretrainedMissing):
            state_dict(source, digest)
