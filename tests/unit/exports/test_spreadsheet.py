"""XLSX is read back by another library as what was written."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from adsum.app.ports.exports import Column, Format, Kind, Table
from adsum.domain.money import Money
from adsum.exports.exporter import FileExporter
from adsum.exports.spreadsheet import XlsxWriter
from tests.unit.exports.sample import record, records, report


def book(content: bytes, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def days(count: int | None = None) -> bytes:
    to = io.BytesIO()
    FileExporter("Söhne & Co").days(
        [record()] if count is None else records(count), Format.XLSX, to
    )
    return to.getvalue()


def column(sheet: Worksheet, header: str) -> int:
    return [cell.value for cell in sheet[1]].index(header) + 1


def test_cells_have_types() -> None:
    sheet = book(days()).worksheets[0]
    assert sheet.cell(2, column(sheet, "Date")).value == datetime.fromisoformat("2026-05-04")
    went = sheet.cell(2, column(sheet, "Out"))
    assert went.value == datetime.fromisoformat("2026-05-05T06:30")
    assert went.number_format == 'hh:mm:ss "+1"'
    worked = sheet.cell(2, column(sheet, "Worked"))
    assert worked.value == timedelta(hours=8, minutes=30)
    assert worked.number_format.startswith("[h]:mm")


def test_the_total_is_a_formula_with_its_value() -> None:
    formulas, values = book(days()).worksheets[0], book(days(), values=True).worksheets[0]
    place = column(formulas, "Worked")
    letter = "ABCDEFGHIJKLMNOPQRS"[place - 1]
    assert formulas.cell(9, place).value == f"=SUBTOTAL(109,{letter}2:{letter}8)"
    # 8:30 and 9:00, and 21:55:30 to 06:00.
    whole = timedelta(hours=8, minutes=30) + timedelta(hours=9) + timedelta(hours=8, seconds=270)
    cached = values.cell(9, place).value
    assert isinstance(cached, timedelta)
    assert abs(cached - whole) < timedelta(milliseconds=1)


def test_the_sheet_is_frozen_filtered_and_ready_to_print() -> None:
    sheet = book(days()).worksheets[0]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:S8"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.title == "Łukasz Wójcik"
    assert "Söhne && Co" in str(sheet.oddHeader.left.text)


def test_up_to_sixty_people_have_a_sheet_each() -> None:
    assert len(book(days(60)).worksheets) == 60
    assert [sheet.title for sheet in book(days(61)).worksheets] == ["Days"]


def write(table: Table, **more: int) -> openpyxl.Workbook:
    to = io.BytesIO()
    XlsxWriter(**more).write([table], to)  # type: ignore[arg-type]
    return book(to.getvalue())


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-2+3", "https://example.com", "007"])
def test_text_is_never_a_formula_a_link_or_a_number(text: str) -> None:
    cell = write(Table("t", (Column("x", Kind.TEXT),), [(text,)])).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert cell.quotePrefix == text.startswith(("=", "@", "-"))


def test_what_does_not_fit_goes_on_in_the_next_sheet() -> None:
    rows = [(number,) for number in range(5)]
    table = Table("Long", (Column("n", Kind.COUNT, total=True),), rows)
    sheets = write(table, max_rows=2).worksheets
    assert [sheet.title for sheet in sheets] == ["Long", "Long (2)", "Long (3)"]
    assert [[cell.value for cell in sheet["A"]][1:-1] for sheet in sheets] == [[0, 1], [2, 3], [4]]


def test_names_that_excel_refuses_are_changed() -> None:
    to = io.BytesIO()
    names = ["a/b", "A_B", "'x'", "History", "", "n" * 40, "n" * 40]
    tables = [Table(name, (Column("x", Kind.TEXT),), [("1",)]) for name in names]
    XlsxWriter().write(tables, to)
    titles = book(to.getvalue()).sheetnames
    assert titles[:5] == ["a_b", "A_B (2)", "x", "History (2)", "Sheet"]
    assert titles[5:] == ["n" * 31, "n" * 27 + " (2)"]


def test_costs_of_two_currencies_have_no_sum() -> None:
    def last(*costs: Money) -> object:
        to = io.BytesIO()
        FileExporter().summaries(report(*costs), Format.XLSX, to)
        sheet = book(to.getvalue(), values=True).worksheets[0]
        return sheet.cell(4, column(sheet, "Cost")).value

    euro, yen = Money(Decimal("10.50"), "EUR"), Money(Decimal(3000), "JPY")
    assert last(euro, euro) == 21
    assert not last(euro, yen)


def test_money_is_shown_with_the_digits_of_its_currency() -> None:
    amounts = [Money(Decimal("10.5"), "EUR"), Money(Decimal(3000), "JPY")]
    table = Table("t", (Column("x", Kind.MONEY),), [(amount,) for amount in amounts])
    cells = write(table).worksheets[0]["A"][1:3]
    assert [cell.number_format.split(";")[0] for cell in cells] == [
        '#,##0.00 "EUR"',
        '#,##0 "JPY"',
    ]


def test_dates_are_whole_days() -> None:
    table = Table("t", (Column("x", Kind.DATE),), [(date(2026, 5, 4),)])
    to = io.BytesIO()
    XlsxWriter().write([table], to)
    with zipfile.ZipFile(to) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    # Days since 1899-12-30.
    assert f"<v>{(date(2026, 5, 4) - date(1899, 12, 30)).days}</v>" in xml
