"""CSV is read back by the standard library's reader as what was written."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adsum.app.ports.exports import Cell, Clock, Column, Format, Kind, Table
from adsum.domain.money import Money
from adsum.exports.delimited import CsvWriter, quoted
from adsum.exports.exporter import FileExporter
from tests.unit.exports.sample import at, record, records


def written(table: Table, writer: CsvWriter | None = None) -> list[list[str]]:
    to = io.BytesIO()
    (writer or CsvWriter()).write([table], to)
    text = to.getvalue().decode("utf-8-sig")
    delimiter = writer.delimiter if writer else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def one(kind: Kind, cell: Cell, writer: CsvWriter | None = None) -> str:
    return written(Table("t", (Column("x", kind),), [(cell,)]), writer)[1][0]


def test_the_file_begins_with_the_mark_of_utf_8_and_ends_lines_as_the_rfc_says() -> None:
    to = io.BytesIO()
    CsvWriter().write([Table("t", (Column("Größe", Kind.TEXT),), [("ß",)])], to)
    assert to.getvalue() == b"\xef\xbb\xbf" + "Größe\r\nß\r\n".encode()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])).filter(lambda t: t == t.strip()))
def test_any_text_comes_back(text: str) -> None:
    assert one(Kind.TEXT, text) in (text, "'" + text)


@given(st.text(alphabet=';,\t|"=\n ax', max_size=12))
def test_a_field_is_one_field_at_every_delimiter(text: str) -> None:
    line = f"first;{quoted(text)};last"
    found = next(csv.reader(io.StringIO(line, newline=""), delimiter=";"), [])
    assert found == ["first", text, "last"]


@pytest.mark.parametrize(
    ("kind", "cell", "text"),
    [
        (Kind.DURATION, timedelta(hours=176, minutes=5, seconds=9), "176:05:09"),
        (Kind.DURATION, timedelta(minutes=-90), "-1:30:00"),
        (Kind.HOURS, timedelta(minutes=-90), "-1.5000"),
        (Kind.MONEY, Money(Decimal("-1234.50"), "EUR"), "-1234.50"),
        (Kind.DATE, date(2026, 5, 4), "2026-05-04"),
        (Kind.CLOCK, Clock(at(5, 6, 30), date(2026, 5, 4)), "2026-05-05 06:30:00"),
        (Kind.COUNT, 3, "3"),
        (Kind.TEXT, None, ""),
        (Kind.TEXT, "=HYPERLINK(1)", "'=HYPERLINK(1)"),
    ],
)
def test_each_kind_has_one_notation(kind: Kind, cell: Cell, text: str) -> None:
    assert one(kind, cell) == text


def test_a_decimal_comma_goes_with_another_delimiter() -> None:
    writer = CsvWriter(delimiter=";", decimal=",")
    assert one(Kind.MONEY, Money(Decimal("12.50"), "EUR"), writer) == "12,50"


def test_days_are_written_one_record_at_a_time() -> None:
    class Sink(io.BytesIO):
        """Counts what was read when something was written."""

    seen: list[int] = []
    to = Sink()

    def watched() -> object:
        for number, own in enumerate(records(3)):
            seen.append(len(to.getvalue()))
            yield own
            assert number < 3

    FileExporter().days(watched(), Format.CSV, to)  # type: ignore[arg-type]
    assert seen[0] < seen[1] < seen[2]


def test_a_row_has_the_figures_of_its_day() -> None:
    to = io.BytesIO()
    FileExporter().days([record()], Format.CSV, to)
    rows = list(csv.DictReader(io.StringIO(to.getvalue().decode("utf-8-sig"), newline="")))
    monday = rows[0]
    assert monday["Staff no."] == "00042"
    assert (monday["Date"], monday["Day"], monday["Worked"]) == ("2026-05-04", "Mon", "8:30:00")
    assert monday["Overtime"] == "0:30:00"
    assert monday["Out"] == "2026-05-05 06:30:00"
    assert [row["Status"] for row in rows] == ["present"] * 3 + ["absent"] + ["day off"] * 3
