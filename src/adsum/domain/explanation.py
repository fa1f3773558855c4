"""Why a day has the figures that it has: the rules, what went into them, and the arithmetic.

Nothing here decides anything. Each step restates a rule of the engine with the values of one day,
as data; `english` turns a step into a sentence. It is worked out only when somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from adsum.domain.overtime import Premium, PremiumKind
from adsum.domain.punctuality import ShiftMark
from adsum.domain.resolve import ResolvedPunch, Role
from adsum.domain.workday import Flag, WorkDay

Value = datetime | date | timedelta | Decimal | int | str


class Rule(StrEnum):
    """The rules that a step can name; translations are keyed by them."""

    DAY_SPAN = "day.span"
    POLICY = "day.policy"
    SHIFT = "plan.shift"
    CREDIT = "plan.credit"
    TARGET = "plan.target"
    DECLARED = "punch.declared"
    DERIVED = "punch.derived"
    QUIET = "punch.quiet"
    BETWEEN = "punch.between"
    PRESENT = "time.present"
    OPEN_SESSION = "time.open_session"
    AWAY = "time.away"
    WORKED = "time.worked"
    LATE = "punctuality.late"
    LATE_EXCUSED = "punctuality.late_within_grace"
    EARLY = "punctuality.early"
    EARLY_EXCUSED = "punctuality.early_within_grace"
    MISSED = "punctuality.missed"
    OVERTIME = "overtime"
    NIGHT = "night"
    STATUS = "day.status"
    FLAG = "day.flag"


@dataclass(frozen=True, slots=True)
class Operand:
    """One value that went into a step. sign: +1 or -1 in a sum, 0 if it is not summed."""

    name: str
    value: Value
    sign: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One figure: the rule, what went in, what came out.

    Where operands have signs, their signed sum is the result. punch_ids: the punches concerned.
    """

    figure: str
    rule: Rule
    operands: tuple[Operand, ...]
    result: Value
    punch_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """All steps of one person's day, in the order in which they build on each other."""

    person_id: str
    date: date
    zone: str
    steps: tuple[Step, ...]

    def of(self, figure: str) -> tuple[Step, ...]:
        """Return the steps that lead to one figure, for example `worked`."""
        return tuple(step for step in self.steps if step.figure == figure)


def explain(day: WorkDay) -> Explanation:
    """Return how every figure of `day` came about."""
    parts = (_plan(day), _punches(day), _time(day), _punctuality(day), _overtime(day), _end(day))
    steps = tuple(step for part in parts for step in part)
    return Explanation(day.person_id, day.date, day.zone, steps)


def _plan(day: WorkDay) -> Iterator[Step]:
    span = (Operand("from", day.span.start), Operand("until", day.span.end))
    yield Step("date", Rule.DAY_SPAN, span, day.date)
    version = (Operand("version", day.policy.version), Operand("since", day.policy.valid_from))
    yield Step("policy", Rule.POLICY, version, day.policy.id)
    for shift in day.plan.rostered:
        times = (Operand("start", shift.start), Operand("end", shift.end))
        yield Step("shift", Rule.SHIFT, (Operand("id", shift.shift.id), *times), shift.target)
    for credit in day.plan.credits:
        paid = "paid" if credit.paid else "unpaid"
        what = (Operand(credit.excuse.value, credit.name), Operand("portion", credit.portion.value))
        figure = "credited" if credit.paid else "unpaid"
        yield Step(figure, Rule.CREDIT, (*what, Operand("pay", paid)), credit.time)
    demanded = tuple(Operand(s.shift.id, s.target, 1) for s in day.plan.demanded)
    if day.plan.assigned:
        yield Step("target", Rule.TARGET, demanded, day.target)


def _punches(day: WorkDay) -> Iterator[Step]:
    for entry in day.punches:
        punch = entry.punch
        what = (
            Operand("at", punch.at),
            Operand("place", punch.place),
            Operand("source", punch.source.value),
        )
        result = entry.direction.value if entry.direction else "not counted"
        yield Step("punches", _punch_rule(entry), what, result, (punch.id,))


def _punch_rule(entry: ResolvedPunch) -> Rule:
    if entry.role is Role.QUIET:
        return Rule.QUIET
    if entry.role is Role.BETWEEN:
        return Rule.BETWEEN
    return Rule.DERIVED if entry.punch.declared is None else Rule.DECLARED


def _time(day: WorkDay) -> Iterator[Step]:
    ids = tuple(entry.punch.id for entry in day.punches if entry.role is Role.COUNTED)
    for session in day.sessions:
        alone = session.came if session.went is None else session.went
        if (session.came is None or session.went is None) and alone is not None:
            at = (Operand("at", alone.punch.at),)
            yield Step("worked", Rule.OPEN_SESSION, at, timedelta(0), (alone.punch.id,))
    time = day.time
    for start, end in time.intervals:
        between = (Operand("to", end, 1), Operand("from", start, -1))
        yield Step("present", Rule.PRESENT, between, end - start)
    if time.away:
        parts = (Operand("away", time.away, 1), Operand("paid break", time.paid_away, -1))
        fixed = (Operand("fixed break", time.fixed, 1), Operand("break due", time.demanded, 1))
        yield Step("breaks", Rule.AWAY, parts + fixed, day.breaks)
    if time.intervals:
        sums = (
            Operand("present", time.present, 1),
            Operand("paid break", time.paid_away, 1),
            Operand("fixed break", time.fixed, -1),
            Operand("break due", time.demanded, -1),
        )
        yield Step("worked", Rule.WORKED, sums, day.worked, ids)


def _punctuality(day: WorkDay) -> Iterator[Step]:
    for mark in day.marks:
        if mark.missed:
            missed = (Operand("shift", mark.shift.shift.id),)
            yield Step("missed", Rule.MISSED, missed, mark.shift.target)
            continue
        yield from _mark(mark)


def _mark(mark: ShiftMark) -> Iterator[Step]:
    start, end = mark.shift.demanded_start, mark.shift.demanded_end
    if mark.arrived is not None and start is not None and mark.arrived > start:
        rule = Rule.LATE if mark.late else Rule.LATE_EXCUSED
        sign = 1 if mark.late else 0
        yield Step("late", rule, _difference(mark.arrived, start, sign), mark.late)
    if mark.left is not None and end is not None and mark.left < end:
        rule = Rule.EARLY if mark.early else Rule.EARLY_EXCUSED
        sign = 1 if mark.early else 0
        yield Step("early", rule, _difference(end, mark.left, sign), mark.early)


def _difference(later: datetime, earlier: datetime, sign: int) -> tuple[Operand, Operand]:
    return Operand("later", later, sign), Operand("earlier", earlier, -sign)


def _overtime(day: WorkDay) -> Iterator[Step]:
    for premium in day.premiums:
        if premium.kind is PremiumKind.NIGHT:
            yield _night(premium, day)
            continue
        parts = (
            Operand("kind", premium.kind.value),
            Operand("threshold", premium.after),
            Operand("multiplier", premium.multiplier),
        )
        yield Step("overtime", Rule.OVERTIME, parts, premium.time)


def _night(premium: Premium, day: WorkDay) -> Step:
    windows = ", ".join(
        f"{window.starts:%H:%M} - {window.ends:%H:%M}"
        for window in day.policy.night
        if window.multiplier == premium.multiplier
    )
    parts = (Operand("window", windows), Operand("multiplier", premium.multiplier))
    return Step("night", Rule.NIGHT, parts, premium.time)


def _end(day: WorkDay) -> Iterator[Step]:
    for flag in sorted(day.flags, key=list(Flag).index):
        yield Step("flags", Rule.FLAG, (), flag.value)
    yield Step("status", Rule.STATUS, (), day.status.value)
