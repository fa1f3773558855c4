"""The detector: its decoding computed another way, and real photos."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from adsum.imaging.decode import PhotoDecoder
from adsum.models.runtime import Runtime
from adsum.models.yunet import YuNet, decode
from adsum.vision.scales import ScaledDetector, iou
from adsum.vision.types import Box, Face, Image
from tests.conftest import ReadPhoto


def test_decoding_equals_a_plain_loop_over_the_cells() -> None:
    random = np.random.default_rng(0)
    stride, columns, rows = 16, 5, 4
    outputs = {
        "cls_16": random.uniform(0, 1.2, (1, 20, 1)).astype(np.float32),
        "obj_16": random.uniform(-0.1, 1, (1, 20, 1)).astype(np.float32),
        "bbox_16": random.normal(size=(1, 20, 4)).astype(np.float32),
        "kps_16": random.normal(size=(1, 20, 10)).astype(np.float32),
    }
    expected = []
    for row in range(rows):
        for column in range(columns):
            cell = row * columns + column
            cls, obj = (min(1, max(0, float(outputs[k][0, cell, 0]))) for k in ("cls_16", "obj_16"))
            if (cls * obj) ** 0.5 < 0.6:
                continue
            dx, dy, log_w, log_h = map(float, outputs["bbox_16"][0, cell])
            width, height = stride * np.exp(log_w), stride * np.exp(log_h)
            x, y = (column + dx) * stride - width / 2, (row + dy) * stride - height / 2
            points = outputs["kps_16"][0, cell]
            landmarks = [
                ((column + points[2 * i]) * stride, (row + points[2 * i + 1]) * stride)
                for i in range(5)
            ]
            expected.append(((x, y, width, height), landmarks, (cls * obj) ** 0.5))
    found = decode(outputs, stride, columns, 0.6)
    assert len(found) == len(expected) > 3
    for face, (box, landmarks, sure) in zip(found, expected, strict=True):
        assert (face.box.x, face.box.y, face.box.width, face.box.height) == pytest.approx(
            box, rel=1e-4, abs=1e-3
        )
        np.testing.assert_allclose(face.landmarks, landmarks, rtol=1e-4, atol=1e-3)
        assert face.confidence == pytest.approx(sure, abs=1e-6)


def test_two_people_in_one_photo_are_two_faces(
    read_photo: ReadPhoto, detector: ScaledDetector
) -> None:
    faces = detector.detect(read_photo("faces/two_people.jpg"))
    assert len(faces) == 2
    for face in faces:
        right_eye, left_eye, nose, mouth_right, mouth_left = face.landmarks
        assert right_eye[0] < nose[0] < left_eye[0]
        assert max(right_eye[1], left_eye[1]) < nose[1] < min(mouth_right[1], mouth_left[1])
        assert face.box.x < nose[0] < face.box.x + face.box.width
    assert faces[0].confidence >= faces[1].confidence


def test_a_picture_without_a_face_has_none(detector: ScaledDetector) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (480, 640, 3), dtype=np.uint8)
    assert detector.detect(noise) == []
    assert detector.detect(np.zeros((480, 640, 3), np.uint8)) == []


@pytest.mark.parametrize("size", [(1, 1), (1, 700), (700, 1), (31, 33), (2, 5000)])
def test_a_picture_of_any_shape_is_looked_at(
    detector: ScaledDetector, size: tuple[int, int]
) -> None:
    assert detector.detect(np.full((*size, 3), 127, np.uint8)) == []


def test_a_moved_picture_has_a_moved_face(read_photo: ReadPhoto, detector: ScaledDetector) -> None:
    image = read_photo("lfw-dev/images/Abel_Pacheco/Abel_Pacheco_0001.jpg")
    before = detector.detect(image)[0]
    after = detector.detect(cv2.copyMakeBorder(image, 64, 0, 96, 0, cv2.BORDER_REPLICATE))[0]
    np.testing.assert_allclose(after.landmarks - [96, 64], before.landmarks, atol=4)


def mosaic(lfw: Path, size: int, columns: int = 8, rows: int = 5) -> tuple[Image, list[Box]]:
    """Forty people side by side, `size` pixels each, and where their faces should be."""
    folders = sorted(lfw.iterdir())[: columns * rows * 20 : 20]
    tiles = []
    for folder in folders:
        image = PhotoDecoder().decode(min(folder.iterdir()).read_bytes())
        # The middle 155 pixels of an LFW photo hold the face and hardly a bystander.
        middle = image[45:200, 48:203]
        inner, frame = size * 8 // 10, size // 10
        tile = cv2.resize(middle, (inner, inner), interpolation=cv2.INTER_AREA)
        # A frame, because the halves of two faces that meet at a seam can look like one.
        sides = (frame, size - inner - frame)
        grey = (127, 127, 127)
        tiles.append(cv2.copyMakeBorder(tile, *sides, *sides, cv2.BORDER_CONSTANT, value=grey))
    picture = np.vstack([np.hstack(tiles[r * columns : (r + 1) * columns]) for r in range(rows)])
    quarter = size / 4
    expected = [
        Box(x * size + quarter, y * size + quarter, size / 2, size / 2)
        for y in range(rows)
        for x in range(columns)
    ]
    return picture, expected


def centred_in(face: Face, box: Box) -> bool:
    x, y = face.box.centre
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height


@pytest.mark.parametrize("size", [150, 60], ids=["fine", "small"])
def test_forty_faces_in_one_picture_are_all_found_once(
    lfw: Path, detector: ScaledDetector, size: int
) -> None:
    picture, expected = mosaic(lfw, size)
    faces = detector.detect(picture)
    for box in expected:
        assert sum(centred_in(face, box) for face in faces) == 1
    assert len(faces) == 40
    assert all(iou(a.box, b.box) < 0.4 for a in faces for b in faces if a is not b)


def test_a_higher_confidence_finds_a_part_of_the_faces(lfw: Path, runtime: Runtime) -> None:
    picture, _ = mosaic(lfw, 60)
    counts = [len(YuNet(runtime, min_confidence=c).detect(picture)) for c in (0.5, 0.7, 0.9, 0.999)]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 0
