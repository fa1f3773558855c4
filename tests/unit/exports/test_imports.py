"""Uploaded tables: good rows come in, bad ones say what is wrong and where."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from adsum.app.payroll import RowError
from adsum.app.payroll_tables import ImportMapping, Part
from adsum.domain.money import Money
from adsum.domain.pay import PayKind, PayTerms
from adsum.exports.imports import ColumnMissing, read_staff, read_terms
from adsum.exports.reading import Bounds, TableTooLarge, UnreadableTable, read_table

GERMAN = ImportMapping(
    ((Part.STAFF_NUMBER, "Pers.-Nr."), (Part.RATE, "Lohn"), (Part.KIND, "Art"), (Part.FIRST, "ab")),
    decimal_comma=True,
    date_format="%d.%m.%Y",
)


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    to = io.BytesIO()
    book.save(to)
    return to.getvalue()


def test_staff_numbers_keep_their_zeros() -> None:
    found = read_staff(
        "staff_number;name;team\n00042;Jörg Müller;Lager\n".encode("cp1252"), ImportMapping()
    )
    assert [(s.row, s.staff_number, s.name, s.team) for s in found.staff] == [
        (2, "00042", "Jörg Müller", "Lager")
    ]


def test_each_bad_row_is_named_with_its_column() -> None:
    table = "staff_number,name\n1,Anna\n1,Bea\n,Cem\n\n4,=Dora\n5,Eva\n"
    found = read_staff(table.encode(), ImportMapping())
    assert [s.name for s in found.staff] == ["Anna", "Eva"]
    assert [(e.row, e.column) for e in found.errors] == [
        (3, "staff_number"),
        (4, "staff_number"),
        (6, "name"),
    ]


def test_terms_of_pay_in_german_notation() -> None:
    table = "Pers.-Nr.;Art;Lohn;ab\n7;monthly;3.250,50;01.06.2026\n8;hourly;abc;\n9;hourly;12;\n"
    found = read_terms(table.encode(), GERMAN, {"7": "p7", "8": "p8"}.get)
    assert tuple(row.terms for row in found.terms) == (
        PayTerms("p7", PayKind.MONTHLY, Money(Decimal("3250.50"), "EUR"), date(2026, 6, 1)),
    )
    assert found.errors == (
        RowError(3, "Lohn", "'abc' is not a number"),
        RowError(4, "Pers.-Nr.", "nobody has the staff number 9"),
    )


def test_a_workbook_reads_like_the_same_table_as_csv() -> None:
    book = xlsx(("Pers.-Nr.", "Art", "Lohn", "ab"), (7, "hourly", 19.9, date(2026, 6, 1)))
    text = "Pers.-Nr.;Art;Lohn;ab\n7;hourly;19,9;01.06.2026\n"
    people = {"7": "p7"}.get
    assert read_terms(book, GERMAN, people) == read_terms(text.encode(), GERMAN, people)


def test_a_missing_column_is_said_before_any_row() -> None:
    with pytest.raises(ColumnMissing, match="name"):
        read_staff(b"staff_number\n1\n", ImportMapping())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_the_encodings_of_spreadsheets_are_told_apart(encoding: str) -> None:
    assert list(read_table("a;é\n".encode(encoding))) == [["a", "é"]]


@pytest.mark.parametrize("content", [b"PK\x03\x04rubbish", b"\x00\x01\x02", b'"open', xlsx()[:400]])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableTable):
        list(read_table(content))


def test_an_archive_without_a_workbook_is_refused() -> None:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w") as archive:
        archive.writestr("hello.txt", "x")
    with pytest.raises(UnreadableTable):
        list(read_table(to.getvalue()))


def test_a_zip_bomb_is_refused_before_it_unpacks() -> None:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(2):
            archive.writestr(f"xl/worksheets/sheet{part}.xml", bytes(50_000_000))
    assert len(to.getvalue()) < 200_000
    with pytest.raises(TableTooLarge):
        list(read_table(to.getvalue()))


@pytest.mark.parametrize(
    "bounds", [Bounds(size=3), Bounds(rows=1), Bounds(columns=1), Bounds(text=1)]
)
def test_every_bound_holds(bounds: Bounds) -> None:
    with pytest.raises(TableTooLarge):
        list(read_table(b"aa;b\nc;d\n", bounds))
    with pytest.raises(TableTooLarge):
        list(read_table(xlsx(("aa", "b"), ("c", "d")), bounds))


def test_entities_of_a_workbook_are_not_expanded() -> None:
    """A laughing workbook: entities within entities."""
    good = xlsx(("x",))
    to = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(to, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part == "xl/worksheets/sheet1.xml":
                entity = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
                content = entity + content.replace(b"<v>0</v>", b"<v>&b;</v>")
            target.writestr(part, content)
    with pytest.raises(UnreadableTable):
        list(read_table(to.getvalue()))
