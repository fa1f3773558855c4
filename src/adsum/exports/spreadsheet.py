"""XLSX: typed cells, frozen header, filter, totals, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from adsum.app.ports.exports import Cell, Column, Table
from adsum.exports.cells import Cells
from adsum.exports.guard import printable
from adsum.exports.sums import Sum

# Of 1,048,576 rows, one is the header and one the totals.
MAX_ROWS = 1_000_000
_A4 = 9
_MAX_NAME = 31
# SUBTOTAL 109: the sum of what the filter shows.
_SUM = 109


@dataclass(frozen=True, slots=True)
class XlsxWriter:
    """Implements `TableWriter`: a sheet for each table, more where a table has too many rows.

    company: printed at the top of each page. max_rows: rows of one sheet.
    """

    company: str = ""
    max_rows: int = MAX_ROWS

    def write(self, tables: Iterable[Table], to: BinaryIO) -> None:
        """Write `tables` to `to`; rows go to temporary files on the way, not to memory."""
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        }
        book = xlsxwriter.Workbook(to, options)
        try:
            names = _Names()
            cells = Cells(book)
            for table in tables:
                for rows in _parts(iter(table.rows), self.max_rows):
                    sheet = book.add_worksheet(names.free(table.name))
                    self._sheet(sheet, table, rows, cells)
            if not book.worksheets():
                book.add_worksheet()
        finally:
            book.close()

    def _sheet(
        self, sheet: Worksheet, table: Table, rows: Iterator[tuple[Cell, ...]], cells: Cells
    ) -> None:
        _print_set_up(sheet, self.company, table)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, column.width)
        sheet.set_row(0, 30)
        for place, column in enumerate(table.columns):
            cells.header(sheet, place, column)
        sums = [Sum() for _ in table.columns]
        last = 0
        for last, row in enumerate(rows, start=1):
            cells.height(sheet, last, table.columns, row)
            for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
                cells.write(sheet, (last, place), column, cell)
                if column.total:
                    sums[place].add(cell)
        if last:
            sheet.autofilter(0, 0, last, len(table.columns) - 1)
            _totals(sheet, table.columns, sums, last, cells)


def _totals(
    sheet: Worksheet, columns: tuple[Column, ...], sums: list[Sum], last: int, cells: Cells
) -> None:
    """The last row: a formula with its value, so that readers that do not calculate show it."""
    row = last + 1
    for place, (column, sum_) in enumerate(zip(columns, sums, strict=True)):
        total = sum_.value if column.total else None
        if total is None:
            cells.total_label(sheet, (row, place), "Total" if place == 0 else "")
            continue
        first, end = xl_rowcol_to_cell(1, place), xl_rowcol_to_cell(last, place)
        cells.total(sheet, (row, place), column, f"=SUBTOTAL({_SUM},{first}:{end})", total)


def _print_set_up(sheet: Worksheet, company: str, table: Table) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.3, right=0.3, top=0.7, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, min(2, len(table.columns)))
    sheet.hide_gridlines(1)
    title = _field(table.name)
    sheet.set_header(f"&L{_field(company)}&C&B{title}&R{_field(table.caption)}")
    sheet.set_footer("&L&A&RPage &P of &N")


def _field(text: str) -> str:
    """Text of a page header: an ampersand alone would begin a field, and 255 characters fit."""
    return printable(text)[:80].replace("&", "&&")


def _parts(rows: Iterator[tuple[Cell, ...]], size: int) -> Iterator[Iterator[tuple[Cell, ...]]]:
    """Cut `rows` into runs of at most `size`; of no rows, one empty run."""
    yield islice(rows, size)
    for first in rows:
        yield chain((first,), islice(rows, size - 1))


class _Names:
    """Sheet names: at most 31 characters, without those that Excel refuses, each only once."""

    def __init__(self) -> None:
        self._taken = {"history"}

    def free(self, wanted: str) -> str:
        clean = "".join("_" if c in "[]:*?/\\" else c for c in printable(wanted)).strip("' ")
        clean = clean or "Sheet"
        name, count = _shortened(clean, ""), 1
        while name.lower() in self._taken:
            count += 1
            name = _shortened(clean, f" ({count})")
        self._taken.add(name.lower())
        return name


def _shortened(name: str, suffix: str) -> str:
    # Excel counts UTF-16 units.
    room = _MAX_NAME - len(suffix)
    while len(name.encode("utf-16-le")) // 2 > room:
        name = name[:-1]
    return name.rstrip("' ") + suffix
