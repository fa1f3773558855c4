"""Staff numbers and terms of pay out of the table of a payroll program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from adsum.app.payroll import RowError, StaffRow
from adsum.app.payroll_tables import Imported, ImportMapping, Part, TermsRow
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

    table = _Table(content, mapping, (Part.STAFF_NUMBER, Part.NAME))
    good, errors = _each(table.rows(), one)
    return Imported(tuple(good), errors=tuple(errors), parts=frozenset(table.places))


def read_terms(
    content: bytes, mapping: ImportMapping, person_of: Callable[[str], str | None]
) -> Imported:
    """Read terms of pay; rows with neither kind nor rate are left out.

    person_of: the person's id by staff number, None if nobody has it.

    Raises:
        ColumnMissing, UnreadableTable, TableTooLarge.
    """

    def one(row: _Row) -> TermsRow:
        number = row.text(Part.STAFF_NUMBER)
        person = person_of(number)
        if person is None:
            raise InvalidInput(f"nobody has the staff number {number}")
        kind = _kind(row.text(Part.KIND))
        rate = Money(row.number_of(Part.RATE), row.text(Part.CURRENCY, mapping.currency))
        hours = row.number_of(Part.MONTHLY_HOURS, "173.33")
        first, last = row.day(Part.FIRST) or date.min, row.day(Part.LAST)
        return TermsRow(row.number, PayTerms(person, kind, rate, first, last, hours))

    table = _Table(content, mapping, (Part.STAFF_NUMBER, Part.KIND, Part.RATE))
    paid = (row for row in table.rows() if row.cells.get(Part.KIND) or row.cells.get(Part.RATE))
    good, errors = _each(paid, one)
    return Imported(terms=tuple(good), errors=tuple(errors), parts=frozenset(table.places))


class TableReader:
    """Implements `app.payroll_tables.PayrollTables`."""

    def staff(self, content: bytes, mapping: ImportMapping) -> Imported:
        """See `read_staff`."""
        return read_staff(content, mapping)

    def terms(
        self, content: bytes, mapping: ImportMapping, person_of: Callable[[str], str | None]
    ) -> Imported:
        """See `read_terms`."""
        return read_terms(content, mapping, person_of)


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


class _Table:
    """The table with its columns found; places: by part, the column's index."""

    def __init__(self, content: bytes, mapping: ImportMapping, needed: tuple[Part, ...]) -> None:
        self._mapping = mapping
        self._cells = read_table(content)
        headers = [header.strip().lower() for header in next(self._cells, [])]
        # Later names win: the mapping's over the part's own.
        self.places = {
            part: headers.index(name.lower())
            for part in Part
            for name in (part.value, mapping.header(part))
            if name.lower() in headers
        }
        missing = [mapping.header(part) for part in needed if part not in self.places]
        if missing:
            raise ColumnMissing(f"there is no column {', '.join(missing)}")

    def rows(self) -> Iterator[_Row]:
        for number, cells in enumerate(self._cells, start=2):
            if any(cells):
                filled = {p: cells[at] for p, at in self.places.items() if at < len(cells)}
                yield _Row(number, filled, self._mapping)
