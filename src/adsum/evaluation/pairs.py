"""The list of photo pairs that Labeled Faces in the Wild publishes for its View 2.

First line: number of folds, tab, number n of pairs of each kind. Then, per fold, n lines
`Name i j` (two photos of one person) and n lines `Name i Other j` (two people).
Photo i of a person is the file `<Name>/<Name>_000i.jpg` (or .jpeg, .png), possibly a symbolic link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from adsum.errors import InvalidInput, NotFound

SUFFIXES = (".jpg", ".jpeg", ".png")
# How many missing files an error names before it only counts.
NAMED = 5


class MalformedPairs(InvalidInput):
    """The list of pairs breaks its format; the message names the line."""

    code = "evaluation.malformed_pairs"
    remedy = (
        "Give a list as LFW publishes it: first line '<folds> <n>', then per fold n lines "
        "'Name i j' and n lines 'Name i Other j'."
    )


class MissingPhotos(NotFound):
    """Photos or folders that the evaluation needs are not there."""

    code = "evaluation.missing_photos"
    remedy = "Check --images: it holds one folder per person, as LFW is unpacked."


@dataclass(frozen=True, slots=True)
class Photo:
    """Photo `number` (from 1) of a person, as the list names it."""

    person: str
    number: int

    @property
    def stem(self) -> str:
        return f"{self.person}/{self.person}_{self.number:04d}"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two photos, the fold (from 0) they are in, and whether they show one person."""

    first: Photo
    second: Photo
    fold: int

    @property
    def same(self) -> bool:
        return self.first.person == self.second.person


def read_pairs(path: Path) -> list[Pair]:
    """Read the list in `path`.

    Raises:
        MissingPhotos: there is no such file.
        MalformedPairs: it breaks the format.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedPairs(f"{path.name} is not a text file in UTF-8") from error
    except OSError as error:
        raise MissingPhotos(
            f"{path} cannot be read: {error.strerror}", remedy="Check --pairs."
        ) from error
    return parse_pairs(text)


def parse_pairs(text: str) -> list[Pair]:
    """Parse the list; a first line with one number stands for one fold.

    Raises:
        MalformedPairs: with the number of the offending line.
    """
    lines = text.rstrip().split("\n")
    folds, size = _header(lines[0])
    expected = folds * 2 * size
    if len(lines) - 1 != expected:
        raise MalformedPairs(
            f"line 1 announces {expected} pairs ({folds} folds of 2 x {size}), "
            f"but {len(lines) - 1} lines follow"
        )
    return [
        _pair(line, number=i + 2, fold=i // (2 * size), same=i % (2 * size) < size)
        for i, line in enumerate(lines[1:])
    ]


def _header(line: str) -> tuple[int, int]:
    fields = line.split()
    if len(fields) not in (1, 2) or not all(_is_count(field) for field in fields):
        raise MalformedPairs(f"line 1: expected '<folds> <n>', found '{line.strip()[:60]}'")
    numbers = [int(field) for field in fields]
    return (1, numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1])


def _pair(line: str, *, number: int, fold: int, same: bool) -> Pair:
    fields = line.split("\t") if "\t" in line else line.split()
    fields = [field.strip() for field in fields]
    if len(fields) != (3 if same else 4):
        shape = "Name i j" if same else "Name i Other j"
        raise MalformedPairs(f"line {number}: expected '{shape}', found '{line.strip()[:60]}'")
    first = _photo(fields[0], fields[1], number)
    if same:
        return Pair(first, _photo(fields[0], fields[2], number), fold)
    second = _photo(fields[2], fields[3], number)
    if first.person == second.person:
        raise MalformedPairs(f"line {number}: a pair of two people names {first.person} twice")
    return Pair(first, second, fold)


def _photo(name: str, count: str, line: int) -> Photo:
    if not name or name.startswith(".") or "/" in name or "\\" in name:
        raise MalformedPairs(f"line {line}: '{name[:60]}' is not a person's folder")
    if not _is_count(count):
        raise MalformedPairs(f"line {line}: '{count[:60]}' is not the number of a photo")
    return Photo(name, int(count))


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9 and int(text) > 0


def find_photos(images: Path, pairs: Sequence[Pair]) -> dict[Photo, Path]:
    """Return the file of every photo in `pairs`, in the list's order.

    Raises:
        MissingPhotos: some are not there; names the first ones and counts all.
    """
    wanted = dict.fromkeys(photo for pair in pairs for photo in (pair.first, pair.second))
    found: dict[Photo, Path] = {}
    for photo in wanted:
        candidates = (images / f"{photo.stem}{suffix}" for suffix in SUFFIXES)
        path = next((candidate for candidate in candidates if candidate.is_file()), None)
        if path is not None:
            found[photo] = path
    missing = [f"{photo.stem}{SUFFIXES[0]}" for photo in wanted if photo not in found]
    if missing:
        more = f" and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
        raise MissingPhotos(
            f"{len(missing)} of {len(wanted)} photos are not in {images}: "
            f"{', '.join(missing[:NAMED])}{more}"
        )
    return found
