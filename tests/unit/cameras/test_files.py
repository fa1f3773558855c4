"""Photos in files and folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from adsum.cameras.files import (
    FileMissing,
    FileTooLarge,
    FileUnreadable,
    NameMissing,
    PhotoFile,
    photos_of_people,
    pictures,
)
from tests.unit.storage.folders import as_somebody_else, open_to_all


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 10)


def test_a_file_is_read_up_to_the_limit_and_not_beyond(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg")
    assert PhotoFile(tmp_path / "a.jpg", 10).read() == b"x" * 10
    with pytest.raises(FileTooLarge, match="10 bytes"):
        PhotoFile(tmp_path / "a.jpg", 9).read()


def test_a_link_is_read_as_its_file(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg")
    (tmp_path / "link.jpg").symlink_to("a.jpg")
    assert PhotoFile(tmp_path / "link.jpg", 10).read() == b"x" * 10


def test_what_does_not_exist_is_missing(tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").symlink_to("nowhere")
    for name in ("a.jpg", "broken.jpg", "a.jpg/b.jpg"):
        with pytest.raises(FileMissing):
            PhotoFile(tmp_path / name, 10).read()


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    for path in (tmp_path / "pipe.jpg", tmp_path, Path("/dev/zero")):
        with pytest.raises(FileUnreadable, match="not a file"):
            PhotoFile(path, 10).read()


@pytest.mark.parametrize("name", ["x" * 300 + ".jpg", "a.jpg/b.jpg"])
def test_a_path_that_the_system_refuses_is_an_error_with_a_name(tmp_path: Path, name: str) -> None:
    make(tmp_path, "a.jpg")
    with pytest.raises(FileUnreadable):
        PhotoFile(tmp_path / name, 10).read()


def test_a_file_of_somebody_else_cannot_be_read() -> None:
    with open_to_all() as folder:
        make(folder, "a.jpg")
        (folder / "a.jpg").chmod(0o600)
        with as_somebody_else(), pytest.raises(FileUnreadable, match="ermission"):
            PhotoFile(folder / "a.jpg", 10).read()


def test_folders_are_people_and_lone_photos_are_named_by_their_file(tmp_path: Path) -> None:
    make(tmp_path, "Ada/2.jpg", "Ada/1.jpg", "Ada/more/3.jpg", "Bob/1.jpg", "Cid Cox.png")
    make(tmp_path, ".hidden/1.jpg", "Ada/.thumb.jpg")
    found = [(name, str(p.relative_to(tmp_path))) for name, p in photos_of_people([tmp_path], None)]
    assert found == [
        ("Ada", "Ada/1.jpg"),
        ("Ada", "Ada/2.jpg"),
        ("Ada", "Ada/more/3.jpg"),
        ("Bob", "Bob/1.jpg"),
        ("Cid Cox", "Cid Cox.png"),
    ]


def test_with_a_name_every_photo_is_that_persons(tmp_path: Path) -> None:
    make(tmp_path, "a/1.jpg", "b.jpg")
    paths = [tmp_path / "a", tmp_path / "b.jpg", tmp_path / "missing.jpg"]
    found = [(name, p.name) for name, p in photos_of_people(paths, "Ada")]
    assert found == [("Ada", "1.jpg"), ("Ada", "b.jpg"), ("Ada", "missing.jpg")]


def test_a_lone_photo_needs_a_name(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg")
    with pytest.raises(NameMissing) as caught:
        list(photos_of_people([tmp_path / "a.jpg"], None))
    assert "--name" in caught.value.what_to_do


def test_a_missing_path_does_not_keep_the_others_back(tmp_path: Path) -> None:
    make(tmp_path, "Ada/1.jpg")
    paths = [tmp_path / "missing", tmp_path]
    found = list(photos_of_people(paths, None))
    assert found == [("missing", paths[0]), ("Ada", tmp_path / "Ada" / "1.jpg")]


def test_a_folder_that_cannot_be_read_does_not_keep_the_others_back() -> None:
    with open_to_all() as folder:
        make(folder, "Ada/1.jpg", "Bob/1.jpg")
        (folder / "Ada").chmod(0o700)
        with as_somebody_else():
            found = list(photos_of_people([folder], None))
            assert found == [("Ada", folder / "Ada"), ("Bob", folder / "Bob" / "1.jpg")]
            with pytest.raises(FileUnreadable):
                PhotoFile(folder / "Ada", 10).read()


def test_a_link_back_to_its_own_folder_is_passed_over(tmp_path: Path) -> None:
    make(tmp_path, "Ada/1.jpg")
    (tmp_path / "Ada" / "loop").symlink_to(tmp_path)
    (tmp_path / "Ada" / "self").symlink_to(".")
    found = [p for p in pictures([tmp_path]) if p.name == "1.jpg"]
    assert found == [tmp_path / "Ada" / "1.jpg"]


def test_a_link_to_another_folder_is_followed(tmp_path: Path) -> None:
    make(tmp_path, "photos/1.jpg")
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "Ada").symlink_to(tmp_path / "photos")
    found = list(photos_of_people([tmp_path / "people"], None))
    assert found == [("Ada", tmp_path / "people" / "Ada" / "1.jpg")]
