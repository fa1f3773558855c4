"""How a payroll program wants its file: which figure in which column, in which notation.

A mapping is a document. Two layouts cover the programs that exist: a row for each person with a
column for each figure (ADP and most spreadsheets), and a row for each wage type of each person
(DATEV Lohn und Gehalt, LODAS and their like).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from adsum.app.masterdata import InvalidDocument
from adsum.app.ports.exports import PersonHead
from adsum.domain.figures import DayFigures
from adsum.domain.overtime import PremiumKind
from adsum.domain.pay import PaySlip
from adsum.domain.span import DateSpan
from adsum.domain.summary import Summary

_DIRECTIVES = re.compile(r"(%[YymdBbj]|[^%])*")


class Layout(StrEnum):
    """PERSON: a row for each person. WAGE_TYPE: a row for each wage type of each person."""

    PERSON = "person"
    WAGE_TYPE = "wage_type"


class Field(StrEnum):
    """What a column can hold. WAGE_TYPE, QUANTITY, MULTIPLIER: with wage types only."""

    STAFF_NUMBER = "staff_number"
    PERSON_ID = "person_id"
    NAME = "name"
    TEAM = "team"
    FIRST = "first"
    LAST = "last"
    CONSTANT = "constant"
    WAGE_TYPE = "wage_type"
    QUANTITY = "quantity"
    MULTIPLIER = "multiplier"
    WORKED = "worked"
    REGULAR = "regular"
    OVERTIME = "overtime"
    NIGHT = "night"
    BREAKS = "breaks"
    TARGET = "target"
    BALANCE = "balance"
    CREDITED = "credited"
    UNPAID = "unpaid"
    ABSENT = "absent"
    LATE = "late"
    EARLY = "early"
    DAYS_PRESENT = "days_present"
    DAYS_ABSENT = "days_absent"
    DAYS_LEAVE = "days_leave"
    DAYS_HOLIDAY = "days_holiday"
    GROSS = "gross"
    CURRENCY = "currency"


class TimeNotation(StrEnum):
    """7.50, 7:30 or 450."""

    HOURS = "hours"
    CLOCK = "clock"
    MINUTES = "minutes"


_MULTIPLIED = (Field.OVERTIME, Field.NIGHT)
_ONLY = "only overtime and night work have multipliers"
_OF_WAGE_TYPES = (Field.WAGE_TYPE, Field.QUANTITY, Field.MULTIPLIER)
# Figures that a wage type may carry: times and days.
_MEASURES = (
    Field.WORKED,
    Field.REGULAR,
    Field.OVERTIME,
    Field.NIGHT,
    Field.CREDITED,
    Field.UNPAID,
    Field.ABSENT,
    Field.DAYS_PRESENT,
    Field.DAYS_ABSENT,
    Field.DAYS_LEAVE,
    Field.DAYS_HOLIDAY,
)


@dataclass(frozen=True, slots=True)
class PayrollColumn:
    """One column. constant: its text with the field CONSTANT. multiplier: with OVERTIME and NIGHT,
    only that which is paid so many times; None: all of it. digits: decimals of a number.
    """

    header: str
    field: Field
    constant: str = ""
    multiplier: Decimal | None = None
    notation: TimeNotation = TimeNotation.HOURS
    digits: int = 2

    def __post_init__(self) -> None:
        if not 0 <= self.digits <= 6:
            raise InvalidDocument(f"{self.header}: 0 to 6 decimals")
        if self.multiplier is not None and self.field not in _MULTIPLIED:
            raise InvalidDocument(f"{self.header}: {_ONLY}")


@dataclass(frozen=True, slots=True)
class WageType:
    """The program's code for a figure. premium: with OVERTIME, only that; multiplier: with
    OVERTIME and NIGHT, only that; None: all."""

    code: str
    measure: Field
    multiplier: Decimal | None = None
    premium: PremiumKind | None = None

    def __post_init__(self) -> None:
        if not self.code or self.measure not in _MEASURES:
            raise InvalidDocument(f"the wage type {self.code!r} cannot carry {self.measure.value}")
        if self.measure not in _MULTIPLIED and self.multiplier:
            raise InvalidDocument(f"the wage type {self.code!r}: {_ONLY}")
        if self.measure is not Field.OVERTIME and self.premium:
            raise InvalidDocument(f"the wage type {self.code!r}: only overtime has a premium")


@dataclass(frozen=True, slots=True)
class PayrollMapping:
    """The layout of one program's file.

    preamble: lines before the header, as they are. encoding: a Python codec; cp1252 is what most
    Windows programs mean by ANSI. bom: begin with the byte order mark of UTF-8.
    quote_all: every field in quotes. person_numbers: the program's number by person id, where it is
    not the staff number.
    """

    id: str
    name: str
    columns: tuple[PayrollColumn, ...]
    layout: Layout = Layout.PERSON
    wage_types: tuple[WageType, ...] = ()
    delimiter: str = ";"
    decimal_comma: bool = False
    date_format: str = "%Y-%m-%d"
    encoding: str = "utf-8"
    bom: bool = False
    header: bool = True
    quote_all: bool = False
    preamble: tuple[str, ...] = ()
    person_numbers: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.columns:
            raise InvalidDocument("a payroll mapping needs at least one column")
        if len(self.delimiter) != 1 or self.delimiter in '"\r\n':
            raise InvalidDocument("the delimiter is one character, no quote and no line end")
        if _DIRECTIVES.fullmatch(self.date_format) is None:
            raise InvalidDocument(f"the date format {self.date_format!r} is unknown")
        try:
            codecs.lookup(self.encoding)
        except LookupError as error:
            raise InvalidDocument(f"the encoding {self.encoding!r} is unknown") from error
        self._check_layout()

    def _check_layout(self) -> None:
        long = self.layout is Layout.WAGE_TYPE
        if long != bool(self.wage_types):
            raise InvalidDocument("wage types belong to the layout wage_type, which needs some")
        if not long and any(column.field in _OF_WAGE_TYPES for column in self.columns):
            raise InvalidDocument("a row for each person has no wage type and no quantity")


@dataclass(frozen=True, slots=True)
class PayrollRow:
    """One person's period: what a mapping is applied to. days: those of `totals`."""

    person: PersonHead
    span: DateSpan
    totals: Summary
    days: tuple[DayFigures, ...] = ()
    slip: PaySlip | None = None


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row of an imported file. row: as counted by a spreadsheet, from 1."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person as a payroll program knows them."""

    row: int
    staff_number: str
    name: str
    team: str = ""
    first: date | None = None
