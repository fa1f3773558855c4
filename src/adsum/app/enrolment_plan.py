"""Who is on which photo of an archive: folders name people, or a table does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from adsum.app.ports.archives import Archive, Member
from adsum.domain.person import clean_name
from adsum.errors import AdsumError, InvalidInput

ReadTable = Callable[[bytes], Iterable[list[str]]]
"""Returns the rows of a CSV or XLSX file."""

_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".heic"})
_TABLES = frozenset({".csv", ".xlsx"})
_NAME, _PHOTO = ("name", "person", "姓名"), ("photo", "file", "picture", "照片")
# Spreadsheets run these as formulas; nobody's name or file begins with one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class NothingToEnrol(InvalidInput):
    """The archive holds no photo with a name."""

    code = "archive.nothing_to_enrol"
    remedy = "Put photos into one folder for each person, or add a table with name and photo."


class FormulaCell(InvalidInput):
    """A cell of the table looks like a formula."""

    code = "archive.formula_cell"
    remedy = "Write the plain name or file name into the cell."


class RowRefused(InvalidInput):
    """A row of the table, or a file, cannot be used."""

    code = "archive.row_refused"
    remedy = "Correct the row, or leave it out."


@dataclass(frozen=True, slots=True)
class Planned:
    """One photo to be enrolled. path: in the archive. error: why it will not be."""

    number: int
    name: str
    path: str
    error: AdsumError | None = None


def plan(archive: Archive, read_table: ReadTable) -> list[Planned]:
    """Return one row for each photo, in order; a table at the top of the archive decides.

    Raises:
        NothingToEnrol: there is not a single photo. InvalidInput: the table cannot be read.
    """
    members = {member.path: member for member in archive.members}
    tables = [path for path in members if _suffix(path) in _TABLES and "/" not in path]
    if tables:
        table = archive.read(sorted(tables)[0])
        found = list(_from_table(list(read_table(table)), members))
    else:
        found = list(_from_folders(members.values()))
    if not found:
        raise NothingToEnrol("the archive holds no photo with a name")
    return [Planned(number, *row) for number, row in enumerate(found, start=1)]


_Row = tuple[str, str, AdsumError | None]


def _from_folders(members: Iterable[Member]) -> Iterator[_Row]:
    shown = list(members)
    # Many packers put everything below one folder, which then names nobody.
    tops = {member.path.split("/")[0] for member in shown}
    wrapped = len(tops) == 1 and all(member.path.count("/") >= 2 for member in shown)
    for member in shown:
        parts = member.path.split("/")[1 if wrapped else 0 :]
        name = parts[0] if len(parts) > 1 else PurePosixPath(parts[0]).stem
        yield _checked(name, member)


def _from_table(rows: list[list[str]], members: dict[str, Member]) -> Iterator[_Row]:
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    name_at = next((n for n, cell in enumerate(header) if cell in _NAME), None)
    photo_at = next((n for n, cell in enumerate(header) if cell in _PHOTO), None)
    if name_at is None or photo_at is None:
        raise NothingToEnrol("the table needs the columns name and photo in its first row")
    for number, row in enumerate(rows[1:], start=2):
        if not any(row):
            continue
        cells = [*row, *[""] * (max(name_at, photo_at) + 1 - len(row))]
        name, path = cells[name_at], cells[photo_at].replace("\\", "/").removeprefix("./")
        if name.startswith(_FORMULA) or path.startswith(_FORMULA):
            yield name, path, FormulaCell(f"row {number} of the table holds a formula")
        elif path not in members:
            yield name, path, RowRefused(f"row {number}: there is no file {path!r}")
        else:
            yield _checked(name, members[path])


def _checked(name: str, member: Member) -> _Row:
    if member.error is not None:
        return name, member.path, member.error
    if _suffix(member.path) not in _PICTURES:
        return name, member.path, RowRefused("this file is not a picture")
    try:
        return clean_name(name), member.path, None
    except AdsumError as error:
        return name, member.path, error


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
