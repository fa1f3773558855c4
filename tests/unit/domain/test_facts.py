"""Punches, corrections, leave requests and money refuse what cannot be true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from adsum.domain import correction, leave
from adsum.domain.assignment import Assignment, InvalidAssignment
from adsum.domain.breaks import BreakRule, InvalidBreak
from adsum.domain.calendar import Portion, calendar
from adsum.domain.closing import (
    PeriodLocked,
    PeriodOverlaps,
    PeriodUnfinished,
    amended,
    check_unlocked,
    close,
    first_open,
)
from adsum.domain.correction import Act, Approval, Correction, InvalidCorrection, as_corrected
from adsum.domain.figures import DayFigures
from adsum.domain.instants import UnknownZone
from adsum.domain.leave import LeaveOverlaps, LeaveRequest, LeaveType, RequestState
from adsum.domain.leave_balance import (
    Entitlement,
    LeaveExceedsBalance,
    balance,
    carried_over,
    check_balance,
    leave_days,
)
from adsum.domain.money import InvalidMoney, MixedCurrencies, Money, hours, total
from adsum.domain.pay import InvalidPay, PayKind, PaySlip, PayTerms, costs, pay_slip
from adsum.domain.policy import (
    DEFAULT_POLICY,
    InvalidPolicy,
    NightWindow,
    OvertimeRule,
    OvertimeTier,
    Policy,
    PolicyBook,
)
from adsum.domain.punch import Direction, InvalidPunch, true_instant
from adsum.domain.rotation import InvalidRotation, Rotation, weekly
from adsum.domain.rounding import InvalidRounding, Rounding
from adsum.domain.rules import PersonRules
from adsum.domain.shift import InvalidShift, Shift
from adsum.domain.span import DateSpan, InvalidSpan, month, week_start, year
from adsum.domain.summary import by_month, by_person, summaries
from adsum.domain.workday import Status
from tests.unit.domain.building import punch

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MARCH = month(2026, 3)
DAY = Shift("day", time(8), time(16))
ANNUAL = LeaveType("annual", "annual leave")
HOLIDAYS = calendar("de", {date(2026, 5, 1): "Labour Day"})
RULES = PersonRules(
    assignments=(
        Assignment(
            weekly("w", dict.fromkeys(range(5), (DAY,))),
            "Europe/Berlin",
            person_id="ana",
            calendar=HOLIDAYS,
        ),
    )
)

NIGHT_PAY = Decimal("1.25")
NIGHT = NightWindow(time(22), time(6), NIGHT_PAY)


def request(first: date, last: date, id: str = "r1") -> LeaveRequest:
    return LeaveRequest(id, "ana", ANNUAL, DateSpan(first, last), "ana", NOW)


def ignore(id: str = "c1", target: str = "p") -> Correction:
    return Correction(id, "ana", Act.IGNORE, "ben", "a mistake", NOW, target)


def test_a_punch_is_kept_in_utc() -> None:
    made = punch(datetime(2026, 3, 2, 8, tzinfo=timezone(timedelta(hours=1))))
    assert made.at == datetime(2026, 3, 2, 7, tzinfo=UTC) and made.at.tzinfo is UTC


def test_a_device_clock_that_runs_ahead_is_put_right() -> None:
    shown = datetime(2026, 3, 2, 8, 1, 30, tzinfo=UTC)
    true = true_instant(shown, 90)
    assert true == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert replace(punch(true), clock_offset_seconds=90.0).device_at == shown


def test_impossible_punches_are_refused() -> None:
    with pytest.raises(UnknownZone):
        punch(NOW, zone="Europe/Atlantis")
    with pytest.raises(InvalidPunch):
        replace(punch(NOW), person_id="")
    with pytest.raises(InvalidPunch):
        replace(punch(NOW), clock_offset_seconds=float("nan"))


def test_a_correction_needs_a_reason_and_exactly_what_its_act_takes() -> None:
    with pytest.raises(InvalidCorrection, match="reason"):
        Correction("c", "ana", Act.IGNORE, "ben", "  ", NOW, "p")
    with pytest.raises(InvalidCorrection, match="takes a punch"):
        Correction("c", "ana", Act.ADD, "ben", "why", NOW)
    with pytest.raises(InvalidCorrection, match="names what"):
        Correction("c", "ana", Act.IGNORE, "ben", "why", NOW)
    with pytest.raises(InvalidCorrection, match="direction"):
        Correction("c", "ana", Act.IGNORE, "ben", "why", NOW, "p", direction=Direction.IN)
    with pytest.raises(InvalidCorrection, match="somebody else"):
        Correction("c", "ana", Act.ADD, "ben", "why", NOW, added=punch(NOW, person="cem"))


@pytest.mark.parametrize("by", ["ben", "ana"])
def test_nobody_approves_their_own_correction(by: str) -> None:
    with pytest.raises(correction.OwnCorrection):
        correction.approve(ignore(), by, NOW)


def test_a_correction_is_decided_once() -> None:
    approved = correction.approve(ignore(), "hr", NOW)
    assert (approved.approval, approved.decided_by) == (Approval.APPROVED, "hr")
    with pytest.raises(correction.CorrectionDecided):
        correction.refuse(approved, "hr", NOW)


def test_corrections_leave_the_recorded_punches_as_they_are() -> None:
    recorded = [punch(NOW, client="p")]
    turned = Correction(
        "c", "ana", Act.SET_DIRECTION, "ben", "why", NOW, "p", direction=Direction.OUT
    )
    view = as_corrected(recorded, [correction.approve(turned, "hr", NOW)])
    assert view[0].declared is Direction.OUT and recorded[0].declared is None


def test_a_correction_cannot_reach_another_persons_punch() -> None:
    other = [punch(NOW, client="p", person="cem")]
    assert as_corrected(other, [correction.approve(ignore(), "hr", NOW)]) == other


def test_a_revoked_revocation_lets_the_correction_stand() -> None:
    first = correction.approve(ignore(), "hr", NOW)
    acts = [first]
    for number, target in enumerate(["c1", "r0"]):
        made = NOW + timedelta(hours=number + 1)
        revoke = Correction(f"r{number}", "ana", Act.REVOKE, "ben", "why", made, target)
        acts.append(correction.approve(revoke, "hr", NOW))
    recorded = [punch(NOW, client="p")]
    assert as_corrected(recorded, acts[:2]) == recorded
    assert as_corrected(recorded, acts) == []


def test_leave_is_approved_by_somebody_else_and_once() -> None:
    asked = request(date(2026, 3, 2), date(2026, 3, 3))
    with pytest.raises(leave.OwnRequest):
        leave.approve(asked, "ana", NOW)
    approved = leave.approve(asked, "boss", NOW)
    assert approved.covers(date(2026, 3, 3)) and not asked.covers(date(2026, 3, 3))
    with pytest.raises(leave.LeaveDecided):
        leave.refuse(approved, "boss", NOW, "too late")
    cancelled = leave.cancel(approved, "ana", NOW)
    assert cancelled.state is RequestState.CANCELLED
    with pytest.raises(leave.LeaveDecided):
        leave.cancel(cancelled, "ana", NOW)


def test_a_refusal_needs_a_reason() -> None:
    with pytest.raises(leave.InvalidLeave):
        leave.refuse(request(date(2026, 3, 2), date(2026, 3, 3)), "boss", NOW, " ")


def test_leave_does_not_overlap_except_for_two_halves() -> None:
    first = request(date(2026, 3, 2), date(2026, 3, 2))
    with pytest.raises(LeaveOverlaps):
        leave.check_free(request(date(2026, 3, 1), date(2026, 3, 5), "r2"), (first,))
    morning = replace(first, portion=Portion.MORNING)
    leave.check_free(replace(first, id="r2", portion=Portion.AFTERNOON), (morning,))
    with pytest.raises(leave.InvalidLeave):
        replace(request(date(2026, 3, 2), date(2026, 3, 3)), portion=Portion.MORNING)


def test_leave_uses_up_working_days_only() -> None:
    # Monday 27 April to Sunday 3 May: five working days, of which 1 May is a holiday.
    week = request(date(2026, 4, 27), date(2026, 5, 3))
    assert leave_days(week, RULES, year(2026)) == Decimal(4)
    assert leave_days(week, RULES, month(2026, 5)) == Decimal(0)
    half = replace(request(date(2026, 4, 27), date(2026, 4, 27)), portion=Portion.MORNING)
    assert leave_days(half, RULES, year(2026)) == Decimal("0.5")


def test_a_balance_counts_what_is_taken_and_what_is_asked_for() -> None:
    entitled = Entitlement("ana", ANNUAL, year(2026), Decimal(5), Decimal(1))
    taken = leave.approve(request(date(2026, 3, 2), date(2026, 3, 4)), "boss", NOW)
    asked = request(date(2026, 3, 9), date(2026, 3, 9), "r2")
    found = balance(entitled, [taken, asked], RULES)
    assert (found.taken, found.pending, found.left) == (Decimal(3), Decimal(1), Decimal(2))
    assert carried_over(found, Decimal(2)) == Decimal(2)
    check_balance(
        request(date(2026, 3, 16), date(2026, 3, 17), "r3"), entitled, [taken, asked], RULES
    )
    with pytest.raises(LeaveExceedsBalance, match="3 days are asked for and 2"):
        long = request(date(2026, 3, 16), date(2026, 3, 18), "r3")
        check_balance(long, entitled, [taken, asked], RULES)


def test_a_period_is_closed_once_and_not_with_open_days() -> None:
    figures = [DayFigures("ana", date(2026, 3, 2), Status.OPEN)]
    with pytest.raises(PeriodUnfinished, match="2026-03-02 of ana"):
        close(MARCH, figures, (), by="hr", at=NOW)
    closed = close(MARCH, figures, (), by="hr", at=NOW, even_if_open=True)
    with pytest.raises(PeriodOverlaps):
        close(DateSpan(date(2026, 3, 31), date(2026, 4, 30)), [], [closed], by="hr", at=NOW)
    assert first_open([closed], date(2026, 3, 15)) == date(2026, 4, 1)


def test_a_policy_cannot_reach_into_a_closed_period() -> None:
    closed = close(MARCH, [], (), by="hr", at=NOW)
    book = PolicyBook()
    with pytest.raises(PeriodLocked):
        amended(book, Policy(version=2, valid_from=date(2026, 3, 31)), [closed])
    later = amended(book, Policy(version=2, valid_from=date(2026, 4, 1)), [closed])
    assert later.on(date(2026, 3, 31)) is DEFAULT_POLICY
    assert later.on(date(2026, 4, 1)).version == 2
    check_unlocked(date(2026, 4, 1), [closed])


def test_money_is_exact_and_keeps_currencies_apart() -> None:
    assert Money(Decimal("0.1"), "EUR") + Money(Decimal("0.2"), "EUR") == Money(
        Decimal("0.3"), "EUR"
    )
    with pytest.raises(MixedCurrencies):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")
    for amount, currency in ((Decimal("NaN"), "EUR"), (Decimal(1), "eur"), (Decimal(1), "EURO")):
        with pytest.raises(InvalidMoney):
            Money(amount, currency)
    assert total([], "EUR") == Money(Decimal(0), "EUR")
    assert hours(timedelta(minutes=45)) == Decimal("0.75")


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("1.005", "EUR", "1.01"),
        ("-1.005", "EUR", "-1.01"),
        ("1.5", "JPY", "2"),
        ("1.2345", "KWD", "1.235"),
    ],
)
def test_money_is_rounded_half_away_from_zero(amount: str, currency: str, expected: str) -> None:
    assert Money(Decimal(amount), currency).rounded().amount == Decimal(expected)


def test_terms_of_pay_must_not_contradict_each_other() -> None:
    euro = PayTerms("ana", PayKind.HOURLY, Money(Decimal(20), "EUR"))
    later = replace(euro, first=date(2026, 4, 1))
    for terms in ([], [euro, later], [replace(euro, person_id="ben"), later]):
        with pytest.raises(InvalidPay):
            pay_slip(terms, [], MARCH)
    with pytest.raises(InvalidPay):
        replace(euro, rate=Money(Decimal(-1), "EUR"))


def test_costs_are_summed_by_any_key_and_each_currency_by_itself() -> None:
    def slip(person: str, amount: str, currency: str) -> PaySlip:
        return PaySlip(person, MARCH, (), Money(Decimal(amount), currency))

    slips = [slip("ana", "10", "EUR"), slip("ben", "5", "EUR"), slip("cem", "7", "USD")]
    assert costs(slips, lambda s: "shop") == {
        ("shop", "EUR"): Money(Decimal(15), "EUR"),
        ("shop", "USD"): Money(Decimal(7), "USD"),
    }


def test_summaries_group_by_person_and_month() -> None:
    worked = timedelta(hours=8)
    days = [
        DayFigures(person, date(2026, number, 2), Status.PRESENT, worked=worked)
        for person in ("ana", "ben")
        for number in (3, 3, 4)
    ]
    assert {k: s.worked for k, s in summaries(days, by_person).items()} == {
        "ana": 3 * worked,
        "ben": 3 * worked,
    }
    found = summaries(days, lambda d: (by_person(d), by_month(d)))
    assert found["ana", (2026, 3)].count(Status.PRESENT) == 2


def test_rules_that_cannot_be_followed_are_refused() -> None:
    hour = timedelta(hours=1)
    refused = [
        (InvalidPolicy, lambda: Policy(quiet=-hour)),
        (InvalidPolicy, lambda: Policy(week_starts=7)),
        (InvalidPolicy, lambda: Policy(day_starts=time(4, tzinfo=UTC))),
        (InvalidPolicy, lambda: NightWindow(time(22), time(22), Decimal("1.25"))),
        (InvalidPolicy, lambda: NightWindow(time(22), time(6), Decimal(1))),
        (InvalidPolicy, lambda: NightWindow(time(22, tzinfo=UTC), time(6), Decimal(2))),
        (InvalidPolicy, lambda: Policy(night=(NIGHT, NightWindow(time(5), time(7), NIGHT_PAY)))),
        (InvalidPolicy, lambda: Policy(night=(NIGHT, NightWindow(time(23), time(), NIGHT_PAY)))),
        (InvalidPolicy, lambda: Policy(night=(NIGHT, NIGHT))),
        (InvalidPolicy, lambda: PolicyBook(())),
        (InvalidPolicy, lambda: PolicyBook((DEFAULT_POLICY, DEFAULT_POLICY))),
        (InvalidPolicy, lambda: OvertimeRule(rest_day=Decimal("0.5"))),
        (InvalidPolicy, lambda: OvertimeRule(daily=(OvertimeTier(hour, Decimal(2)),) * 2)),
        (InvalidRounding, lambda: Rounding(timedelta(minutes=7))),
        (InvalidBreak, lambda: BreakRule(timedelta(0))),
        (InvalidBreak, lambda: BreakRule(hour, paid=True, starts=time(12))),
        (InvalidShift, lambda: Shift("s", time(8, tzinfo=UTC), time(16))),
        (InvalidShift, lambda: Shift("s", time(8), time(16), core=(time(9), time(15)))),
        (InvalidShift, lambda: Shift("s", time(8), time(16), hours=timedelta(0))),
        (InvalidRotation, lambda: Rotation("r", ())),
        (InvalidAssignment, lambda: Assignment(Rotation("r", ((),)), "UTC")),
        (InvalidSpan, lambda: DateSpan(date(2026, 3, 2), date(2026, 3, 1))),
    ]
    for error, make in refused:
        with pytest.raises(error) as caught:
            make()
        assert caught.value.code and caught.value.what_to_do


def test_spans_of_dates() -> None:
    assert month(2026, 12) == DateSpan(date(2026, 12, 1), date(2026, 12, 31))
    assert len(month(2028, 2)) == 29 and len(year(2026)) == 365
    assert MARCH.overlap(month(2026, 4)) is None
    assert week_start(date(2026, 3, 1), 0) == date(2026, 2, 23)
    assert week_start(date(2026, 3, 1), 6) == date(2026, 3, 1)


def test_night_windows_that_only_touch_are_fine() -> None:
    late = NightWindow(time(20), time(22), NIGHT_PAY)
    early = NightWindow(time(6), time(7), NIGHT_PAY)
    assert Policy(night=(early, NIGHT, late)).night[1] is NIGHT
