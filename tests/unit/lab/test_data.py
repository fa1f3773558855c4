"""Photos in, faces out; what is bad is named and left out; splits and batches keep their
promise."""

from __future__ import annotations

import io
import shutil
import tarfile
from pathlib import Path

import numpy as np
import pytest

from adsum.vision.scales import ScaledDetector
from adsum_lab.data import faces, shards
from adsum_lab.data.splits import balanced, identity_disjoint, stratified
from adsum_lab.data.tree import scan
from adsum_lab.errors import BadData

LABELS = [0] * 10 + [1] * 7 + [2] * 2 + [3]


@pytest.fixture
def tree(lfw: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "people"
    for person in ("Adrien_Brody", "Ana_Guevara"):
        (folder / person).mkdir(parents=True)
        for photo in sorted((lfw / person).iterdir())[:3]:
            shutil.copy(photo, folder / person)
    return folder


def test_bad_photos_are_named_and_left_out(tree: Path, detector: ScaledDetector) -> None:
    brody, guevara = tree / "Adrien_Brody", tree / "Ana_Guevara"
    shutil.copy(brody / "Adrien_Brody_0001.jpg", brody / "copy.jpg")
    shutil.copy(brody / "Adrien_Brody_0002.jpg", guevara / "mislabelled.jpg")
    (guevara / "broken.jpg").write_bytes(b"no picture")
    (guevara / "notes.txt").write_text("not a photo")
    (tree / "Nobody").mkdir()
    found = scan(tree)
    cut = faces.cut(found, found.people, detector, 112)
    words = "\n".join(cut.faults)
    assert cut.names == ("Adrien_Brody", "Ana_Guevara")
    assert [int((cut.labels == label).sum()) for label in (0, 1)] == [2, 3]
    assert "copy.jpg: copy of Adrien_Brody_0001.jpg" in words
    assert "Adrien_Brody, Ana_Guevara: the same photo" in words
    assert "Nobody: no photo" in words and "Ana_Guevara/broken.jpg" in words
    assert len(cut.faults) == 4


def test_faces_are_upright_where_the_frame_says(tree: Path, detector: ScaledDetector) -> None:
    cut = faces.cut(scan(tree), ["Ana_Guevara"], detector, 160, 2)
    assert cut.pictures.shape == (2, 160, 160, 3)
    for picture, landmarks in zip(cut.pictures, cut.landmarks, strict=True):
        assert np.abs(landmarks - faces.frame(160)).mean() < 6
        again = detector.detect(np.ascontiguousarray(picture))[0].landmarks
        assert np.abs(again - landmarks).mean() < 4


def test_faces_come_back_from_their_file(
    tree: Path, tmp_path: Path, detector: ScaledDetector
) -> None:
    cut, path = faces.cut(scan(tree), scan(tree).people, detector, 64), tmp_path / "faces.npz"
    cut.save(path)
    again = faces.load(path)
    assert np.array_equal(again.pictures, cut.pictures) and again.sources == cut.sources
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(BadData, match="holds no faces"):
        faces.load(path)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(BadData):
            scan(folder)


def test_a_stratified_split_has_70_of_100_of_everybody() -> None:
    first, second = stratified(LABELS, 0.7, seed=3)
    labels = np.array(LABELS)
    assert sorted([*first, *second]) == list(range(len(LABELS)))
    assert np.bincount(labels[first]).tolist() == [7, 5, 1, 1]
    assert np.bincount(labels[second]).tolist() == [3, 2, 1]
    assert not np.array_equal(first, stratified(LABELS, 0.7, seed=4)[0])


def test_a_disjoint_split_shares_nobody() -> None:
    first, second = identity_disjoint(LABELS, 0.5, seed=1)
    labels = np.array(LABELS)
    assert not set(labels[first]) & set(labels[second])
    assert len(first) + len(second) == len(LABELS)
    assert len(set(labels[first])) == 2


def test_balanced_batches_have_p_people_with_k_photos() -> None:
    batches = balanced(LABELS, people=2, photos=4, seed=0)
    seen = [np.array(LABELS)[batch] for batch in batches]
    assert [sorted(np.unique(s, return_counts=True)[1]) for s in seen] == [[4, 4], [4, 4]]
    assert sorted(np.unique(np.concatenate(seen))) == [0, 1, 2, 3]
    assert len(set(batches[0])) >= 5, "photos repeat only where there are too few"


def test_shards_stream_every_face_once(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    pictures = [np.full((32, 32, 3), value, np.uint8) for value in random.integers(0, 255, 25)]
    written = shards.write(tmp_path, ((p, i) for i, p in enumerate(pictures)), per_shard=10)
    assert [path.name for path in written] == [f"shard-{i:06}.tar" for i in range(3)]
    found = list(shards.read(written))
    assert [label for _, label in found] == list(range(25))
    for picture, label in found:
        assert np.abs(picture.astype(int) - pictures[label]).max() <= 2
    shuffled = [label for _, label in shards.shuffled(written, buffer=8, seed=1)]
    assert sorted(shuffled) == list(range(25)) and shuffled != list(range(25))


def test_a_damaged_member_is_passed_over(tmp_path: Path) -> None:
    (path,) = shards.write(tmp_path, [(np.zeros((8, 8, 3), np.uint8), 7)])
    with tarfile.open(path, "a") as archive:
        for name, content in (("1.jpg", b"no picture"), ("1.cls", b"3")):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    assert [label for _, label in shards.read([path])] == [7]


def test_a_damaged_shard_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "shard.tar"
    path.write_bytes(b"no archive")
    with pytest.raises(BadData, match=r"shard\.tar"):
        list(shards.read([path]))
