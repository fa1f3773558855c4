"""How a value becomes a cell of a spreadsheet: its type and its format."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from adsum.app.ports.exports import Cell, Clock, Column, Kind
from adsum.domain.money import Money, hours
from adsum.exports.guard import printable, risky
from adsum.exports.spelling import in_minutes

Place = tuple[int, int]
_DAY = timedelta(days=1)
_BASE: dict[str, Any] = {"font_name": "Calibri", "font_size": 10, "valign": "vcenter"}
_HEADER = {
    "bold": True,
    "text_wrap": True,
    "bg_color": "#E7ECF2",
    "bottom": 1,
    "bottom_color": "#8796A8",
}
_TOTAL = {"bold": True, "top": 1, "bg_color": "#F4F6F9"}
_NUMERIC = frozenset(Kind) - {Kind.TEXT, Kind.DATE}


class Cells:
    """Writes cells, with each format made once for a workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def header(self, sheet: Worksheet, place: int, column: Column) -> None:
        side = {"align": "right"} if column.kind in _NUMERIC else {"align": "left", "indent": 1}
        form = self._format({**_HEADER, **side})
        sheet.write_string(0, place, printable(column.header), form)

    def write(self, sheet: Worksheet, place: Place, column: Column, cell: Cell) -> None:
        """Write one cell of a row; times lose their zone and keep the wall clock."""
        row, col = place
        match cell:
            case None:
                sheet.write_blank(row, col, None, self._format({}))
            case str():
                self._text(sheet, place, column, cell)
            case Clock():
                form = self._format({"num_format": _clock_format(cell), "align": "right"})
                sheet.write_datetime(row, col, cell.at.replace(tzinfo=None), form)
            case date():
                sheet.write_datetime(row, col, cell, self._format(_DATE))
            case _:
                form = self._format({"num_format": number_format(column, cell)})
                sheet.write_number(row, col, number(column, cell), form)

    def height(
        self, sheet: Worksheet, row: int, columns: tuple[Column, ...], cells: tuple[Cell, ...]
    ) -> None:
        """Make room for wrapped text; it has to be said before the row's cells are written."""
        lines = 1
        for column, cell in zip(columns, cells, strict=True):
            if column.wrap and isinstance(cell, str):
                lines = max(lines, -(-len(cell) // column.width))
        if lines > 1:
            # One more, because lines end between words.
            sheet.set_row(row, _LINE * min(lines + 1, _MAX_LINES))

    def total_label(self, sheet: Worksheet, place: Place, text: str) -> None:
        sheet.write_string(*place, text, self._format({**_TOTAL, "indent": 1}))

    def total(
        self, sheet: Worksheet, place: Place, column: Column, formula: str, value: Cell
    ) -> None:
        """Write a formula with the value that it has now."""
        form = self._format({**_TOTAL, "num_format": number_format(column, value)})
        sheet.write_formula(*place, formula, form, number(column, value))

    def _text(self, sheet: Worksheet, place: Place, column: Column, text: str) -> None:
        safe = printable(text)
        # The cell is typed as text; the quote prefix keeps it text when somebody edits it.
        props: dict[str, Any] = {"indent": 1} | ({"quote_prefix": True} if risky(safe) else {})
        if column.wrap:
            props["text_wrap"] = True
        sheet.write_string(*place, safe, self._format(props))

    def _format(self, props: dict[str, Any]) -> Format:
        key = tuple(sorted(props.items()))
        found = self._formats.get(key)
        if found is None:
            found = self._formats[key] = self._book.add_format({**_BASE, **props})
        return found


_DATE = {"num_format": "yyyy-mm-dd", "align": "left", "indent": 1}
# Points.
_LINE = 13.0
_MAX_LINES = 12


def number(column: Column, cell: Cell) -> float:
    """Return what a spreadsheet calculates with: days for a duration."""
    match cell:
        case timedelta() if column.kind is Kind.HOURS:
            return float(hours(cell))
        case timedelta():
            return cell / _DAY
        case Money():
            return float(cell.amount)
        case Decimal() | int():
            return float(cell)
    raise TypeError(f"{cell!r} is not a number")


def number_format(column: Column, cell: Cell) -> str:
    """Return the format that shows `cell`, negative ones in red where they can be."""
    match cell:
        case timedelta() if column.kind is Kind.HOURS:
            return "#,##0.00;[Red]-#,##0.00"
        case timedelta():
            # Seconds only where there are some: a sum of whole minutes has none.
            form = "[h]:mm" if in_minutes(cell) else "[h]:mm:ss"
            return f"{form};-{form};"
        case Money():
            digits = -int(cell.rounded().amount.as_tuple().exponent)
            body = "#,##0" + ("." + "0" * digits if digits else "")
            return f'{body} "{cell.currency}";[Red]-{body} "{cell.currency}"'
        case Decimal():
            return "#,##0.00##"
        case _:
            return "0"


def _clock_format(cell: Clock) -> str:
    """The cell holds date and time; a time of the following day is marked +1."""
    return f'hh:mm:ss "+{cell.days_later}"' if cell.days_later > 0 else "hh:mm:ss"
