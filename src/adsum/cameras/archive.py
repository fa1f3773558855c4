"""ZIP archives of photos, with bounds on everything that a hostile one could cost."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from adsum.app.ports.archives import Member
from adsum.errors import AdsumError, InvalidInput

_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UTF8, _ENCRYPTED = 0x800, 0x1
# Photos hardly shrink; a table may. What unpacks to more than this many times its size is a bomb.
_RATIO = 100
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)


class BadArchive(InvalidInput):
    """The file is no ZIP archive that can be read."""

    code = "archive.unreadable"
    remedy = "Make a ZIP without a password: a folder for each person, photos in it."


class ArchiveTooLarge(InvalidInput):
    """The archive holds, or unpacks to, more than is read."""

    code = "archive.too_large"
    remedy = "Split it into several archives."


class BadMember(InvalidInput):
    """One file of an archive cannot be read."""

    code = "archive.bad_member"
    remedy = "Pack this file again, as an ordinary file below a folder."


@dataclass(frozen=True, slots=True)
class ArchiveBounds:
    """What is read at most. unpacked, member: bytes of all files together, and of one."""

    members: int = 50_000
    unpacked: int = 4_000_000_000
    member: int = 30_000_000
    path: int = 500


class ZipArchives:
    """Implements `app.ports.archives.Archives`."""

    def __init__(self, bounds: ArchiveBounds | None = None) -> None:
        self._bounds = bounds or ArchiveBounds()

    @contextmanager
    def open(self, file: BinaryIO) -> Iterator[ZipPhotos]:
        try:
            archive = zipfile.ZipFile(file)
        except _FAULTS as error:
            raise BadArchive("the file is not a ZIP archive, or it is damaged") from error
        with archive:
            yield ZipPhotos(archive, self._bounds)


class ZipPhotos:
    """Implements `app.ports.archives.Archive`."""

    def __init__(self, archive: zipfile.ZipFile, bounds: ArchiveBounds) -> None:
        self._archive = archive
        self._bounds = bounds
        given = [info for info in archive.infolist() if not info.is_dir()]
        if len(given) > bounds.members:
            raise ArchiveTooLarge(f"the archive has {len(given):,} files")
        if sum(info.file_size for info in given) > bounds.unpacked:
            raise ArchiveTooLarge(f"the archive unpacks to more than {bounds.unpacked:,} bytes")
        shown = {_path(info): info for info in given}
        self._infos = {path: info for path, info in shown.items() if not _hidden(path)}

    @property
    def members(self) -> Sequence[Member]:
        return [
            Member(path, info.file_size, self._fault(path, info))
            for path, info in sorted(self._infos.items())
        ]

    def read(self, path: str) -> bytes:
        info = self._infos[path]
        fault = self._fault(path, info)
        if fault is not None:
            raise fault
        try:
            with self._archive.open(info) as member:
                # What a file says about its own size is not believed.
                content = member.read(self._bounds.member + 1)
        except _FAULTS as error:
            raise BadMember(f"{path} is damaged") from error
        if len(content) > self._bounds.member:
            raise BadMember(f"{path} is larger than it says")
        return content

    def _fault(self, path: str, info: zipfile.ZipInfo) -> AdsumError | None:
        bounds = self._bounds
        parts = PurePosixPath(path).parts
        kind = stat.S_IFMT(info.external_attr >> 16)
        reasons = (
            (len(path) > bounds.path, "has too long a path"),
            (".." in parts or path.startswith("/") or ":" in path, "lies outside of the archive"),
            (kind not in (0, stat.S_IFREG), "is a link"),
            (bool(info.flag_bits & _ENCRYPTED), "is encrypted"),
            (info.compress_type not in _READABLE, "is compressed in a way that is not read"),
            (info.file_size > bounds.member, f"has more than {bounds.member:,} bytes"),
            (info.file_size > _RATIO * max(info.compress_size, 1), "unpacks to far too much"),
        )
        found = next((words for wrong, words in reasons if wrong), None)
        return BadMember(f"{path[:100]} {found}") if found else None


def _path(info: zipfile.ZipInfo) -> str:
    name = info.filename
    if not info.flag_bits & _UTF8:
        # Without the flag the name is said to be CP437, but packers write what their system uses.
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _hidden(path: str) -> bool:
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    ignored = ("__MACOSX", "Thumbs.db", "desktop.ini")
    return any(part.startswith(".") or part in ignored for part in parts)
