"""Setting up a company: documents, references, revisions, closed days, secrets."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from adsum.app.documents import StillReferenced, UnknownDocument, UnknownReference
from adsum.app.kinds import KINDS, UnknownKind
from adsum.app.masterdata import MASK, InvalidDocument
from adsum.app.put_document import Change
from adsum.domain.closing import PeriodLocked
from adsum.domain.pay import InvalidPay
from adsum.domain.policy import InvalidPolicy
from adsum.domain.span import DateSpan
from adsum.errors import AdsumError, Conflict, InvalidInput
from tests.integration.attendance.conftest import HR, OWNER, Office

WEEK = DateSpan(date(2026, 3, 2), date(2026, 3, 8))


def test_a_document_is_read_as_it_was_put_with_its_revision(office: Office) -> None:
    first = office.put("team", "north", name="North")
    second = office.put("teams", "north", expected=1, name="Nord")
    assert (first.revision, second.revision) == (1, 2)
    read = office.do.read_documents.execute("team", "north")
    assert (read.body, read.revision) == ({"id": "north", "name": "Nord", "site": None}, 2)
    assert [d.id for d in office.do.read_documents.page("teams", search="nor")] == ["north"]


@pytest.mark.parametrize(
    ("kind", "body", "named"),
    [
        ("team", {}, "name"),
        ("team", {"name": "x", "boss": "y"}, "boss"),
        ("shift", {"name": "x", "start": "25:00", "end": "16:00"}, "start"),
        ("shift", {"name": "x", "start": "08:00", "end": "16:00", "breaks": [{"x": 1}]}, "length"),
        ("rotation", {"name": "x", "days": []}, "day"),
        ("assignment", {"rotation": "r", "site": "s"}, "person"),
        ("membership", {"person": "ada", "team": "t", "first": "2026-02-30"}, "first"),
        ("webhook", {"name": "x", "url": "file:///etc/passwd", "secret": "0123456789"}, "http"),
        ("payroll_mapping", {"name": "x", "columns": [{"header": "h"}]}, "column"),
    ],
)
def test_a_document_that_does_not_fit_its_kind_is_refused(
    office: Office, kind: str, body: dict[str, object], named: str
) -> None:
    with pytest.raises(InvalidDocument, match=named):
        office.put(kind, "x", **body)


@pytest.mark.parametrize("id", ["", "../x", "a b", "ü", "x" * 49, "-x"])
def test_an_id_is_something_that_can_stand_in_an_address(office: Office, id: str) -> None:
    with pytest.raises(InvalidDocument):
        office.put("team", id, name="x")


def test_the_domain_checks_what_the_fields_mean(office: Office) -> None:
    with pytest.raises(InvalidInput) as caught:
        office.put("site", "x", name="x", zone="Europe/Atlantis")
    assert caught.value.code == "time.unknown_zone"


def test_nothing_names_what_does_not_exist(firm: Office) -> None:
    with pytest.raises(UnknownReference, match="shift 'night'"):
        firm.put("rotation", "x", name="x", days=[["day"], ["night"]])
    with pytest.raises(UnknownReference, match="person 'zoe'"):
        firm.put("membership", "x", person="zoe", team="north")
    rate = {"amount": "1", "currency": "EUR"}
    with pytest.raises(UnknownReference, match=r"terms\.person_id"):
        firm.put("pay", "x", terms={"person_id": "zoe", "kind": "hourly", "rate": rate})


def test_what_is_named_is_not_removed(firm: Office) -> None:
    with pytest.raises(StillReferenced, match="rotation week"):
        firm.do.remove_document.execute(HR, "shift", "day")
    firm.do.remove_document.execute(HR, "assignment", "north-week", expected=1)
    firm.do.remove_document.execute(HR, "rotation", "week")
    firm.do.remove_document.execute(HR, "shift", "day")
    with pytest.raises(UnknownDocument):
        firm.do.read_documents.execute("shift", "day")
    with pytest.raises(UnknownDocument):
        firm.do.remove_document.execute(HR, "shift", "day")


def test_nobody_overwrites_what_they_have_not_seen(office: Office) -> None:
    office.put("team", "north", name="A", expected=0)
    office.put("team", "north", name="B", expected=1)
    for expected in (0, 1, 3):
        with pytest.raises(Conflict):
            office.put("team", "north", name="C", expected=expected)
    with pytest.raises(Conflict):
        office.do.remove_document.execute(HR, "team", "north", expected=1)
    assert office.do.read_documents.execute("team", "north").body["name"] == "B"


def test_many_documents_are_stored_together_or_not_at_all(office: Office) -> None:
    changes = [Change("team", "a", {"name": "A"}), Change("team", "b", {})]
    with pytest.raises(InvalidDocument):
        office.do.put_document.many(HR, changes)
    assert office.do.read_documents.page("team") == []
    assert office.acts() == []


def test_secrets_are_sealed_and_never_shown(office: Office) -> None:
    body = {"name": "Lohn", "url": "https://example.org/hook", "secret": "open sesame"}
    shown = office.put("webhook", "lohn", **body)
    assert shown.body["secret"] == MASK
    office.put("webhook", "lohn", **(body | {"secret": MASK, "name": "Pay"}))
    with office.store.read() as records:
        assert records.secrets.get("webhook/lohn/secret") == "open sesame"
        stored = records.documents.get("webhook", "lohn")
    assert stored is not None
    assert "sesame" not in stored.body
    office.do.remove_document.execute(OWNER, "webhook", "lohn")
    with office.store.read() as records:
        assert records.secrets.get("webhook/lohn/secret") is None
    with pytest.raises(InvalidDocument, match="secret"):
        office.put("webhook", "new", **(body | {"secret": MASK}))


def test_two_policy_versions_do_not_begin_on_one_day(office: Office) -> None:
    office.put("policy", "v1", rules={"valid_from": "2026-01-01", "quiet": "PT2M"})
    with pytest.raises(InvalidPolicy):
        office.put("policy", "v2", rules={"valid_from": "2026-01-01"})
    office.put("policy", "v2", rules={"valid_from": "2026-02-01"})
    with pytest.raises(InvalidDocument, match="strict"):
        office.put("policy_use", "x", policy="strict", person="ada")


def test_terms_of_pay_do_not_overlap(firm: Office) -> None:
    rate = {"amount": "25", "currency": "EUR"}
    terms = {"person_id": "ada", "kind": "hourly", "rate": rate, "first": "2026-06-01"}
    with pytest.raises(InvalidPay):
        firm.put("pay", "ada-2", terms=terms)


def test_an_unknown_kind_is_named(office: Office) -> None:
    with pytest.raises(UnknownKind):
        office.put("ghost", "x")
    assert {kind.plural for kind in KINDS.values()} >= {"sites", "shifts", "policies"}


def test_policies_are_put_together_day_by_day(firm: Office) -> None:
    firm.put("policy", "base", rules={"valid_from": "2026-01-01", "quiet": "PT1M"})
    firm.put("policy", "quick", policy="quick", rules={"valid_from": "2020-01-01", "quiet": "PT5S"})
    firm.put("policy", "slow", policy="slow", rules={"valid_from": "2026-04-01", "quiet": "PT9M"})
    firm.put("policy_use", "north", policy="slow", team="north", first="2026-03-01")
    span = {"first": "2026-03-10", "last": "2026-03-20"}
    firm.put("policy_use", "ada", policy="quick", person="ada", **span)

    def quiet(person: str, day: date) -> timedelta:
        return firm.company.current().of(person).policies.on(day).quiet

    minute = timedelta(minutes=1)
    assert quiet("cleo", date(2026, 3, 15)) == minute
    assert quiet("bob", date(2026, 2, 28)) == minute
    assert quiet("bob", date(2026, 4, 1)) == 9 * minute
    assert quiet("ada", date(2026, 3, 9)) == quiet("bob", date(2026, 3, 9))
    assert quiet("ada", date(2026, 3, 10)) == timedelta(seconds=5)
    assert quiet("ada", date(2026, 3, 21)) == quiet("bob", date(2026, 3, 21))


def closed(firm: Office) -> Office:
    firm.move_to("03-10")
    firm.do.close_period.execute(HR, WEEK, even_if_open=True)
    return firm


@pytest.mark.parametrize(
    ("kind", "id", "body"),
    [
        ("shift", "day", {"name": "Day", "start": "09:00", "end": "16:30"}),
        ("rotation", "week", {"name": "Week", "days": [["day"]] * 7}),
        ("site", "hq", {"name": "HQ", "zone": "Asia/Tokyo", "holidays": "xx"}),
        ("membership", "cleo", {"person": "cleo", "team": "north", "first": "2026-03-08"}),
        ("assignment", "x", {"rotation": "week", "site": "hq", "person": "cleo"}),
        ("policy", "x", {"rules": {"valid_from": "2026-03-08"}}),
    ],
)
def test_a_change_that_reaches_a_closed_day_is_refused(
    firm: Office, kind: str, id: str, body: dict[str, object]
) -> None:
    closed(firm)
    with pytest.raises(PeriodLocked):
        firm.put(kind, id, **body)


def test_what_changes_no_closed_day_goes_on(firm: Office) -> None:
    closed(firm)
    pause = {"length": "PT30M", "after": "PT6H"}
    firm.put("shift", "day", name="Early", start="08:00", end="16:30", breaks=[pause])
    firm.put("shift", "new", name="New", start="10:00", end="18:00")
    firm.put("membership", "cleo", person="cleo", team="north", first="2026-03-09")
    firm.put("membership", "bob-north", person="bob", team="north", last="2026-03-08")
    firm.put("policy", "x", rules={"valid_from": "2026-03-09"})
    days = [{"date": "2026-03-09", "name": "Party"}]
    firm.put("holiday_set", "xx", name="Holidays", country="XX", company_days=days)
    with pytest.raises(PeriodLocked):
        firm.put("membership", "bob-north", person="bob", team="north", last="2026-03-07")
    with pytest.raises(PeriodLocked):
        firm.do.remove_document.execute(HR, "assignment", "north-week")


def test_every_act_is_audited_with_what_it_changed(office: Office) -> None:
    office.put("team", "north", name="North")
    office.put("team", "north", name="Nord")
    office.do.remove_document.execute(OWNER, "team", "north")
    entries = list(reversed(office.do.read_audit.execute()))
    assert [(e.act.actor, e.act.name) for e in entries] == [
        ("hr", "document.put"),
        ("hr", "document.put"),
        ("owner", "document.removed"),
    ]
    assert entries[0].act.before is None
    assert entries[0].act.after == entries[1].act.before
    assert entries[2].act.after is None
    assert office.do.verify_audit.execute().entries == 3


def test_a_tampered_audit_log_names_the_first_broken_link(office: Office) -> None:
    from sqlalchemy import text

    for number in range(5):
        office.put("team", f"t{number}", name="x")
    with office.store.engine.begin() as connection:  # type: ignore[attr-defined]
        connection.execute(text("UPDATE audit_log SET actor = 'nobody' WHERE number = 3"))
    verdict = office.do.verify_audit.execute()
    assert verdict.entries == 2
    assert verdict.broken is not None
    assert verdict.broken.number == 3
    with office.store.engine.begin() as connection:  # type: ignore[attr-defined]
        connection.execute(text("DELETE FROM audit_log WHERE number = 2"))
    broken = office.do.verify_audit.execute().broken
    assert broken is not None
    assert broken.number == 2


def test_a_failed_act_leaves_neither_document_nor_entry(office: Office) -> None:
    with pytest.raises(AdsumError):
        office.put("team", "x")
    assert office.acts() == []
