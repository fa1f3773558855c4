"""Corrections, leave, closed periods, adjustments, reports and explanations."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from adsum.app.clocking import FutureSighting
from adsum.app.close_period import PeriodNotOver
from adsum.app.days import View
from adsum.app.decide_correction import UnknownCorrection
from adsum.app.ports.audit import AuditFilter
from adsum.app.propose_correction import CorrectionDraft, UnknownTarget
from adsum.app.report_query import By, Per, ReportLine, ReportQuery
from adsum.app.request_leave import LeaveDraft, NoEntitlement
from adsum.app.scope import OutOfScope
from adsum.domain.calendar import Portion
from adsum.domain.closing import PeriodLocked, PeriodOverlaps, PeriodUnfinished
from adsum.domain.correction import Act, Approval, CorrectionDecided, OwnCorrection
from adsum.domain.leave import LeaveOverlaps, OwnRequest, RequestState
from adsum.domain.leave_balance import LeaveExceedsBalance
from adsum.domain.money import Money
from adsum.domain.punch import Direction
from adsum.domain.span import DateSpan
from adsum.domain.workday import Status
from tests.integration.attendance.conftest import ADA, BOSS, HR, OWNER, Office

MONDAY = date(2026, 3, 2)
WEEK = DateSpan(MONDAY, date(2026, 3, 8))
HOUR = timedelta(hours=1)


def full_day(firm: Office, person: str, day: str) -> None:
    for wall in ("08:00", "12:00", "12:30", "16:30"):
        firm.punch(person, day, wall)


def line(firm: Office, query: ReportQuery, key: str, **options: bool) -> ReportLine:
    found = firm.do.attendance_report.execute(OWNER, query, **options)
    return next(one for one in found if one.key == key)


def forgotten(firm: Office) -> CorrectionDraft:
    firm.punch("ada", "03-02", "08:00")
    firm.move_to("03-04")
    at = firm.at("03-02", "16:30")
    return CorrectionDraft("ada", Act.ADD, "forgot", None, at, "main", Direction.OUT)


def worked(firm: Office, view: View = View.AS_CORRECTED) -> timedelta:
    return line(firm, ReportQuery(WEEK, view=view), "ada").summary.worked


def test_a_correction_counts_once_somebody_else_approves(firm: Office) -> None:
    made = firm.do.propose_correction.execute(ADA, forgotten(firm))
    assert worked(firm) == timedelta(0)
    with pytest.raises(OwnCorrection):
        firm.do.decide_correction.execute(ADA, made.id, approve=True)
    done = firm.do.decide_correction.execute(BOSS, made.id, approve=True, reason="saw her")
    assert (done.approval, done.decided_by) == (Approval.APPROVED, "bob")
    assert worked(firm) == 8 * HOUR
    assert worked(firm, View.AS_RECORDED) == timedelta(0)
    with pytest.raises(CorrectionDecided):
        firm.do.decide_correction.execute(HR, made.id, approve=False)
    with pytest.raises(UnknownCorrection):
        firm.do.decide_correction.execute(HR, "nothing", approve=True)


def test_a_punch_is_ignored_and_the_correction_is_taken_back(firm: Office) -> None:
    full_day(firm, "ada", "03-02")
    last = firm.punch("ada", "03-02", "18:00").punch
    ignore = CorrectionDraft("ada", Act.IGNORE, "not me", last.id)
    made = firm.do.propose_correction.execute(HR, ignore)
    before = worked(firm)
    firm.do.decide_correction.execute(OWNER, made.id, approve=True)
    assert worked(firm) == 8 * HOUR
    revoke = CorrectionDraft("ada", Act.REVOKE, "it was", made.id)
    back = firm.do.propose_correction.execute(HR, revoke)
    firm.do.decide_correction.execute(OWNER, back.id, approve=True)
    assert worked(firm) == before
    shown = firm.do.explain_day.execute(HR, "ada", MONDAY)
    assert {c.act for c in shown.corrections} == {Act.IGNORE, Act.REVOKE}


@pytest.mark.parametrize("act", [Act.IGNORE, Act.SET_DIRECTION, Act.REVOKE])
def test_a_correction_names_a_fact_of_the_same_person(firm: Office, act: Act) -> None:
    other = firm.punch("bob", "03-02", "08:00").punch
    direction = Direction.OUT if act is Act.SET_DIRECTION else None
    for target in (other.id, "nothing"):
        draft = CorrectionDraft("ada", act, "x", target, direction=direction)
        with pytest.raises(UnknownTarget):
            firm.do.propose_correction.execute(HR, draft)


def test_nobody_corrects_the_future_or_a_stranger(firm: Office) -> None:
    at = firm.clock.now() + HOUR
    draft = CorrectionDraft("ada", Act.ADD, "x", None, at, "main")
    with pytest.raises(FutureSighting):
        firm.do.propose_correction.execute(ADA, draft)
    past = CorrectionDraft("cleo", Act.ADD, "x", None, at - 9 * HOUR, "main")
    for actor in (ADA, BOSS):
        with pytest.raises(OutOfScope):
            firm.do.propose_correction.execute(actor, past)


def test_a_forgotten_check_out_is_proposed_once(firm: Office) -> None:
    forgotten(firm)
    [made] = firm.do.propose_forgotten.execute(HR, WEEK.first, MONDAY)
    assert made.added is not None
    assert (made.added.at, made.added.declared) == (firm.at("03-02", "16:30"), Direction.OUT)
    assert firm.do.propose_forgotten.execute(HR, WEEK.first, MONDAY) == []
    assert list(firm.do.list_corrections.execute(ADA)) == [made]
    firm.do.decide_correction.execute(HR, made.id, approve=False)
    assert firm.do.propose_forgotten.execute(HR, WEEK.first, MONDAY) == []
    assert worked(firm) == timedelta(0)


def test_nothing_is_proposed_for_a_session_that_runs(firm: Office) -> None:
    firm.move_to("03-03", "09:00")
    firm.punch("ada", "03-03", "08:00")
    assert firm.do.propose_forgotten.execute(HR, date(2026, 3, 3), date(2026, 3, 3)) == []


def ask(firm: Office, first: str, last: str, portion: Portion = Portion.WHOLE) -> str:
    span = DateSpan(date.fromisoformat(first), date.fromisoformat(last))
    return firm.do.request_leave.execute(ADA, LeaveDraft("ada", "holiday", span, portion)).id


def test_leave_is_asked_for_approved_and_credited(firm: Office) -> None:
    # Thursday, the holiday on Friday, the weekend, Monday: two days of leave.
    made = ask(firm, "2026-03-05", "2026-03-09")
    [standing] = firm.do.leave_balances.execute(ADA, "ada", MONDAY)
    assert (standing.balance.pending, standing.balance.left) == (2, 1)
    with pytest.raises(OwnRequest):
        firm.do.decide_leave.execute(ADA, made, approve=True)
    done = firm.do.decide_leave.execute(BOSS, made, approve=True)
    assert done.state is RequestState.APPROVED
    firm.move_to("03-10")
    days = firm.do.attendance_report.execute(OWNER, ReportQuery(WEEK, people=frozenset({"ada"})))
    # Thursday and the weekend, of which only Thursday was to be worked.
    assert days[0].summary.count(Status.LEAVE) == 3
    assert days[0].summary.credited == 16 * HOUR
    assert days[0].summary.count(Status.HOLIDAY) == 1
    [standing] = firm.do.leave_balances.execute(ADA, "ada", MONDAY)
    assert (standing.balance.taken, standing.balance.pending) == (2, 0)


def test_leave_beyond_what_is_left_or_twice_is_refused(firm: Office) -> None:
    ask(firm, "2026-03-10", "2026-03-11")
    with pytest.raises(LeaveOverlaps):
        ask(firm, "2026-03-11", "2026-03-11", Portion.MORNING)
    with pytest.raises(LeaveExceedsBalance):
        ask(firm, "2026-03-16", "2026-03-17")
    ask(firm, "2026-03-16", "2026-03-16", Portion.MORNING)
    ask(firm, "2026-03-16", "2026-03-16", Portion.AFTERNOON)
    with pytest.raises(NoEntitlement):
        ask(firm, "2027-01-04", "2027-01-04")


def test_refused_and_cancelled_leave_gives_its_days_back(firm: Office) -> None:
    one, two = ask(firm, "2026-03-10", "2026-03-10"), ask(firm, "2026-03-11", "2026-03-12")
    firm.do.decide_leave.execute(HR, one, approve=False, reason="stocktaking")
    firm.do.decide_leave.execute(HR, two, approve=True)
    firm.do.cancel_leave.execute(ADA, two)
    [standing] = firm.do.leave_balances.execute(HR, "ada", MONDAY)
    assert standing.balance.left == 3
    states = [request.state for request in firm.do.list_leave.execute(ADA)]
    assert sorted(states) == [RequestState.CANCELLED, RequestState.REFUSED]
    assert list(firm.do.list_leave.execute(BOSS, state=RequestState.PENDING)) == []


def test_leave_of_somebody_elses_team_is_out_of_reach(firm: Office) -> None:
    span = DateSpan(MONDAY, MONDAY)
    with pytest.raises(OutOfScope):
        firm.do.request_leave.execute(BOSS, LeaveDraft("cleo", "holiday", span))
    with pytest.raises(OutOfScope):
        firm.do.leave_balances.execute(ADA, "bob", MONDAY)


def close_week(firm: Office) -> None:
    firm.move_to("03-10")
    firm.do.close_period.execute(HR, WEEK, even_if_open=True)


def test_a_closed_period_is_frozen_and_later_facts_become_adjustments(firm: Office) -> None:
    full_day(firm, "ada", "03-02")
    close_week(firm)
    assert worked(firm) == 8 * HOUR
    firm.punch("ada", "03-03", "08:00")
    firm.punch("ada", "03-03", "12:00")
    assert worked(firm) == 8 * HOUR, "the closed week stays as it was"
    assert worked(firm, View.AS_RECORDED) == 12 * HOUR
    [change] = firm.do.post_adjustments.execute(HR, date(2026, 3, 10))
    assert (change.person_id, change.date) == ("ada", date(2026, 3, 3))
    assert change.after.worked == 4 * HOUR
    assert firm.do.post_adjustments.execute(HR, date(2026, 3, 10)) == []
    with pytest.raises(PeriodLocked):
        firm.do.post_adjustments.execute(HR, MONDAY)
    firm.do.report.execute(MONDAY, MONDAY)
    slips = firm.do.pay_report.execute(HR, DateSpan(date(2026, 3, 9), date(2026, 3, 15)))
    [slip] = [named.slip for named in slips if named.slip.person_id == "ada"]
    assert slip.total == Money(Decimal("80.00"), "EUR")


def test_an_approved_correction_of_a_closed_day_is_adjusted(firm: Office) -> None:
    draft = forgotten(firm)
    made = firm.do.propose_correction.execute(ADA, draft)
    close_week(firm)
    firm.do.decide_correction.execute(BOSS, made.id, approve=True)
    [change] = firm.do.post_adjustments.execute(HR, date(2026, 3, 10))
    assert change.before is not None
    assert (change.before.worked, change.after.worked) == (timedelta(0), 8 * HOUR)


def test_a_period_is_closed_once_and_when_it_is_over(firm: Office) -> None:
    with pytest.raises(PeriodNotOver):
        firm.do.close_period.execute(HR, WEEK)
    forgotten(firm)
    firm.move_to("03-10")
    with pytest.raises(PeriodUnfinished):
        firm.do.close_period.execute(HR, WEEK)
    head = firm.do.close_period.execute(HR, WEEK, even_if_open=True)
    assert list(firm.do.list_periods.execute()) == [head]
    with pytest.raises(PeriodOverlaps):
        firm.do.close_period.execute(HR, DateSpan(WEEK.last, WEEK.last))
    with pytest.raises(PeriodLocked):
        ask(firm, "2026-03-06", "2026-03-09")


def test_a_report_counts_everybody_who_should_have_come(firm: Office) -> None:
    full_day(firm, "ada", "03-02")
    firm.move_to("03-03", "05:00")
    lines = firm.do.attendance_report.execute(HR, ReportQuery(DateSpan(MONDAY, MONDAY)))
    status = {one.name: set(one.summary.statuses) for one in lines}
    assert status == {"Ada": {Status.PRESENT}, "Bob": {Status.ABSENT}, "Cleo": {Status.UNPLANNED}}
    assert firm.acts()[-1] == "report.viewed"


def test_sums_by_team_site_company_and_month_agree(firm: Office) -> None:
    firm.move_to("04-30")
    for day in ("03-02", "03-03", "04-01"):
        full_day(firm, "ada", day)
        full_day(firm, "bob", day)
    full_day(firm, "cleo", "03-31")
    span = DateSpan(date(2026, 3, 1), date(2026, 4, 15))
    total = line(firm, ReportQuery(span, By.COMPANY), "").summary
    assert total.worked == 7 * 8 * HOUR
    for by in By:
        for per in Per:
            lines = firm.do.attendance_report.execute(HR, ReportQuery(span, by, per))
            assert sum((one.summary.worked for one in lines), timedelta(0)) == total.worked
            assert sum(one.summary.days for one in lines) == 3 * len(span)
            assert all(one.span.overlap(span) == one.span for one in lines)
    north = firm.do.attendance_report.execute(HR, ReportQuery(span, By.TEAM, Per.MONTH))
    assert [(one.name, one.summary.worked / HOUR) for one in north] == [
        ("", 8),
        ("North", 32),
        ("", 0),
        ("North", 16),
    ]


def test_cost_is_shown_to_those_who_may_see_pay(firm: Office) -> None:
    full_day(firm, "ada", "03-02")
    firm.move_to("03-31")
    query = ReportQuery(DateSpan(MONDAY, date(2026, 3, 5)))
    # Eight hours at 20 EUR.
    assert line(firm, query, "ada", with_cost=True).cost == {"EUR": Money(Decimal("160.00"), "EUR")}
    assert line(firm, query, "bob", with_cost=True).cost == {}
    assert line(firm, query, "ada").cost == {}


def test_a_manager_sees_the_team_and_an_employee_themselves(firm: Office) -> None:
    firm.move_to("03-31")
    query = ReportQuery(WEEK)

    def seen(actor: object, asked: ReportQuery = query) -> list[str]:
        return [one.name for one in firm.do.attendance_report.execute(actor, asked)]  # type: ignore[arg-type]

    assert seen(BOSS) == ["Ada", "Bob"]
    assert seen(ADA) == ["Ada"]
    assert seen(BOSS, ReportQuery(WEEK, people=frozenset({"cleo"}))) == []
    assert seen(HR, ReportQuery(WEEK, team="north")) == ["Ada", "Bob"]
    assert seen(HR, ReportQuery(WEEK, people=frozenset({"cleo"}))) == ["Cleo"]


def test_a_day_explains_itself_and_the_look_is_noted(firm: Office) -> None:
    full_day(firm, "ada", "03-02")
    shown = firm.do.explain_day.execute(BOSS, "ada", MONDAY)
    assert shown.day.worked == 8 * HOUR
    assert any("Day" in s or "day" in s for s in shown.sentences)
    assert shown.frozen is None
    [entry] = firm.do.read_audit.execute(AuditFilter("ada"), limit=1)
    assert (entry.act.actor, entry.act.name) == ("boss", "day.viewed")
    before = len(firm.acts())
    firm.do.explain_day.execute(ADA, "ada", MONDAY)
    assert len(firm.acts()) == before, "one's own record is nobody else's business"
    with pytest.raises(OutOfScope):
        firm.do.explain_day.execute(ADA, "bob", MONDAY)


def test_somebody_forgotten_leaves_only_figures_behind(firm: Office) -> None:
    from adsum.app.forget import Forget

    full_day(firm, "ada", "03-02")
    ask(firm, "2026-03-12", "2026-03-12")
    firm.do.set_pin.execute(HR, "ada", "2580")
    close_week(firm)
    receipt = Forget(firm.store, firm.clock).execute("ada", HR)
    lines = firm.do.attendance_report.execute(HR, ReportQuery(WEEK))
    assert [one.key for one in lines if one.summary.worked] == [receipt.pseudonym]
    with firm.store.read() as records:
        assert records.documents.get("membership", "ada-north") is None
        assert records.documents.get("pay", "ada") is None
        assert records.pins.hash_of("ada") is None
        assert records.leave.of("ada") == []
    assert firm.do.verify_audit.execute().broken is None
