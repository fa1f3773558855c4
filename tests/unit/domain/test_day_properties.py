"""What must hold for every set of punches, not only for the examples in the scenarios."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from adsum.domain.assignment import Assignment
from adsum.domain.attendance import person_days, work_days
from adsum.domain.breaks import BreakRule
from adsum.domain.closing import adjustments, close
from adsum.domain.dayspan import DaySpans
from adsum.domain.figures import all_figures
from adsum.domain.policy import (
    DirectionPolicy,
    NightWindow,
    OvertimeRule,
    OvertimeTier,
    Policy,
    PolicyBook,
)
from adsum.domain.punch import Punch
from adsum.domain.rotation import Rotation, weekly
from adsum.domain.rules import PersonRules
from adsum.domain.shift import Shift
from adsum.domain.span import DateSpan
from adsum.domain.summary import summary
from tests.unit.domain.building import deliveries
from tests.unit.domain.plain import PlainPunch, PlainRules, PlainShift, plain_days

HOUR = timedelta(hours=1)
ALL = DateSpan(date(2026, 3, 18), date(2026, 4, 12))
TIERS = OvertimeRule(
    daily=(OvertimeTier(8 * HOUR, Decimal("1.5")),),
    weekly=(OvertimeTier(20 * HOUR, Decimal("1.25")),),
)
shifts = st.sampled_from(
    [None, (time(8), time(16, 30)), (time(22), time(6)), (time(3), time(11)), (time(18), time(2))]
)
nights = st.sampled_from([None, (time(22), time(6)), (time(0), time(4)), (time(13), time(0))])
directions = st.sampled_from([DirectionPolicy.ALTERNATE, DirectionPolicy.FIRST_LAST])


def _rules(shift: tuple[time, time] | None, policy: Policy) -> PersonRules:
    if shift is None:
        return PersonRules(PolicyBook((policy,)), home_zone="Europe/Berlin")
    rotation = weekly("w", {n: (Shift("s", *shift),) for n in range(5)})
    assignment = Assignment(rotation, "Europe/Berlin", person_id="ana")
    return PersonRules(PolicyBook((policy,)), (assignment,), home_zone="Europe/Berlin")


@given(deliveries(), st.data(), shifts, directions)
@settings(max_examples=150, deadline=None)
def test_permuted_and_repeated_deliveries_give_the_same_days(
    punches: list[Punch],
    data: st.DataObject,
    shift: tuple[time, time] | None,
    direction: DirectionPolicy,
) -> None:
    rules = _rules(shift, Policy(direction=direction))
    once = person_days("ana", punches, rules)
    again = data.draw(st.lists(st.sampled_from(punches), max_size=10))
    # A repetition is a copy that was recorded later, under another id.
    later = [
        replace(p, id=f"{p.id}-2", recorded_at=datetime(2027, 1, 1, tzinfo=UTC)) for p in again
    ]
    shuffled = data.draw(st.permutations([*punches, *later]))
    assert person_days("ana", shuffled, rules) == once


@given(deliveries(), shifts, directions, st.booleans())
@settings(max_examples=150, deadline=None)
def test_worked_time_is_never_negative_nor_above_elapsed_time(
    punches: list[Punch],
    shift: tuple[time, time] | None,
    direction: DirectionPolicy,
    breaks: bool,
) -> None:
    rule = (BreakRule(HOUR / 2, after=6 * HOUR), BreakRule(HOUR / 4, paid=True)) if breaks else ()
    days = person_days("ana", punches, _rules(shift, Policy(direction=direction, breaks=rule)))
    for day in days:
        assert timedelta(0) <= day.worked
        elapsed = timedelta(0)
        if day.first_in is not None and day.last_out is not None:
            elapsed = max(day.last_out - day.first_in, timedelta(0))
        assert day.worked <= elapsed
        # To come and go in one instant is no stay: no break ends with it.
        if day.sessions and all(s.came and s.went and s.elapsed for s in day.sessions):
            assert day.worked + day.breaks == elapsed
        assert day.overtime <= day.worked


@given(deliveries(), shifts)
@settings(max_examples=100, deadline=None)
def test_no_punch_is_lost_and_each_belongs_to_one_day(
    punches: list[Punch], shift: tuple[time, time] | None
) -> None:
    days = person_days("ana", punches, _rules(shift, Policy()))
    listed = [entry.punch.id for day in days for entry in day.punches]
    assert sorted(listed) == sorted(p.id for p in punches)
    spans = [day.span for day in days]
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 23), st.integers(0, 23)), max_size=1),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=150, deadline=None)
def test_days_follow_each_other_whatever_the_rotation(cycle: list[list[tuple[int, int]]]) -> None:
    days = tuple(tuple(Shift("s", time(a), time(b)) for a, b in day) for day in cycle)
    assignment = Assignment(Rotation("r", days, ALL.first), "Europe/Berlin", person_id="ana")
    spans = DaySpans(PersonRules(assignments=(assignment,)))
    row = [spans.on(day, "UTC") for day in ALL]
    assert all(a.start <= a.end == b.start for a, b in pairwise(row))
    for hour in range(24 * 7):
        at = row[5].start + hour * HOUR
        assert (found := spans.of(at, "UTC")).start <= at < found.end


@given(deliveries(), shifts, st.integers(1, len(ALL) - 1))
@settings(max_examples=100, deadline=None)
def test_the_parts_of_a_period_sum_to_the_whole(
    punches: list[Punch], shift: tuple[time, time] | None, cut: int
) -> None:
    rules = _rules(shift, Policy(overtime=TIERS))
    middle = ALL.first + timedelta(days=cut)
    parts = (DateSpan(ALL.first, middle - timedelta(days=1)), DateSpan(middle, ALL.last))
    whole = person_days("ana", punches, rules, ALL)
    first, second = (person_days("ana", punches, rules, part) for part in parts)
    assert first + second == whole
    sums = [summary(all_figures(days)) for days in (first, second, whole)]
    assert sums[0].worked + sums[1].worked == sums[2].worked
    assert sum((sums[2].overtime.values()), timedelta(0)) == sum(
        (d.overtime for d in whole), timedelta(0)
    )


@given(deliveries(), st.integers(0, 40), shifts)
@settings(max_examples=100, deadline=None)
def test_closing_freezes_and_adjustments_make_up_the_difference(
    punches: list[Punch], known: int, shift: tuple[time, time] | None
) -> None:
    rules = _rules(shift, Policy())
    before = all_figures(person_days("ana", punches[:known], rules, ALL))
    closed = close(ALL, before, (), by="hr", at=datetime(2026, 5, 1, tzinfo=UTC), even_if_open=True)
    after = all_figures(person_days("ana", punches, rules, ALL))
    changes = adjustments(closed, after, date(2026, 4, 13))
    assert closed.figures == before
    difference = sum(
        (c.after.worked - (c.before.worked if c.before else timedelta(0)) for c in changes),
        timedelta(0),
    )
    assert summary(before).worked + difference == summary(after).worked
    assert adjustments(closed, after, date(2026, 4, 13), changes) == ()


@given(deliveries(), shifts, directions, st.sampled_from([0, 60, 300]), st.booleans(), nights)
@settings(max_examples=400, deadline=None)
def test_the_engine_agrees_with_the_plain_computation(
    punches: list[Punch],
    shift: tuple[time, time] | None,
    direction: DirectionPolicy,
    quiet: int,
    breaks: bool,
    night: tuple[time, time] | None,
) -> None:
    plain = PlainRules(
        "Europe/Berlin",
        PlainShift(*shift, frozenset(range(5))) if shift else None,
        quiet,
        first_last=direction is DirectionPolicy.FIRST_LAST,
        grace=300,
        break_after=6 * 3600 if breaks else None,
        break_length=1800,
        overtime_after=8 * 3600,
        night=night,
    )
    policy = Policy(
        direction=direction,
        quiet=timedelta(seconds=quiet),
        grace_in=timedelta(minutes=5),
        grace_out=timedelta(minutes=5),
        breaks=(BreakRule(HOUR / 2, after=6 * HOUR),) if breaks else (),
        overtime=OvertimeRule(daily=(OvertimeTier(8 * HOUR, Decimal("1.5")),)),
        night=(NightWindow(*night, Decimal("1.25")),) if night else (),
    )
    facts = [
        PlainPunch(int(p.at.timestamp()), p.client_id, p.declared and p.declared.value)
        for p in punches
    ]
    expected = plain_days(facts, plain)
    days = {day.date: day for day in person_days("ana", punches, _rules(shift, policy))}
    assert set(days) == set(expected)
    for on, day in days.items():
        want = expected[on]
        found = (day.worked, day.breaks, day.late, day.early, day.overtime, day.night)
        assert tuple(int(t.total_seconds()) for t in found) == (
            want.worked,
            want.away,
            want.late,
            want.early,
            want.overtime,
            want.night,
        ), on
        assert day.open == want.open


def test_people_are_computed_apart() -> None:
    assert work_days([]) == ()
