"""`adsum enrol --classifier`: trained on the user's own gallery, used from then on."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from adsum.cli.root import run

PEOPLE = (
    "Adrien_Brody",
    "Ana_Guevara",
    "Andy_Roddick",
    "Hu_Jintao",
    "Norah_Jones",
    "Anna_Kournikova",
)
STRANGERS = ("Abdel_Madi_Shabneh", "Brandon_Jones", "Christy_Ferer", "Eric_Benet")


@pytest.fixture
def adsum(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Run a command; return its exit code and what it printed."""

    def call(*words: str | Path) -> tuple[int, str]:
        code = run(["--data", str(tmp_path / "home"), *map(str, words)])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return call


def test_a_classifier_of_the_own_gallery_names_people_and_refuses_strangers(
    adsum, lfw: Path, tmp_path: Path
) -> None:
    few = tmp_path / "few"
    for person in PEOPLE[:2]:
        (few / person).mkdir(parents=True)
        for photo in sorted((lfw / person).iterdir())[:2]:
            (few / person / photo.name).symlink_to(photo)
    code, printed = adsum("enrol", few, "--classifier")
    assert code == 1 and "classifier.too_few" in printed
    home = tmp_path / "home"
    home.joinpath("adsum.toml").write_text('matcher = "nearest"\nmargin = 0.04\n')
    for person in PEOPLE:
        (few / person).mkdir(exist_ok=True)
        for photo in sorted((lfw / person).iterdir())[:3]:
            target = few / person / photo.name
            if not target.exists():
                target.symlink_to(photo)
    code, printed = adsum("enrol", few, "--classifier", "--json")
    assert code == 0, printed
    trained = json.loads(printed)["classifier"]
    assert trained["people"] == 6 and trained["photos"] == 18
    assert trained["named"] >= trained["asked"] - 1 and trained["taken"] <= 1
    assert trained["seconds"] < 30
    assert tomllib.loads((home / "adsum.toml").read_text()) == {"matcher": "mlp", "margin": 0.04}
    for person in PEOPLE[:3]:
        another = sorted((lfw / person).iterdir())[3]
        assert person in adsum("identify", another)[1]
    for person in STRANGERS:
        assert "unknown" in adsum("identify", min((lfw / person).iterdir()))[1].lower()
