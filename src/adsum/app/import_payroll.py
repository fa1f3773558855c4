"""Take over staff numbers and terms of pay from a payroll program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import cast

from adsum.app import codec
from adsum.app.actor import Actor
from adsum.app.documents import Document
from adsum.app.ids import new_id
from adsum.app.masterdata import Pay
from adsum.app.payroll import Field, PayrollMapping, RowError, StaffRow
from adsum.app.payroll_tables import Imported, ImportMapping, Part, PayrollTables
from adsum.app.ports.store import Store
from adsum.app.put_document import Change, PutDocument
from adsum.app.read_documents import ReadDocuments
from adsum.domain.pay import PayTerms
from adsum.errors import AdsumError, Unavailable

_DAY = timedelta(days=1)
_PARTS = {
    Field.STAFF_NUMBER: Part.STAFF_NUMBER,
    Field.NAME: Part.NAME,
    Field.TEAM: Part.TEAM,
    Field.CURRENCY: Part.CURRENCY,
}


class Outcome(StrEnum):
    """What became of a row; in a preview, what would."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowResult:
    """One row, as a spreadsheet counts them. column, message: what is wrong with a refused one."""

    row: int
    outcome: Outcome
    staff_number: str = ""
    person_id: str | None = None
    column: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class PayrollImport:
    """mapping: id of the payroll mapping. currency: of rows that name none. dry_run: only look."""

    mapping: str
    content: bytes
    currency: str = "EUR"
    dry_run: bool = False


class ImportPayroll:
    """Store staff numbers in a payroll mapping and terms of pay beside them.

    A row is found by the person's name. Its columns are called as in the mapping, or by the names
    of the reference. A row is taken as a whole or refused; all good rows are stored together.
    New terms end those that were to go on without an end, and replace those of the same first day.
    """

    def __init__(self, store: Store, put: PutDocument, tables: PayrollTables) -> None:
        self._store = store
        self._read = ReadDocuments(store)
        self._put = put
        self._tables = tables

    def execute(self, actor: Actor, given: PayrollImport) -> list[RowResult]:
        """Store the good rows, or with `dry_run` nothing, and say what becomes of each row.

        Raises:
            UnknownDocument: there is no such mapping. InvalidInput: the file is no such table.
            Conflict: the mapping was changed meanwhile.
        """
        document = self._read.execute("payroll_mapping", given.mapping)
        mapping: PayrollMapping = document.value
        columns = _columns(mapping, given.currency)
        staff = self._tables.staff(given.content, columns)
        plan = self._plan(mapping, staff, columns)
        terms = self._terms(given.content, columns, staff, plan)
        plan.refuse(terms.errors)
        self._plan_pay(terms, plan)
        if self._fault(actor, plan.pay()) is not None:
            for row, changes in list(plan.changes.items()):
                self._refuse_faulty(actor, plan, row, changes)
        self._store_all(actor, document, plan, dry_run=given.dry_run)
        return plan.results(mapping)

    def _plan(self, mapping: PayrollMapping, staff: Imported, columns: ImportMapping) -> _Plan:
        plan = _Plan({row.row: row for row in staff.staff})
        plan.refuse(staff.errors)
        name, number = columns.header(Part.NAME), columns.header(Part.STAFF_NUMBER)
        with self._store.read() as records:
            for row in staff.staff:
                person = records.people.by_name(row.name)
                if person is None:
                    plan.refuse([RowError(row.row, name, f"nobody is called {row.name!r}")])
                elif person.id in plan.people.values():
                    plan.refuse([RowError(row.row, name, f"{row.name!r} stands twice")])
                else:
                    plan.people[row.row] = person.id
        own = set(plan.people.values())
        held = {no for person_id, no in mapping.person_numbers if person_id not in own}
        taken = [row for row in staff.staff if row.staff_number in held]
        message = "somebody else has this staff number"
        plan.refuse([RowError(row.row, number, message) for row in taken])
        return plan

    def _terms(
        self, content: bytes, columns: ImportMapping, staff: Imported, plan: _Plan
    ) -> Imported:
        if not staff.parts & {Part.KIND, Part.RATE}:
            return Imported()
        numbers = {plan.rows[row].staff_number: person for row, person in plan.people.items()}
        return self._tables.terms(content, columns, numbers.get)

    def _plan_pay(self, terms: Imported, plan: _Plan) -> None:
        own: defaultdict[str, list[Pay]] = defaultdict(list)
        with self._store.read() as records:
            for stored in records.documents.all("pay"):
                pay = codec.loads(Pay, stored.body)
                own[pay.terms.person_id].append(pay)
        for row in terms.terms:
            plan.changes[row.row] = _pay_changes(own[row.terms.person_id], row.terms)

    def _refuse_faulty(self, actor: Actor, plan: _Plan, row: int, changes: list[Change]) -> None:
        fault = self._fault(actor, changes)
        if fault is not None:
            plan.refuse([RowError(row, Part.RATE.value, fault.message)])

    def _fault(self, actor: Actor, changes: list[Change]) -> AdsumError | None:
        """Return why the changes would be refused, or None."""
        try:
            self._put.rehearse(actor, changes)
        except Unavailable:
            raise  # not this row's fault: the next one would fare no better
        except AdsumError as error:
            return error
        return None

    def _store_all(self, actor: Actor, document: Document, plan: _Plan, *, dry_run: bool) -> None:
        mapping: PayrollMapping = document.value
        numbers = dict(mapping.person_numbers) | plan.numbers()
        changes = plan.pay()
        if numbers != dict(mapping.person_numbers):
            value = replace(mapping, person_numbers=tuple(sorted(numbers.items())))
            changes.append(Change("payroll_mapping", mapping.id, _body(value), document.revision))
        if changes and dry_run:
            self._put.rehearse(actor, changes)
        elif changes:
            self._put.many(actor, changes)


class _Plan:
    """What is to become of each row. people: the person's id by row, of those not refused."""

    def __init__(self, rows: Mapping[int, StaffRow]) -> None:
        self.rows = rows
        self.people: dict[int, str] = {}
        self.changes: dict[int, list[Change]] = {}
        self._errors: dict[int, RowError] = {}

    def refuse(self, errors: Iterable[RowError]) -> None:
        """Refuse rows; what was found first about a row is what is said."""
        for error in errors:
            self._errors.setdefault(error.row, error)
            self.people.pop(error.row, None)
            self.changes.pop(error.row, None)

    def pay(self) -> list[Change]:
        """Return the terms of pay to be stored."""
        return [change for own in self.changes.values() for change in own]

    def numbers(self) -> dict[str, str]:
        """Return the staff numbers of the good rows by person id."""
        return {person: self.rows[row].staff_number for row, person in self.people.items()}

    def results(self, before: PayrollMapping) -> list[RowResult]:
        """Return what became of each row, in their order."""
        known = dict(before.person_numbers)
        found = [
            RowResult(e.row, Outcome.REFUSED, self._number(e.row), None, e.column, e.message)
            for e in self._errors.values()
        ]
        for row, person in self.people.items():
            same = known.get(person) == self.rows[row].staff_number and not self.changes.get(row)
            outcome = Outcome.UNCHANGED if same else Outcome.STORED
            found.append(RowResult(row, outcome, self._number(row), person))
        return sorted(found, key=lambda result: result.row)

    def _number(self, row: int) -> str:
        return self.rows[row].staff_number if row in self.rows else ""


def _columns(mapping: PayrollMapping, currency: str) -> ImportMapping:
    headers = tuple(
        (_PARTS[column.field], column.header)
        for column in mapping.columns
        if column.field in _PARTS and column.header
    )
    return ImportMapping(headers, mapping.decimal_comma, mapping.date_format, currency)


def _pay_changes(own: Iterable[Pay], terms: PayTerms) -> list[Change]:
    """Return what to store so that a person with the pay `own` has these terms; maybe nothing."""
    same = next((pay for pay in own if pay.terms.first == terms.first), None)
    if same is not None:
        # What the table has no column for stays as it is.
        kept = replace(
            terms, allowances=same.terms.allowances, deduct_absence=same.terms.deduct_absence
        )
        return [] if kept == same.terms else [_change(replace(same, terms=kept))]
    ended = [
        replace(pay, terms=replace(pay.terms, last=terms.first - _DAY))
        for pay in own
        if pay.terms.last is None and pay.terms.first < terms.first
    ]
    return [_change(pay) for pay in (*ended, Pay(new_id(), terms))]


def _change(pay: Pay) -> Change:
    return Change("pay", pay.id, _body(pay))


def _body(value: object) -> dict[str, object]:
    return cast(dict[str, object], codec.plain(value))
