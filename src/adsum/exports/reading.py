"""Tables that somebody uploads: CSV of any country, XLSX, with bounds on all that they may cost."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from adsum.errors import InvalidInput

_ZIP = b"PK\x03\x04"
_DELIMITERS = ";,\t|"


class UnreadableTable(InvalidInput):
    """The file is no table that can be read."""

    code = "import.unreadable"
    remedy = "Save it as CSV (UTF-8) or as XLSX without a password."


class TableTooLarge(InvalidInput):
    """The file is larger, or unpacks to more, than is read."""

    code = "import.too_large"
    remedy = "Split the file."


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is read at most. unpacked: bytes of all parts of an XLSX together."""

    size: int = 10_000_000
    unpacked: int = 80_000_000
    parts: int = 500
    rows: int = 100_000
    columns: int = 100
    text: int = 1_000


_BOUNDS = Bounds()


def read_table(content: bytes, bounds: Bounds = _BOUNDS) -> Iterator[list[str]]:
    """Yield the rows of a file as text: dates in ISO 8601, numbers with a decimal point.

    Rows end at the last filled cell and are numbered by their place, empty ones included.

    Raises:
        UnreadableTable, TableTooLarge: also in the middle.
    """
    if len(content) > bounds.size:
        raise TableTooLarge(f"the file has {len(content):,} bytes, {bounds.size:,} are read")
    rows = _xlsx(content, bounds) if content.startswith(_ZIP) else _csv(content)
    for number, row in enumerate(rows, start=1):
        while row and not row[-1]:
            row.pop()
        if number > bounds.rows or len(row) > bounds.columns:
            raise TableTooLarge(f"{bounds.rows:,} rows and {bounds.columns} columns are read")
        if any(len(text) > bounds.text for text in row):
            raise TableTooLarge(f"a cell of row {number} has more than {bounds.text} characters")
        yield row


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    if "\0" in text:
        raise UnreadableTable("the file is neither CSV nor XLSX")
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise UnreadableTable(f"the file is not CSV: {error}") from error


def _decoded(content: bytes) -> str:
    """UTF-8 if it can be that, UTF-16 if it says so, or else what Windows calls ANSI."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _xlsx(content: bytes, bounds: Bounds) -> Iterator[list[str]]:
    _check_archive(content, bounds)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            # What a file says about its own size is not believed.
            sheet.reset_dimensions()
            for row in sheet.iter_rows(max_col=bounds.columns + 1, values_only=True):
                yield [_text(cell) for cell in row]
        finally:
            book.close()
    except (*_FAULTS, InvalidFileException) as error:
        raise UnreadableTable(f"the workbook cannot be read: {error}") from error


# What openpyxl lets through when the parts of a workbook are missing or broken.
_FAULTS = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    IndexError,
    TypeError,
    AttributeError,
    EOFError,
)


def _check_archive(content: bytes, bounds: Bounds) -> None:
    """Refuse an archive before anything is unpacked; zipfile never unpacks more than it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableTable("the file is a damaged XLSX") from error
    if len(parts) > bounds.parts or sum(part.file_size for part in parts) > bounds.unpacked:
        raise TableTooLarge(f"the workbook unpacks to more than {bounds.unpacked:,} bytes")


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            whole = cell.time() == cell.min.time()
            return cell.date().isoformat() if whole else cell.isoformat(sep=" ")
        case date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell).strip()
