"""Payroll files look as the programs want them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest

from adsum.app.masterdata import InvalidDocument
from adsum.app.payroll import (
    Field,
    Layout,
    PayrollColumn,
    PayrollMapping,
    PayrollRow,
    TimeNotation,
    WageType,
)
from adsum.app.ports.exports import Format, PersonHead
from adsum.domain.overtime import Premium, PremiumKind
from adsum.domain.summary import summary
from adsum.exports.payroll import NotEncodable, StaffNumberMissing, write_payroll
from adsum.storage.figures import dump_days, load_days
from tests.unit.exports.sample import SPAN, record, sheet

DATEV = PayrollMapping(
    "datev",
    "DATEV",
    (
        PayrollColumn("Personalnummer", Field.STAFF_NUMBER),
        PayrollColumn("Datum", Field.LAST),
        PayrollColumn("Lohnart", Field.WAGE_TYPE),
        PayrollColumn("Wert", Field.QUANTITY),
    ),
    Layout.WAGE_TYPE,
    (
        WageType("1000", Field.REGULAR),
        WageType("1010", Field.OVERTIME, Decimal("1.25")),
        WageType("1020", Field.OVERTIME, Decimal("1.50")),
        WageType("2000", Field.DAYS_ABSENT),
    ),
    decimal_comma=True,
    date_format="%d.%m.%Y",
    encoding="cp1252",
    preamble=("[Bewegungsdaten]",),
)
ADP = PayrollMapping(
    "adp",
    "ADP",
    (
        PayrollColumn("Co Code", Field.CONSTANT, "X1Y"),
        PayrollColumn("File #", Field.STAFF_NUMBER),
        PayrollColumn("Name", Field.NAME),
        PayrollColumn("Reg Hours", Field.REGULAR),
        PayrollColumn("O/T Hours", Field.OVERTIME, multiplier=Decimal("1.25")),
        PayrollColumn("Total", Field.WORKED, notation=TimeNotation.CLOCK),
        PayrollColumn("Minutes", Field.WORKED, notation=TimeNotation.MINUTES, digits=1),
        PayrollColumn("Balance", Field.BALANCE),
    ),
    delimiter=",",
)


def row(name: str = "Jörg Müller", number: str = "00042") -> PayrollRow:
    days = tuple(line.figures for line in record().lines)
    return PayrollRow(PersonHead("p1", name, number), SPAN, sheet().totals, days)


def text(mapping: PayrollMapping, *rows: PayrollRow) -> bytes:
    to = io.BytesIO()
    write_payroll(mapping, rows or [row()], Format.CSV, to)
    return to.getvalue()


def test_a_row_for_each_wage_type_with_a_quantity() -> None:
    # 25:34:30 worked; 0:30, 1:00 and 0:04:30 of it beyond eight hours.
    assert text(DATEV).decode("cp1252").split("\r\n") == [
        "[Bewegungsdaten]",
        "Personalnummer;Datum;Lohnart;Wert",
        "00042;10.05.2026;1000;24,00",
        "00042;10.05.2026;1010;1,58",
        "00042;10.05.2026;2000;1,00",
        "",
    ]


def test_a_row_for_each_person_with_a_column_for_each_figure() -> None:
    assert text(ADP).decode().split("\r\n")[1] == (
        "X1Y,00042,Jörg Müller,24.00,1.58,25:34,1534.5,-6.43"
    )


def test_a_number_of_the_mapping_wins_over_the_staff_number() -> None:
    own = PayrollMapping("x", "x", DATEV.columns[:1], person_numbers=(("p1", "77"),))
    assert text(own) == b"Personalnummer\r\n77\r\n"


def test_nobody_is_exported_without_a_number() -> None:
    with pytest.raises(StaffNumberMissing, match="Jörg Müller"):
        text(DATEV, row(number=""))


def test_a_letter_that_the_encoding_lacks_is_named() -> None:
    own = PayrollMapping("x", "x", (PayrollColumn("N", Field.NAME),), encoding="cp1252")
    assert text(own) == "N\r\nJörg Müller\r\n".encode("cp1252")
    with pytest.raises(NotEncodable, match="Ł"):
        text(own, row("Łukasz"))


def test_every_field_can_be_quoted() -> None:
    own = PayrollMapping("x", "x", (PayrollColumn("N", Field.NAME),), quote_all=True, header=False)
    assert text(own).decode() == '"Jörg Müller"\r\n'


def test_a_spreadsheet_has_numbers() -> None:
    to = io.BytesIO()
    write_payroll(ADP, [row()], Format.XLSX, to)
    cells = next(openpyxl.load_workbook(to).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert cells[1] == "00042"
    assert cells[3] == 24.0
    assert isinstance(cells[5], timedelta)
    assert cells[7] == pytest.approx(-6.425)


def test_night_work_has_a_column_and_wage_types_of_its_own_and_is_no_overtime() -> None:
    plain = row()
    work = tuple(
        Premium(PremiumKind.NIGHT, multiplier, timedelta(hours=hours))
        for multiplier, hours in ((Decimal("1.25"), 3), (Decimal("1.40"), 4))
    )
    days = (replace(plain.days[0], premiums=plain.days[0].premiums + work), *plain.days[1:])
    shown = replace(plain, days=days, totals=summary(days))
    columns = tuple(PayrollColumn(f.value, f) for f in (Field.REGULAR, Field.OVERTIME, Field.NIGHT))
    assert text(PayrollMapping("x", "x", columns), shown) == (
        b"regular;overtime;night\r\n24.00;1.58;7.00\r\n"
    )
    types = (WageType("1", Field.NIGHT), WageType("2", Field.NIGHT, Decimal("1.4")))
    codes = (PayrollColumn("t", Field.WAGE_TYPE), PayrollColumn("q", Field.QUANTITY))
    rows = PayrollMapping("x", "x", codes, Layout.WAGE_TYPE, types)
    assert text(rows, shown) == b"t;q\r\n1;7.00\r\n2;4.00\r\n"
    stored = dump_days([shown.days[0]])
    assert load_days("p1", stored) == (shown.days[0],)


@pytest.mark.parametrize(
    "change",
    [
        {"columns": ()},
        {"delimiter": ";;"},
        {"delimiter": '"'},
        {"encoding": "klingon"},
        {"date_format": "%Q"},
        {"layout": Layout.WAGE_TYPE},
        {"wage_types": (WageType("1", Field.WORKED),)},
        {"columns": (PayrollColumn("q", Field.QUANTITY),)},
    ],
)
def test_a_mapping_that_contradicts_itself_is_refused(change: dict[str, object]) -> None:
    good: dict[str, object] = {"columns": (PayrollColumn("N", Field.NAME),)}
    with pytest.raises(InvalidDocument):
        PayrollMapping("x", "x", **{**good, **change})  # type: ignore[arg-type]


def test_a_wage_type_carries_a_time_or_days() -> None:
    with pytest.raises(InvalidDocument):
        WageType("1", Field.NAME)
