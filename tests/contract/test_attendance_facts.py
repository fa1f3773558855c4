"""Contract of the ports of corrections, leave, closed periods and the audit log."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from adsum.app.audit_chain import START, verdict
from adsum.app.ports.audit import EVERY_ENTRY, AuditFilter
from adsum.app.ports.audit import Act as AuditAct
from adsum.app.ports.documents import RULES
from adsum.app.ports.store import Store
from adsum.domain import correction as corrections
from adsum.domain import leave
from adsum.domain.calendar import Portion
from adsum.domain.closing import Adjustment, ClosedPeriod
from adsum.domain.correction import Act, Approval, Correction
from adsum.domain.figures import DayFigures
from adsum.domain.leave import LeaveRequest, LeaveType, RequestState
from adsum.domain.overtime import Premium, PremiumKind
from adsum.domain.punch import Direction, Source
from adsum.domain.span import DateSpan, month
from adsum.domain.workday import Flag, Status
from adsum.errors import Conflict
from tests.contract.samples import NOW, punch

HOUR = timedelta(hours=1)
ADDED = punch("added", source=Source.CORRECTION, score=None, declared=Direction.OUT)
ADD = Correction("k1", "p1", Act.ADD, "hr", "forgotten 🎉", NOW, None, ADDED)
HOLIDAY = LeaveType("holiday", "Urlaub", paid=True, limited=True)
LEAVE = LeaveRequest(
    "l1",
    "p1",
    HOLIDAY,
    DateSpan(date(2026, 3, 2), date(2026, 3, 2)),
    "p1",
    NOW,
    Portion.MORNING,
)
DAY = DayFigures(
    "p1",
    date(2026, 3, 2),
    Status.PRESENT,
    "main",
    worked=9 * HOUR + timedelta(microseconds=1),
    breaks=HOUR / 2,
    target=8 * HOUR,
    premiums=(Premium(PremiumKind.DAILY, Decimal("1.25"), HOUR, 8 * HOUR),),
    flags=frozenset({Flag.MISSED_SHIFT, Flag.REST_DAY_WORK}),
)


def test_a_correction_is_pending_until_it_is_decided_once(store: Store) -> None:
    approved = corrections.approve(ADD, "boss", NOW + HOUR)
    with store.write() as records:
        records.corrections.add(ADD, ADDED.at)
        assert records.corrections.get("k1") == ADD
        records.corrections.decide(approved)
    with pytest.raises(Conflict), store.write() as records:
        records.corrections.decide(corrections.refuse(ADD, "boss", NOW))
    with store.read() as records:
        assert records.corrections.get("k1") == approved
        assert records.corrections.about("k1") == ADDED.at
        assert records.corrections.get("k2") is None
        assert records.corrections.about("k2") is None


def test_a_correction_is_recorded_once(store: Store) -> None:
    with store.write() as records:
        records.corrections.add(ADD, NOW)
        with pytest.raises(Conflict):
            records.corrections.add(ADD, NOW)


def test_corrections_are_found_by_the_instant_that_they_are_about(store: Store) -> None:
    ignore = Correction("k0", "p2", Act.IGNORE, "hr", "x", NOW - HOUR, target="c1")
    with store.write() as records:
        records.corrections.add(ADD, NOW)
        records.corrections.add(ignore, NOW + HOUR)
    with store.read() as records:
        found = records.corrections
        assert list(found.between(NOW, NOW + 2 * HOUR)) == [ignore, ADD]
        assert list(found.between(NOW, NOW + HOUR)) == [ADD]
        assert list(found.between(NOW, NOW + 2 * HOUR, ["p2"])) == [ignore]
        assert list(found.between(NOW, NOW + 2 * HOUR, ["p1", "p2", "p3"])) == [ignore, ADD]
        assert list(found.page()) == [ignore, ADD]
        assert list(found.page(after="k0")) == [ADD]
        assert list(found.page(people=["p2"])) == [ignore]
        assert list(found.page(people=[])) == []


def test_corrections_are_listed_by_what_became_of_them(store: Store) -> None:
    refused = corrections.refuse(replace(ADD, id="k2"), "boss", NOW + HOUR)
    with store.write() as records:
        records.corrections.add(ADD, NOW)
        records.corrections.add(replace(ADD, id="k2"), NOW)
        records.corrections.decide(refused)
    with store.read() as records:
        found = records.corrections
        assert list(found.page(approval=Approval.PENDING)) == [ADD]
        assert list(found.page(approval=Approval.REFUSED)) == [refused]
        assert list(found.page(approval=Approval.APPROVED)) == []
        assert found.decided_since(NOW + HOUR, NOW, NOW + HOUR) == {"p1"}
        assert found.decided_since(NOW + 2 * HOUR, NOW, NOW + HOUR) == set()
        assert found.decided_since(NOW, NOW + HOUR, NOW + 2 * HOUR) == set()


def test_the_last_decision_about_leave_counts(store: Store) -> None:
    approved = leave.approve(LEAVE, "boss", NOW + HOUR)
    cancelled = leave.cancel(approved, "p1", NOW + 2 * HOUR)
    with store.write() as records:
        records.leave.add(LEAVE)
        assert records.leave.get("l1") == LEAVE
        assert list(records.leave.approved()) == []
        records.leave.decide(approved)
    with store.write() as records:
        assert list(records.leave.approved()) == [approved]
        records.leave.decide(cancelled)
    with store.read() as records:
        assert records.leave.get("l1") == cancelled
        assert list(records.leave.approved()) == []
        assert list(records.leave.of("p1")) == [cancelled]
        assert list(records.leave.page(state=RequestState.CANCELLED)) == [cancelled]
        assert list(records.leave.page(state=RequestState.PENDING)) == []


def test_a_refusal_keeps_its_reason_and_a_decision_changes_the_rules(store: Store) -> None:
    refused = leave.refuse(LEAVE, "boss", NOW, "too many are away " * 500)
    with store.write() as records:
        records.leave.add(LEAVE)
        before = records.generations.of(RULES)
        records.leave.decide(refused)
    with store.read() as records:
        assert records.leave.get("l1") == refused
        assert records.generations.of(RULES) != before


def test_leave_is_found_by_the_dates_that_it_overlaps(store: Store) -> None:
    week = DateSpan(date(2026, 3, 9), date(2026, 3, 13))
    other = replace(LEAVE, id="l0", person_id="p2", span=week, portion=Portion.WHOLE)
    with store.write() as records:
        records.leave.add(LEAVE)
        records.leave.add(other)
        with pytest.raises(Conflict):
            records.leave.add(other)
    with store.read() as records:
        page = records.leave.page
        assert list(page(span=DateSpan(date(2026, 3, 2), date(2026, 3, 9)))) == [other, LEAVE]
        assert list(page(span=DateSpan(date(2026, 3, 3), date(2026, 3, 9)))) == [other]
        assert list(page(span=DateSpan(date(2026, 3, 14), date(2026, 3, 20)))) == []
        assert list(page(people=["p1"])) == [LEAVE]
        assert list(page(after="l0")) == [LEAVE]


def test_frozen_figures_come_back_exactly(store: Store) -> None:
    absent = DayFigures("p2", date(2026, 3, 3), Status.ABSENT, None, absent=8 * HOUR)
    period = ClosedPeriod(month(2026, 3), "boss", NOW, (DAY, absent))
    with store.write() as records:
        head = records.periods.add("m3", period)
        assert (head.people, len(head.digest)) == (2, 64)
    with store.read() as records:
        assert list(records.periods.heads()) == [head]
        assert records.periods.last_closed() == date(2026, 3, 31)
        both = list(records.periods.figures(month(2026, 3)))
        assert both == [("p1", (DAY,)), ("p2", (absent,))]
        assert list(records.periods.figures(month(2026, 3), ["p2"])) == [("p2", (absent,))]
        some = dict(records.periods.figures(DateSpan(date(2026, 3, 3), date(2026, 3, 9))))
        assert some["p2"] == (absent,)
        assert some.get("p1", ()) == ()
        assert list(records.periods.figures(month(2026, 4))) == []


def test_nothing_is_closed_at_first(store: Store) -> None:
    with store.read() as records:
        assert list(records.periods.heads()) == []
        assert records.periods.last_closed() is None


def test_adjustments_are_kept_in_the_order_of_posting(store: Store) -> None:
    later = replace(DAY, worked=8 * HOUR, premiums=())
    first = Adjustment("p1", date(2026, 4, 2), DAY.date, None, DAY)
    second = Adjustment("p1", date(2026, 4, 2), DAY.date, DAY, later)
    third = Adjustment("p1", date(2026, 5, 2), DAY.date, later, DAY)
    with store.write() as records:
        records.periods.add("m3", ClosedPeriod(month(2026, 3), "boss", NOW, ()))
        records.periods.post("m3", [first, second])
        records.periods.post("m3", [])
        records.periods.post("m3", [third])
    with store.read() as records:
        assert list(records.periods.adjustments()) == [first, second, third]
        assert list(records.periods.adjustments(period_id="m4")) == []
        assert list(records.periods.adjustments(posted=month(2026, 5))) == [third]


def test_a_forgotten_person_leaves_figures_under_a_pseudonym(store: Store) -> None:
    change = Adjustment("p1", date(2026, 4, 2), DAY.date, DAY, DAY)
    with store.write() as records:
        records.periods.add("m3", ClosedPeriod(month(2026, 3), "boss", NOW, (DAY,)))
        records.periods.post("m3", [change])
        records.corrections.add(ADD, NOW)
        records.leave.add(LEAVE)
    with store.write() as records:
        assert records.periods.pseudonymise("p1", "x") == 2
        assert records.corrections.pseudonymise("p1", "x") == 1
        assert records.leave.pseudonymise("p1", "x") == 1
    with store.read() as records:
        assert list(records.periods.figures(month(2026, 3))) == [
            ("x", (replace(DAY, person_id="x"),))
        ]
        [renamed] = records.periods.adjustments()
        assert renamed.after.person_id == "x"
        kept = records.corrections.get("k1")
        assert kept is not None
        assert kept.added is not None
        assert (kept.person_id, kept.added.person_id) == ("x", "x")
        assert "forgotten" not in kept.reason
        assert [request.requested_by for request in records.leave.of("x")] == ["x"]


def entry(number: int, **other: object) -> AuditAct:
    given: dict[str, object] = {"person_id": None, "detail": {"n": str(number), "ü": "🎉"}}
    return AuditAct(NOW, "boss", "owner", "x.done", "x", f"s{number}", **(given | other))  # type: ignore[arg-type]


def test_entries_of_the_audit_log_are_chained(store: Store) -> None:
    with store.write() as records:
        assert records.audit.last() is None
        made = [records.audit.append(entry(number)) for number in range(3)]
    with store.write() as records:
        made.append(records.audit.append(entry(3, person_id="p1", before="a" * 64)))
    with store.read() as records:
        assert list(records.audit.entries()) == made
        assert list(records.audit.entries(after=2)) == made[2:]
        assert records.audit.last() == made[-1]
        assert [e.previous for e in made] == [START, *(e.digest for e in made[:-1])]
        assert verdict(records.audit.entries()).broken is None


def test_an_act_that_failed_is_not_in_the_audit_log(store: Store) -> None:
    with pytest.raises(KeyError), store.write() as records:
        records.audit.append(entry(1))
        raise KeyError
    with store.read() as records:
        assert records.audit.last() is None


def test_the_newest_entries_come_first(store: Store) -> None:
    with store.write() as records:
        for number in range(5):
            person = "p1" if number % 2 else None
            records.audit.append(replace(entry(number), person_id=person, actor=f"a{number}"))
    with store.read() as records:

        def numbers(of: AuditFilter = EVERY_ENTRY, **page: int) -> list[int]:
            return [e.number for e in records.audit.page(of, **page)]

        assert numbers() == [5, 4, 3, 2, 1]
        assert numbers(before=4, limit=2) == [3, 2]
        assert numbers(AuditFilter(person_id="p1")) == [4, 2]
        assert numbers(AuditFilter(actor="a0")) == [1]


def test_entries_are_found_by_the_kind_of_thing_and_by_time(store: Store) -> None:
    at = [NOW + number * HOUR for number in range(4)]
    with store.write() as records:
        for number, moment in enumerate(at):
            kind = ("site", "report")[number % 2]
            acted = replace(entry(number), kind=kind, at=moment, actor=f"a{number % 3}")
            records.audit.append(acted)
    with store.read() as records:

        def numbers(of: AuditFilter) -> list[int]:
            return [e.number for e in records.audit.page(of)]

        assert numbers(AuditFilter(kind="report")) == [4, 2]
        assert numbers(AuditFilter(since=at[1], until=at[3])) == [3, 2]
        assert numbers(AuditFilter(kind="site", since=at[1])) == [3]
        assert records.audit.occurring() == (["a0", "a1", "a2"], ["report", "site"])


def test_reports_read_the_same_punches_person_by_person(store: Store) -> None:
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    made = [
        punch(f"c{n}", f"p{n % 3}", at=at + n * HOUR, recorded_at=at + (n + n % 2) * HOUR)
        for n in range(9)
    ]
    declared = punch("d", "p1", at=at, declared=Direction.IN, score=None, clock_offset_seconds=2.5)
    with store.write() as records:
        for one in [*made[::-1], declared]:
            records.punches.add(one)
    with store.read() as records:
        found = records.punches.by_person(at, at + 8 * HOUR)
        expected = records.punches.between(at, at + 8 * HOUR)
        assert sorted(found) == ["p0", "p1", "p2"]
        for person_id, own in found.items():
            assert own == [one for one in expected if one.person_id == person_id]
        assert records.punches.by_person(at, at + 8 * HOUR, ["p1", "p9"]) == {"p1": found["p1"]}
        assert records.punches.by_person(at, at + 8 * HOUR, []) == {}
        assert records.punches.punchers(at, at + HOUR) == {"p0", "p1"}
        recorded = records.punches.recorded_since(at + 8 * HOUR, at, at + 8 * HOUR)
        assert recorded == {"p1"}
        assert records.punches.get("d") == declared
        assert records.punches.get("nobody") is None
