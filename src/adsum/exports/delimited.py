"""CSV as RFC 4180 says, with a byte order mark so that spreadsheets read it as UTF-8."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import BinaryIO

from adsum.app.ports.exports import Cell, Clock, Column, Kind, Table
from adsum.domain.money import Money, hours
from adsum.exports.guard import inert
from adsum.exports.spelling import clock, plain

# Text with any of these is quoted, whatever the delimiter: the reader's spreadsheet may split at
# another one, and what follows it would begin a cell.
_SPECIAL = frozenset(',;\t|"\r\n')
_HOUR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class CsvWriter:
    """Implements `TableWriter`. An empty line parts the tables, a header begins each.

    delimiter, decimal: what the reader's country uses; durations are h:mm:ss, exact and without
    a decimal mark. No totals: a program reads this.
    """

    delimiter: str = ","
    decimal: str = "."

    def write(self, tables: Iterable[Table], to: BinaryIO) -> None:
        """Write `tables` to `to`, row by row."""
        to.write(b"\xef\xbb\xbf")
        for number, table in enumerate(tables):
            if number:
                to.write(b"\r\n")
            to.write(self._line([inert(column.header) for column in table.columns]))
            for row in table.rows:
                cells = zip(table.columns, row, strict=True)
                to.write(self._line([self._text(column, cell) for column, cell in cells]))

    def _line(self, cells: list[str]) -> bytes:
        # A row of one empty field must not look like the empty line between tables.
        text = self.delimiter.join(quoted(cell) for cell in cells) or '""'
        return (text + "\r\n").encode()

    def _text(self, column: Column, cell: Cell) -> str:
        match cell:
            case None:
                return ""
            case str():
                return inert(cell)
            case Clock():
                return cell.at.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
            case date():
                return cell.isoformat()
            case _:
                return self._quantity(column, cell)

    def _quantity(self, column: Column, cell: timedelta | int | Decimal | Money) -> str:
        match cell:
            case timedelta() if column.kind is Kind.HOURS:
                return self._number(plain(hours(cell), _HOUR_DIGITS))
            case timedelta():
                return clock(cell, seconds=True)
            case Money():
                return self._number(cell.amount)
            case Decimal():
                return self._number(cell)
            case int():
                return str(cell)

    def _number(self, number: Decimal) -> str:
        return f"{number:f}".replace(".", self.decimal)


def quoted(text: str) -> str:
    """Return `text` as a field of RFC 4180."""
    special = not _SPECIAL.isdisjoint(text) or text != text.strip()
    return '"' + text.replace('"', '""') + '"' if special else text
