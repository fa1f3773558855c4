"""Large uploads: sealed on disk, readable at any place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from adsum.storage.errors import KeyUnusable
from adsum.storage.spool import PIECE, SealedSpool, UploadMissing
from adsum.storage.vault import Vault


@pytest.fixture
def spool(tmp_path: Path) -> SealedSpool:
    return SealedSpool(tmp_path / "uploads", Vault(b"k" * 32))


def put(spool: SealedSpool, content: bytes, at_once: int = 70_001) -> None:
    with spool.create("u1") as file:
        for start in range(0, len(content), at_once):
            file.write(content[start : start + at_once])


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 17])
def test_what_was_written_is_read_at_any_place(spool: SealedSpool, size: int) -> None:
    content = os.urandom(size)
    put(spool, content)
    with spool.open("u1") as file:
        assert file.read() == content
        for at in (0, size // 2, max(0, size - 5)):
            file.seek(at)
            assert file.read(100_000) == content[at : at + 100_000]
        assert file.seek(0, os.SEEK_END) == size


def test_nothing_of_it_is_readable_on_disk(spool: SealedSpool, tmp_path: Path) -> None:
    put(spool, b"the face of Ada " * 50_000)
    (file,) = (tmp_path / "uploads").iterdir()
    assert b"the face of Ada" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0


def test_an_upload_that_breaks_off_leaves_nothing(spool: SealedSpool, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), spool.create("u1") as file:
        file.write(b"x" * PIECE)
        raise RuntimeError
    assert list((tmp_path / "uploads").iterdir()) == []
    with pytest.raises(UploadMissing):
        spool.open("u1")


def test_an_upload_that_was_changed_or_removed_is_not_read(
    spool: SealedSpool, tmp_path: Path
) -> None:
    put(spool, b"x" * 1000)
    path = tmp_path / "uploads" / "u1.sealed"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with spool.open("u1") as file, pytest.raises(KeyUnusable):
        file.read()
    spool.remove("u1")
    spool.remove("u1")
    for id in ("u1", "../adsum"):
        with pytest.raises(UploadMissing):
            spool.open(id)
