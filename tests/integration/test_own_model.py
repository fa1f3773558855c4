"""From published weights to the recogniser in use, by the commands alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs adsum[lab]")
pytest.importorskip("dlib", reason="needs adsum[dlib]")

from adsum.cli.root import run
from adsum_lab.cli import run as run_lab
from tests.unit.lab.test_nn4_small2 import settled
from tests.unit.lab.test_openface import write_t7

PEOPLE = ("Adrien_Brody", "Ana_Guevara")


def test_openfaces_weights_become_the_recogniser_in_use_and_go_again(
    lfw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def adsum(*words: str | Path, code: int = 0) -> str:
        assert run(["--data", str(tmp_path / "home"), *map(str, words)]) == code
        printed = capsys.readouterr()
        return printed.err if code else printed.out

    for person in PEOPLE:
        (tmp_path / "people" / person).mkdir(parents=True)
        for photo in sorted((lfw / person).iterdir())[:3]:
            shutil.copy(photo, tmp_path / "people" / person)
    adsum("enrol", tmp_path / "people")
    made = tmp_path / "made"
    weights = write_t7(settled(), tmp_path)
    assert run_lab(["convert", "openface", str(weights), "--output", str(made)]) == 0
    capsys.readouterr()

    adsum("models", "add", made / "nn4-small2.toml")
    shutil.rmtree(made)
    rows = json.loads(adsum("recogniser", "list", "--json"))
    assert next(row["name"] for row in rows if not row["in_use"]) == "nn4-small2"
    # Random weights know nobody: whether they are refused as worse is a matter of luck.
    used = json.loads(adsum("recogniser", "use", "nn4-small2", "--force", "--json"))
    assert used["now"]["photos"] == 6
    status = json.loads(adsum("recogniser", "status", "--json"))
    assert status["active"] == "nn4-small2" and status["lacking"] == 0
    assert any(name.startswith("nn4-small2/1+") for name in status["templates"])

    photo = shutil.copy(sorted((lfw / PEOPLE[0]).iterdir())[0], tmp_path / "probe.jpg")
    adsum("identify", photo)
    adsum("recogniser", "back")
    assert PEOPLE[0] in adsum("identify", photo)
    assert "model.bad_description" in adsum("models", "add", made / "gone.toml", code=1)
