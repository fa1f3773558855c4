"""Trees collected from photos and from a film: good, new faces only, and a report of the rest."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from adsum.vision.pipeline import FacePipeline
from adsum_lab.cli import run
from adsum_lab.data.collect import Collector, Wishes
from adsum_lab.data.tree import scan


def test_photos_become_a_tree_without_bad_and_duplicate_faces(
    lfw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos, tree = tmp_path / "photos", tmp_path / "tree"
    photos.mkdir()
    for person in ("Ana_Guevara", "Adrien_Brody"):
        for path in sorted((lfw / person).iterdir())[:3]:
            shutil.copy(path, photos)
    copied = cv2.imread(str(photos / "Ana_Guevara_0001.jpg"))
    cv2.imwrite(str(photos / "copy.jpg"), copied, [cv2.IMWRITE_JPEG_QUALITY, 80])
    cv2.imwrite(str(photos / "dark.png"), copied // 12)
    cv2.imwrite(str(photos / "wall.png"), np.full((200, 200, 3), 128, np.uint8))
    (photos / "broken.jpg").write_bytes(b"no picture")
    assert run(["collect", str(photos), "--to", str(tree)]) == 0
    report = json.loads((tree / "collected.json").read_text())
    # The third is somebody in the background of one of the photos.
    assert sorted(report["kept"].values()) == [1, 3, 3], "people are told apart without names"
    assert report["dropped"]["nearly the same as one before"] == 1
    assert report["dropped"]["the picture cannot be read"] == 1
    assert report["dropped"]["no face in the picture"] >= 1
    assert report["dropped"]["the face is too dark"] == 1 and report["looked"] == 10
    assert sorted(len(paths) for paths in scan(tree).people.values()) == [1, 3, 3]
    capsys.readouterr()
    assert run(["collect", str(photos), "--to", str(tree)]) == 0
    assert "7 faces of 3 people" in capsys.readouterr().out, "nothing is collected twice"


def test_a_film_of_two_people_becomes_two_folders(data: Path, tmp_path: Path) -> None:
    film, tree = data / "video" / "short_hamilton_clip.mp4", tmp_path / "tree"
    call = ["collect", str(film), "--to", str(tree), "--every", "1", "--most", "3"]
    assert run(call) == 0
    kept = json.loads((tree / "collected.json").read_text())["kept"]
    assert len([name for name, count in kept.items() if count >= 2]) == 2
    assert max(kept.values()) == 3
    assert 8 <= json.loads((tree / "collected.json").read_text())["looked"] <= 12


def test_a_name_is_given_to_the_main_face(
    lfw: Path, tmp_path: Path, pipeline: FacePipeline
) -> None:
    collector = Collector(pipeline, tmp_path, Wishes("Ana"))
    for path in sorted((lfw / "Ana_Guevara").iterdir())[:2]:
        collector.look(cv2.imread(str(path)))
    assert collector.finish().kept == {"Ana": 2}
    assert [path.name for path in sorted((tmp_path / "Ana").iterdir())] == [
        "Ana_0001.jpg",
        "Ana_0002.jpg",
    ]


def test_a_source_without_a_face_is_an_error(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "wall.png"), np.full((200, 200, 3), 128, np.uint8))
    assert run(["collect", str(tmp_path), "--to", str(tmp_path / "tree")]) == 1
