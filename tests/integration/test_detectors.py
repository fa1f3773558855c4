"""The detectors on faces that were marked by hand."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from adsum.cli.root import run
from tests.data import REPOSITORY

TRUTH = REPOSITORY / "docs" / "results" / "detector-faces.csv"
PHOTOS = ("Geoffrey_Davis", "Ken_Watanabe", "Marion_Barry", "Steve-O", "Tina_Fey")


def rows() -> list[dict[str, str]]:
    with TRUTH.open(newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_marked_faces_are_enough_and_make_sense() -> None:
    faces = [row for row in rows() if row["what"] == "face"]
    assert len(faces) >= 60
    for row in faces:
        x, y, width, height = (float(row[name]) for name in ("x", "y", "width", "height"))
        if row["nose_x"]:
            # The points lie in the box, or as far out as a turned or cut face brings them.
            assert x - 0.1 * width <= float(row["nose_x"]) <= x + 1.1 * width
            assert float(row["right_eye_y"]) < float(row["right_mouth_y"])
            assert y < float(row["nose_y"]) < y + height


@pytest.mark.parametrize("name", ["yunet", "mtcnn", "hog"])
def test_a_detector_is_measured_on_them(
    name: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if name == "hog":
        pytest.importorskip("dlib", reason="needs adsum[dlib]")
    few = [row for row in rows() if row["photo"].split("/")[-2] in PHOTOS]
    truth = tmp_path / "truth.csv"
    with truth.open("w", newline="") as file:
        writer = csv.DictWriter(file, few[0].keys())
        writer.writeheader()
        writer.writerows(few)
    words = ["evaluate", "detectors", "--truth", truth, "--images", data, "--detectors", name]
    words += ["--masks", data / "masks", "--json"]
    assert run(["--data", str(tmp_path / "home"), *map(str, words)]) == 0
    row = json.loads(capsys.readouterr().out)[name]
    found, of = row["recall"]["all"]
    assert of == 12
    assert found >= {"yunet": 11, "mtcnn": 10, "hog": 4}[name]
    assert row["landmark_error"] < {"yunet": 0.1, "mtcnn": 0.1, "hog": 0.25}[name]
    assert row["masked"]["recall"]["all"][1] > 4


def test_an_unknown_detector_is_refused_with_the_known_ones(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["evaluate", "detectors", "--truth", TRUTH, "--images", data, "--detectors", "haar"]
    few = tmp_path / "few.csv"
    few.write_text("".join(TRUTH.read_text().splitlines(keepends=True)[:2]))
    words[3] = few
    assert run(["--data", str(tmp_path / "home"), *map(str, words)]) == 1
    said = capsys.readouterr().err
    assert "detector.unknown" in said and "yunet" in said
