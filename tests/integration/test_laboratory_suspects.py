"""Mislabelled and repeated photos of real people are named by `adsum-lab check --faces`."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import pytest

from adsum_lab.cli import run


def test_a_photo_in_the_wrong_folder_and_one_twice_are_named(
    lfw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for person in ("Adrien_Brody", "Ana_Guevara", "Norah_Jones"):
        (tmp_path / person).mkdir()
        for photo in sorted((lfw / person).iterdir())[:4]:
            shutil.copy(photo, tmp_path / person)
    call = ["check", "--images", str(tmp_path), "--faces"]
    assert run(call) == 0
    assert "right folder" not in (printed := capsys.readouterr().out) and "nearly" not in printed
    brody, guevara = tmp_path / "Adrien_Brody", tmp_path / "Ana_Guevara"
    shutil.move(brody / "Adrien_Brody_0004.jpg", guevara / "wrong.jpg")
    again = cv2.resize(cv2.imread(str(guevara / "Ana_Guevara_0002.jpg")), (220, 220))
    cv2.imwrite(str(tmp_path / "Norah_Jones" / "again.jpg"), again)
    assert run(call) == 0
    printed = capsys.readouterr().out
    assert "Ana_Guevara/wrong.jpg looks like Adrien_Brody" in printed
    assert "Ana_Guevara/Ana_Guevara_0002.jpg and Norah_Jones/again.jpg" in printed
    assert printed.count("right folder") <= 2 and printed.count("nearly") == 1
