"""Staff numbers and terms of pay out of a payroll program, onto a real database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from adsum.app.documents import UnknownDocument
from adsum.app.import_payroll import ImportPayroll, Outcome, PayrollImport, RowResult
from adsum.domain.money import Money
from adsum.domain.pay import PayKind, PayTerms
from adsum.exports.imports import TableReader
from tests.integration.attendance.conftest import HR, Office

TABLE = """Personalnummer;name;kind;rate;first
0042;Ada;monthly;3.250,50;01.01.2026
0043;Bob;;;
0044;Nobody;hourly;20;
0045;Cleo;weekly;20;
"""


@pytest.fixture
def mapping(office: Office) -> str:
    office.put(
        "payroll_mapping",
        "datev",
        name="DATEV",
        columns=[{"header": "Personalnummer", "field": "staff_number"}],
        decimal_comma=True,
        date_format="%d.%m.%Y",
        person_numbers=[["ada", "7"]],
    )
    return "datev"


def imported(office: Office, text: str, *, dry_run: bool = False) -> list[RowResult]:
    use = ImportPayroll(office.store, office.do.put_document, TableReader())
    return use.execute(HR, PayrollImport("datev", text.encode(), dry_run=dry_run))


def numbers(office: Office) -> dict[str, str]:
    mapping = office.do.read_documents.execute("payroll_mapping", "datev").value
    return dict(mapping.person_numbers)


def terms(office: Office) -> list[PayTerms]:
    found = [d.value.terms for d in office.do.read_documents.page("pay")]
    return sorted(found, key=lambda t: (t.person_id, t.first))


def test_good_rows_are_stored_and_bad_ones_say_why(office: Office, mapping: str) -> None:
    found = imported(office, TABLE)
    assert [(r.row, r.outcome.value, r.person_id, r.column) for r in found] == [
        (2, "stored", "ada", ""),
        (3, "stored", "bob", ""),
        (4, "refused", None, "name"),
        (5, "refused", None, "kind"),
    ]
    assert numbers(office) == {"ada": "0042", "bob": "0043"}
    rate = Money(Decimal("3250.50"), "EUR")
    assert terms(office) == [PayTerms("ada", PayKind.MONTHLY, rate, date(2026, 1, 1))]


def test_a_preview_says_the_same_and_stores_nothing(office: Office, mapping: str) -> None:
    before = office.do.verify_audit.execute().entries
    assert imported(office, TABLE, dry_run=True) == imported(office, TABLE, dry_run=True)
    assert (numbers(office), terms(office)) == ({"ada": "7"}, [])
    assert office.do.verify_audit.execute().entries == before


def test_the_same_file_again_changes_nothing(office: Office, mapping: str) -> None:
    imported(office, TABLE)
    before = office.do.verify_audit.execute().entries
    again = imported(office, TABLE)
    assert [r.outcome for r in again[:2]] == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert office.do.verify_audit.execute().entries == before


def test_new_terms_end_the_old_ones_the_day_before(office: Office, mapping: str) -> None:
    imported(office, TABLE)
    imported(office, "staff_number,name,kind,rate,first\n0042,Ada,monthly,3500,2026-04-01\n")
    assert [(t.rate.amount, t.first, t.last) for t in terms(office)] == [
        (Decimal("3250.50"), date(2026, 1, 1), date(2026, 3, 31)),
        (Decimal(3500), date(2026, 4, 1), None),
    ]


def test_terms_that_contradict_the_stored_ones_are_refused_alone(
    office: Office, mapping: str
) -> None:
    imported(office, TABLE)
    dollars = "staff_number,name,kind,rate,currency,first\n"
    dollars += "0042,Ada,monthly,3500,USD,2026-04-01\n0043,Bob,hourly,21,USD,\n"
    found = imported(office, dollars)
    assert [r.outcome.value for r in found] == ["refused", "stored"]
    assert "currenc" in found[0].message
    assert [t.rate.currency for t in terms(office)] == ["EUR", "USD"]


def test_somebody_else_s_number_and_a_name_that_stands_twice_are_refused(
    office: Office, mapping: str
) -> None:
    found = imported(office, "staff_number,name\n7,Bob\n8,Cleo\n9,Cleo\n")
    assert [(r.outcome.value, r.column) for r in found] == [
        ("refused", "Personalnummer"),
        ("stored", ""),
        ("refused", "name"),
    ]
    assert numbers(office) == {"ada": "7", "cleo": "8"}


def test_an_unknown_mapping_is_named(office: Office) -> None:
    with pytest.raises(UnknownDocument, match="datev"):
        imported(office, TABLE)
