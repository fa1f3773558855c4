"""Photos in files and folders."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adsum.errors import AdsumError, InvalidInput


class FileMissing(AdsumError):
    """A path does not exist."""

    code = "file.missing"
    remedy = "Check the spelling of the path."


class FileUnreadable(AdsumError):
    """A file exists but cannot be read."""

    code = "file.unreadable"
    remedy = "Check that it is a file and that this user may read it."


class FileTooLarge(AdsumError):
    """A file has more bytes than is allowed."""

    code = "image.too_large"
    remedy = "Save the photo smaller; 2,000 pixels on the longest side are plenty."


class NameMissing(InvalidInput):
    """A lone photo was given without the name of its person."""

    code = "enrol.name_missing"
    remedy = "Say whose photo it is: --name NAME"


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A photo on disk."""

    path: Path
    max_bytes: int

    def read(self) -> bytes:
        """Return the file's bytes.

        Raises:
            FileMissing, FileUnreadable, FileTooLarge.
        """
        try:
            status = self.path.stat()
            if not stat.S_ISREG(status.st_mode):
                # A pipe would be waited for, and a device may never end.
                raise FileUnreadable(f"{self.path} is not a file")
            size = status.st_size
            if size > self.max_bytes:
                raise FileTooLarge(
                    f"the file has {size:,} bytes, at most {self.max_bytes:,} are read"
                )
            with self.path.open("rb") as file:
                return file.read(self.max_bytes)
        except FileNotFoundError as error:
            raise FileMissing(f"{self.path} does not exist") from error
        except OSError as error:
            raise FileUnreadable(f"{self.path} cannot be read: {error.strerror}") from error


def photos_of_people(paths: list[Path], name: str | None) -> Iterator[tuple[str, Path]]:
    """Yield (person's name, photo) for what a user may give to be enrolled.

    With `name`, every photo in `paths` is that person's. Without, a folder's sub-folders are
    people, and a photo directly in a folder is of the person that its file name says.

    Raises:
        NameMissing: a path is a file and no name is given.
    """
    for path in paths:
        if name is not None:
            yield from ((name, photo) for photo in pictures([path]))
        elif _is_folder(path):
            yield from _in_folder(path)
        elif _is_file(path):
            raise NameMissing(f"{path.name} is a photo, but of whom?")
        else:
            yield path.stem, path


def _in_folder(folder: Path) -> Iterator[tuple[str, Path]]:
    entries = _visible(folder)
    if entries is None:
        yield folder.name, folder
    for entry in entries or ():
        if _is_folder(entry):
            yield from ((entry.name, photo) for photo in pictures([entry]))
        else:
            yield entry.stem, entry


def pictures(paths: list[Path]) -> Iterator[Path]:
    """Yield the files that `paths` name, those in folders (at any depth) in sorted order.

    A path that does not exist or a folder that cannot be read is yielded, too, so that reading it
    gives its error. A link back to a folder that it lies in is passed over.
    """
    for path in paths:
        yield from _below(path, frozenset())


def _below(path: Path, above: frozenset[Path]) -> Iterator[Path]:
    if not _is_folder(path):
        yield path
        return
    real = path.resolve()
    if real in above:
        return
    entries = _visible(path)
    if entries is None:
        yield path
    for entry in entries or ():
        yield from _below(entry, above | {real})


def _visible(folder: Path) -> list[Path] | None:
    """Return what is in `folder`, sorted, without hidden entries; None if it cannot be read."""
    try:
        return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError:
        return None


# Up to Python 3.13 `Path.is_dir` raises for a path that is too long or may not be looked at.
def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
