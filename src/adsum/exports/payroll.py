"""Files for payroll programs: a mapping applied to the figures of a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import BinaryIO

from adsum.app.payroll import (
    Field,
    Layout,
    PayrollColumn,
    PayrollMapping,
    PayrollRow,
    TimeNotation,
    WageType,
)
from adsum.app.ports.exports import Cell, Column, Format, Kind, Table
from adsum.domain.money import hours
from adsum.errors import InvalidInput
from adsum.exports.delimited import quoted
from adsum.exports.figures import figure, measured
from adsum.exports.guard import inert
from adsum.exports.spelling import clock, decimal_hours, plain
from adsum.exports.spreadsheet import XlsxWriter


class StaffNumberMissing(InvalidInput):
    """Somebody is to be exported by a number that is not known."""

    code = "payroll.staff_number_missing"
    remedy = "Enter the staff number of the person, or name it in the mapping."


class NotEncodable(InvalidInput):
    """The file's encoding has no sign for a letter of a name."""

    code = "payroll.not_encodable"
    remedy = "Use utf-8, if the program reads it, or another spelling of the name."


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of the file: a person, with a wage type in the layout of that name."""

    row: PayrollRow
    wage_type: WageType | None = None


def write_payroll(
    mapping: PayrollMapping, rows: Iterable[PayrollRow], format: Format, to: BinaryIO
) -> None:
    """Write the file that `mapping` describes; wage types without any quantity are left out.

    Raises:
        StaffNumberMissing, NotEncodable.
    """
    if format is Format.XLSX:
        XlsxWriter().write([_table(mapping, rows)], to)
        return
    if mapping.bom:
        to.write(b"\xef\xbb\xbf")
    for line in mapping.preamble:
        to.write(_encoded(line + "\r\n", mapping))
    if mapping.header:
        to.write(_line([column.header for column in mapping.columns], mapping))
    for entry in _entries(mapping, rows):
        texts = [_text(mapping, column, entry) for column in mapping.columns]
        to.write(_line(texts, mapping))


def _entries(mapping: PayrollMapping, rows: Iterable[PayrollRow]) -> Iterator[_Entry]:
    for row in rows:
        if mapping.layout is Layout.PERSON:
            yield _Entry(row)
            continue
        for wage_type in mapping.wage_types:
            if measured(wage_type, row):
                yield _Entry(row, wage_type)


def _value(mapping: PayrollMapping, column: PayrollColumn, entry: _Entry) -> Cell:
    row, wage_type = entry.row, entry.wage_type
    match column.field:
        case Field.CONSTANT:
            return column.constant
        case Field.STAFF_NUMBER:
            return _number(mapping, row)
        case Field.WAGE_TYPE:
            return wage_type.code if wage_type is not None else ""
        case Field.QUANTITY:
            return measured(wage_type, row) if wage_type is not None else None
        case Field.MULTIPLIER:
            return wage_type.multiplier if wage_type is not None else None
    return figure(column.field, row, column.multiplier)


def _number(mapping: PayrollMapping, row: PayrollRow) -> str:
    own = dict(mapping.person_numbers).get(row.person.id, row.person.staff_number)
    if not own:
        raise StaffNumberMissing(f"{row.person.name} has no staff number")
    return own


def _text(mapping: PayrollMapping, column: PayrollColumn, entry: _Entry) -> str:
    value = _value(mapping, column, entry)
    match value:
        case None:
            return ""
        case str():
            return inert(value)
        case date():
            return value.strftime(mapping.date_format)
        case timedelta():
            return _time(mapping, column, value)
        case Decimal():
            return _decimal(mapping, plain(value, column.digits))
    return str(value)


def _time(mapping: PayrollMapping, column: PayrollColumn, value: timedelta) -> str:
    if column.notation is TimeNotation.CLOCK:
        return clock(value, seconds=False)
    if column.notation is TimeNotation.MINUTES:
        return _decimal(mapping, plain(hours(value) * 60, column.digits))
    return _decimal(mapping, decimal_hours(value, column.digits))


def _decimal(mapping: PayrollMapping, value: Decimal) -> str:
    text = f"{value:f}"
    return text.replace(".", ",") if mapping.decimal_comma else text


def _line(texts: list[str], mapping: PayrollMapping) -> bytes:
    own = [_quoted(text, mapping) for text in texts]
    return _encoded(mapping.delimiter.join(own) + "\r\n", mapping)


def _quoted(text: str, mapping: PayrollMapping) -> str:
    if mapping.quote_all or mapping.delimiter in text:
        return '"' + text.replace('"', '""') + '"'
    # A decimal comma needs no quotes where the comma is not the delimiter.
    number = text.replace(",", "").removeprefix("-").isdecimal()
    return text if number else quoted(text)


def _encoded(text: str, mapping: PayrollMapping) -> bytes:
    try:
        return text.encode(mapping.encoding)
    except UnicodeEncodeError as error:
        letter = text[error.start]
        raise NotEncodable(f"{mapping.encoding} has no {letter!r}: {text.strip()}") from error


def _table(mapping: PayrollMapping, rows: Iterable[PayrollRow]) -> Table:
    """The same as a spreadsheet: numbers are numbers, whatever the notation of the text file."""
    columns = tuple(Column(c.header, _kind(c), width=16) for c in mapping.columns)
    cells = (
        tuple(_value(mapping, column, entry) for column in mapping.columns)
        for entry in _entries(mapping, rows)
    )
    return Table(mapping.name, columns, cells)


def _kind(column: PayrollColumn) -> Kind:
    return Kind.DURATION if column.notation is TimeNotation.CLOCK else Kind.HOURS
