"""ZIP archives from anybody: what is read, and what a hostile one is refused for."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from adsum.cameras.archive import (
    ArchiveBounds,
    ArchiveTooLarge,
    BadArchive,
    BadMember,
    ZipArchives,
    ZipPhotos,
)


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return io.BytesIO(made.getvalue())


@contextmanager
def opened(file: io.BytesIO, bounds: ArchiveBounds | None = None) -> Iterator[ZipPhotos]:
    with ZipArchives(bounds).open(file) as archive:
        yield archive


def test_files_are_read_and_what_systems_leave_behind_is_not() -> None:
    files = {
        "Ada/1.jpg": b"1",
        "__MACOSX/Ada/._1.jpg": b"x",
        "Ada/.DS_Store": b"x",
        "Thumbs.db": b"",
    }
    with opened(packed(files)) as archive:
        assert [member.path for member in archive.members] == ["Ada/1.jpg"]
        assert archive.read("Ada/1.jpg") == b"1"


@pytest.mark.parametrize("path", ["../../etc/passwd.jpg", "/etc/passwd.jpg", "C:\\x\\y.jpg"])
def test_a_path_out_of_the_archive_is_refused_and_read_by_nobody(path: str) -> None:
    with opened(packed({path: b"x", "Ada/1.jpg": b"1"})) as archive:
        bad = [member for member in archive.members if member.error is not None]
        assert len(bad) == 1
        with pytest.raises(BadMember):
            archive.read(bad[0].path)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = packed({"Ada/1.jpg": b"\0" * 20_000_000}, zipfile.ZIP_DEFLATED)
    with opened(bomb) as archive:
        (member,) = archive.members
        assert member.error is not None
        assert "unpacks to far too much" in member.error.message


def test_a_file_that_is_larger_than_it_says_is_not_read_to_its_end() -> None:
    honest = packed({"Ada/1.jpg": b"\0" * 50_000}, zipfile.ZIP_DEFLATED).getvalue()
    lying = io.BytesIO(honest.replace((50_000).to_bytes(4, "little"), (50).to_bytes(4, "little")))
    with opened(lying) as archive, pytest.raises(BadMember):
        archive.read("Ada/1.jpg")


def test_archives_with_too_much_in_them_are_refused_as_a_whole() -> None:
    with (
        pytest.raises(ArchiveTooLarge),
        opened(packed({f"{n}.jpg": b"" for n in range(11)}), ArchiveBounds(members=10)),
    ):
        pass
    with (
        pytest.raises(ArchiveTooLarge),
        opened(packed({"a.jpg": b"x" * 60, "b.jpg": b"x" * 60}), ArchiveBounds(unpacked=100)),
    ):
        pass


def test_a_link_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        link = zipfile.ZipInfo("Ada/1.jpg")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with opened(made) as archive:
        (member,) = archive.members
        assert member.error is not None
        assert member.error.message.endswith("is a link")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\xff\xd8\xff a photo"])
def test_what_is_no_archive_is_refused(content: bytes) -> None:
    with pytest.raises(BadArchive), opened(io.BytesIO(content)):
        pass


def test_names_of_chinese_and_old_packers_are_understood() -> None:
    made = packed({"XXXX/1.jpg": b"1"}).getvalue()
    with opened(io.BytesIO(made.replace(b"XXXX", "姓名".encode("gb18030")))) as archive:
        assert [member.path for member in archive.members] == ["姓名/1.jpg"]
