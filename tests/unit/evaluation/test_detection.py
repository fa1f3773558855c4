"""Detectors measured on marked faces, with detectors whose faults are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from adsum.evaluation.detection import BadTruth, Marked, Photo, Score, read_truth, score, table
from adsum.imaging.decode import DecodeLimits, PhotoDecoder
from adsum.vision.drawn_masks import drawn_masks
from adsum.vision.types import Box, Face, Image
from tests.data import encoded, frontal_face, gradient

HEADER = (
    "photo,what,x,y,width,height,right_eye_x,right_eye_y,left_eye_x,left_eye_y,nose_x,nose_y,"
    "right_mouth_x,right_mouth_y,left_mouth_x,left_mouth_y\n"
)


def marked(size: float = 100.0, at: tuple[float, float] = (0.0, 0.0)) -> Marked:
    face = frontal_face(size, at)
    return Marked(face.box, face.landmarks)


def shifted(face: Face, by: float) -> Face:
    box = Box(face.box.x + by, face.box.y, face.box.width, face.box.height)
    return Face(box, face.landmarks + np.float32([by, 0]), face.confidence)


PHOTO = Photo(
    Path("x.png"), (marked(), marked(40, (200, 0)), marked(80, (300, 0))), (Box(400, 0, 50, 50),)
)


def test_recall_errors_and_false_ones_are_counted() -> None:
    result = Score()
    seen = [
        shifted(frontal_face(100), 4),
        frontal_face(80, (300, 0)),
        frontal_face(30, (410, 10)),  # what is not judged
        frontal_face(30, (320, 20)),  # a found face once more
        frontal_face(30, (500, 90)),  # nothing
    ]
    result.add(PHOTO, seen, 0.5)
    result.add(Photo(Path("y.png"), (), ()), [], 0.1)
    found = result.to_json()
    assert found["recall"] == {"all": [2, 3], "small": [0, 1], "turned": [0, 0]}
    assert found["false_per_photo"] == 0.5
    # The first is 4 pixels off with 40 between the eyes, the second is exact.
    assert found["landmark_error"] == pytest.approx(0.05, abs=1e-6)
    assert found["box_overlap"] == pytest.approx((96 / 104 + 1) / 2)
    assert found["ms_per_photo"] == pytest.approx(300)


def test_a_detection_finds_one_face_only() -> None:
    both = Photo(Path("x.png"), (marked(100), marked(100, (20, 0))), ())
    result = Score()
    result.add(both, [frontal_face(100, (10, 0))], 0.0)
    assert result.to_json()["recall"]["all"] == [1, 2]


def test_a_turned_head_and_a_profile_are_turned() -> None:
    face = frontal_face(100)
    away = face.landmarks.copy()
    away[2, 0] += 13
    assert not marked().turned
    assert Marked(face.box, away).turned and Marked(face.box, None).turned


def test_the_truth_is_read_from_several_folders(tmp_path: Path) -> None:
    for folder, name in (("a", "one.png"), ("b", "two.png")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(b"x")
    points = ",".join(str(number) for number in range(10))
    truth = tmp_path / "truth.csv"
    rows = [f"one.png,face,1,2,3,4,{points}", f"two.png,face,1,2,3,4{',' * 10}"]
    rows.append(f"two.png,ignore,5,6,7,8{',' * 10}")
    truth.write_text(HEADER + "\n".join(rows))
    one, two = read_truth(truth, [tmp_path / "a", tmp_path / "b"])
    assert one.faces[0].box == Box(1, 2, 3, 4)
    np.testing.assert_array_equal(one.faces[0].landmarks, np.arange(10).reshape(5, 2))
    assert two.path == tmp_path / "b" / "two.png" and two.faces[0].landmarks is None
    assert two.ignored == (Box(5, 6, 7, 8),)
    (tmp_path / "a" / "one.png").unlink()
    with pytest.raises(BadTruth, match=r"one\.png"):
        read_truth(truth, [tmp_path / "a", tmp_path / "b"])


@pytest.mark.parametrize(
    "text", ["", "photo,what\nx,face\n", HEADER + "x,face,a,b,c,d,,,,,,,,,,\n"]
)
def test_a_truth_that_cannot_be_read_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "truth.csv").write_text(text)
    if text:
        with pytest.raises(BadTruth):
            read_truth(tmp_path / "truth.csv", [tmp_path])
    with pytest.raises(BadTruth):
        read_truth(tmp_path / "absent.csv", [tmp_path])


class Remembering:
    """A detector that always sees the same face, and keeps what it was shown."""

    def __init__(self) -> None:
        self.shown: list[Image] = []

    def detect(self, image: Image) -> list[Face]:
        self.shown.append(image)
        return [frontal_face(100)]


def test_faces_that_look_ahead_are_sought_again_with_a_mask(tmp_path: Path) -> None:
    import PIL.Image

    picture = gradient(200, 160)
    path = tmp_path / "x.png"
    path.write_bytes(encoded(PIL.Image.fromarray(picture), "PNG"))
    photos = [Photo(path, (marked(), Marked(Box(120, 0, 60, 60), None)), ())]
    detector = Remembering()
    decoder = PhotoDecoder(DecodeLimits(10_000_000, 10_000_000))
    row = score(detector, photos, decoder, drawn_masks())
    assert row["recall"]["all"] == [1, 2]
    assert row["masked"]["recall"]["all"] == [1, 1]
    warm, bare, dressed = detector.shown
    np.testing.assert_array_equal(warm, bare)
    mouth = (slice(70, 90), slice(40, 60))
    assert np.abs(dressed[mouth].astype(int) - bare[mouth]).mean() > 10
    lines = table({"first": row, "second": row}).splitlines()
    assert len(lines) == 4 and lines[2].startswith("| `first` | 50.0 % of 2 |")
    assert lines[3].endswith("| 1.0 |")
