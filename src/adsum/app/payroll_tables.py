"""Tables out of payroll programs, as a port: staff numbers and terms of pay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from adsum.app.payroll import RowError, StaffRow
from adsum.domain.pay import PayTerms


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

    headers: by part, the header in the file; a part goes by its own name as well.
    """

    headers: tuple[tuple[Part, str], ...] = ()
    decimal_comma: bool = False
    date_format: str = "%Y-%m-%d"
    currency: str = "EUR"

    def header(self, part: Part) -> str:
        return dict(self.headers).get(part, part.value)


@dataclass(frozen=True, slots=True)
class TermsRow:
    """Terms of pay and the row that they stand in."""

    row: int
    terms: PayTerms


@dataclass(frozen=True, slots=True)
class Imported:
    """The good rows and what is wrong with the others; a caller may refuse all if there are any.

    parts: the columns that the file has.
    """

    staff: tuple[StaffRow, ...] = ()
    terms: tuple[TermsRow, ...] = ()
    errors: tuple[RowError, ...] = ()
    parts: frozenset[Part] = frozenset()


class PayrollTables(Protocol):
    """Reads what a payroll program writes: CSV or XLSX with a header."""

    def staff(self, content: bytes, mapping: ImportMapping) -> Imported:
        """Read staff numbers and names; a staff number stands once.

        Raises `InvalidInput` for a file that is no such table.
        """
        ...

    def terms(
        self, content: bytes, mapping: ImportMapping, person_of: Callable[[str], str | None]
    ) -> Imported:
        """Read terms of pay; rows without any are left out.

        person_of: the person's id by staff number, None if nobody has it. Raises `InvalidInput` for
        a file that is no such table.
        """
        ...
