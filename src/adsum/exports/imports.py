"""Staff numbers and terms of pay out of the table of a payroll program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from adsum.app.payroll import RowError, StaffRow
from adsum.domain.money import Money
from adsum.domain.pay import PayKind, PayTerms
from adsum.domain.person import clean_name
from adsum.errors import AdsumError, InvalidInput
from adsum.exports.reading import read_table

T = TypeVar("T")


class ColumnMissing(InvalidInput):
    """The first row does not have a column that is needed."""

    code = "import.column_missing"
    remedy = "Name the columns in the first row, or say in the mapping what they are called."


class Part(StrEnum):
    """What a column of an imported table can be."""

    STAFF_NUMBER = "staff_number"
    NAME = "name"
    TEAM = "team"
    FIRST = "first"
    LAST = "last"
    KIND = "kind"
    RATE = "rate"
    CURRENCY = "currency"
    MONTHLY_HOURS = "monthly_hours"


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """What the columns are called and how values are written.

    headers: by part, the header in the file; a part that is left out goes by its own name.
    """

    headers: tuple[tuple[Part, str], ...] = ()
    decimal_comma: bool = False
    date_format: str = "%Y-%m-%d"
    currency: str = "EUR"

    def header(self, part: Part) -> str:
        return dict(self.headers).get(part, part.value)


@dataclass(frozen=True, slots=True)
class Imported:
    """The good rows and what is wrong with the others; a caller may refuse all if there are any."""

    staff: tuple[StaffRow, ...] = ()
    terms: tuple[PayTerms, ...] = ()
    errors: tuple[RowError, ...] = ()


@dataclass(slots=True)
class _Row:
    """One row, read part by part, so that a fault knows its column."""

    number: int
    cells: dict[Part, str]
    mapping: ImportMapping
    part: Part = field(default=Part.STAFF_NUMBER)

    def text(self, part: Part, default: str | None = None) -> str:
        self.part = part
        found = self.cells.get(part, "").removeprefix("'")
        if not found and default is None:
            raise InvalidInput("the cell is empty")
        return found or default or ""

    def day(self, part: Part) -> date | None:
        text = self.text(part, "")
        if not text:
            return None
        for form in (self.mapping.date_format, "%Y-%m-%d"):
            try:
                return datetime.strptime(text, form).replace(tzinfo=UTC).date()
            except ValueError:
                continue
        raise InvalidInput(f"{text!r} is not a date like {self.mapping.date_format}")

    def number_of(self, part: Part, default: str | None = None) -> Decimal:
        text = self.text(part, default).replace(" ", "").replace("\u00a0", "")
        if self.mapping.decimal_comma and "," in text:
            text = text.replace(".", "").replace(",", ".")
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise InvalidInput(f"{text!r} is not a number") from None
        if not number.is_finite():
            raise InvalidInput(f"{text!r} is not a number")
        return number


def read_staff(content: bytes, mapping: ImportMapping) -> Imported:
    """Read staff numbers and names; a staff number stands once.

    Raises:
        ColumnMissing, UnreadableTable, TableTooLarge.
    """
    seen: set[str] = set()

    def one(row: _Row) -> StaffRow:
        number = row.text(Part.STAFF_NUMBER)
        if number in seen:
            raise InvalidInput(f"the staff number {number} stands twice")
        seen.add(number)
        name = clean_name(row.text(Part.NAME))
        return StaffRow(row.number, number, name, row.text(Part.TEAM, ""), row.day(Part.FIRST))

    needed = (Part.STAFF_NUMBER, Part.NAME)
    good, errors = _each(_rows(content, mapping, needed), one)
    return Imported(staff=tuple(good), errors=tuple(errors))


def read_terms(
    content: bytes, mapping: ImportMapping, person_of: Callable[[str], str | None]
) -> Imported:
    """Read terms of pay. person_of: the person's id by staff number, None if nobody has it.

    Raises:
        ColumnMissing, UnreadableTable, TableTooLarge.
    """

    def one(row: _Row) -> PayTerms:
        number = row.text(Part.STAFF_NUMBER)
        person = person_of(number)
        if person is None:
            raise InvalidInput(f"nobody has the staff number {number}")
        kind = _kind(row.text(Part.KIND))
        rate = Money(row.number_of(Part.RATE), row.text(Part.CURRENCY, mapping.currency))
        hours = row.number_of(Part.MONTHLY_HOURS, "173.33")
        first, last = row.day(Part.FIRST) or date.min, row.day(Part.LAST)
        return PayTerms(person, kind, rate, first, last, hours)

    needed = (Part.STAFF_NUMBER, Part.KIND, Part.RATE)
    good, errors = _each(_rows(content, mapping, needed), one)
    return Imported(terms=tuple(good), errors=tuple(errors))


def _kind(text: str) -> PayKind:
    try:
        return PayKind(text.lower())
    except ValueError:
        raise InvalidInput(f"{text!r} is neither hourly nor monthly") from None


def _each(rows: Iterable[_Row], read: Callable[[_Row], T]) -> tuple[list[T], list[RowError]]:
    good: list[T] = []
    errors: list[RowError] = []
    for row in rows:
        try:
            good.append(read(row))
        except AdsumError as error:
            header = row.mapping.header(row.part)
            errors.append(RowError(row.number, header, error.message))
    return good, errors


def _rows(content: bytes, mapping: ImportMapping, needed: tuple[Part, ...]) -> Iterator[_Row]:
    table = read_table(content)
    headers = [header.strip().lower() for header in next(table, [])]
    places = {
        part: headers.index(mapping.header(part).lower())
        for part in Part
        if mapping.header(part).lower() in headers
    }
    missing = [mapping.header(part) for part in needed if part not in places]
    if missing:
        raise ColumnMissing(f"there is no column {', '.join(missing)}")
    for number, cells in enumerate(table, start=2):
        if any(cells):
            found = {part: cells[place] for part, place in places.items() if place < len(cells)}
            yield _Row(number, found, mapping)
