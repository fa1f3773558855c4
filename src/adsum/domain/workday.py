"""One person's work day: every figure that follows from the punches and the plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from adsum.domain.dayplan import DayPlan, Excuse
from adsum.domain.dayspan import DaySpan
from adsum.domain.night import night_premiums
from adsum.domain.overtime import Premium, PremiumKind, night_of, overtime_of, premiums
from adsum.domain.policy import Policy
from adsum.domain.punctuality import ShiftMark, shift_marks
from adsum.domain.record import record
from adsum.domain.resolve import ResolvedDay, ResolvedPunch
from adsum.domain.sessions import Session, sessions_of
from adsum.domain.worktime import WorkTime, work_time

_ZERO = timedelta(0)


class Flag(StrEnum):
    """Something on a day that a human should look at.

    IN_PROGRESS: clocked in and not yet due to be out. MISSING_OUT: a forgotten check-out.
    MISSING_IN: clocked out without having clocked in. MISSED_SHIFT: a demanded shift without
    punches. HOLIDAY_WORK, LEAVE_WORK, REST_DAY_WORK: punches on a day that was free.
    """

    IN_PROGRESS = "in_progress"
    MISSING_OUT = "missing_out"
    MISSING_IN = "missing_in"
    MISSED_SHIFT = "missed_shift"
    HOLIDAY_WORK = "holiday_work"
    LEAVE_WORK = "leave_work"
    REST_DAY_WORK = "rest_day_work"


class Status(StrEnum):
    """What a day is, in one word.

    OPEN: somebody came and no punch says that they went. PLANNED: a shift that is still to come.
    UNPLANNED: no punches, and no assignment that would say more.
    """

    PRESENT = "present"
    OPEN = "open"
    ABSENT = "absent"
    LEAVE = "leave"
    HOLIDAY = "holiday"
    REST = "rest"
    PLANNED = "planned"
    UNPLANNED = "unplanned"


@record
class WorkDay:
    """The work day of one person on the date of `span`; durations are elapsed time.

    first_in, last_out: UTC, None when not clocked. worked: time that counts. breaks: unpaid time
    between the first coming and the last going. late, early: summed over the shifts of the day.
    target: paid time that was to be worked. credited, unpaid: planned time excused by
    holidays and leave, with and without pay.
    absent: the target of a day on which nobody came. premiums: overtime and night work, by
    multiplier.
    An open session adds nothing to `worked` until a correction closes it.
    """

    person_id: str
    span: DaySpan
    status: Status
    policy: Policy
    plan: DayPlan
    punches: tuple[ResolvedPunch, ...]
    sessions: tuple[Session, ...]
    first_in: datetime | None
    last_out: datetime | None
    time: WorkTime
    worked: timedelta
    breaks: timedelta
    marks: tuple[ShiftMark, ...]
    late: timedelta
    early: timedelta
    target: timedelta
    credited: timedelta
    unpaid: timedelta
    absent: timedelta
    premiums: tuple[Premium, ...]
    flags: frozenset[Flag]

    @property
    def date(self) -> date:
        return self.span.date

    @property
    def zone(self) -> str:
        """The IANA zone that the day is told by."""
        return self.span.zone

    @property
    def open(self) -> bool:
        """Whether somebody came and no punch says that they went."""
        return Flag.MISSING_OUT in self.flags or Flag.IN_PROGRESS in self.flags

    @property
    def overtime(self) -> timedelta:
        """Worked time that is paid more than once for its length or its day."""
        return overtime_of(self.premiums) if self.premiums else _ZERO

    @property
    def night(self) -> timedelta:
        """Worked time that is paid more for the hour of the day, beside any overtime."""
        return night_of(self.premiums) if self.premiums else _ZERO

    @property
    def regular(self) -> timedelta:
        """Worked time that is paid once."""
        return self.worked - self.overtime

    @property
    def weekly_basis(self) -> timedelta:
        """Worked time that counts towards the week's overtime thresholds."""
        if not self.premiums:
            return self.worked
        weekly = (p.time for p in self.premiums if p.kind is PremiumKind.WEEKLY)
        return self.worked - self.overtime + sum(weekly, _ZERO)

    @property
    def balance(self) -> timedelta:
        """What the day adds to a flexible-time account; below zero when time is owed."""
        return self.worked - self.target


_NO_FLAGS: frozenset[Flag] = frozenset()
# Looking up a member of an enumeration takes long, for what is done with every day.
_PRESENT, _OPEN, _ABSENT = Status.PRESENT, Status.OPEN, Status.ABSENT


def work_day(
    person_id: str,
    day: ResolvedDay,
    plan: DayPlan,
    as_of: datetime | None = None,
    regular_before: timedelta = _ZERO,
) -> WorkDay:
    """Return the figures of one day, with or without punches; see `person_days`."""
    policy = day.policy
    sessions = sessions_of(day.punches, policy)
    time = work_time(sessions, plan, policy)
    marks = shift_marks(sessions, plan, policy) if sessions and plan.demanded else ()
    late = early = _ZERO
    for mark in marks:
        late += mark.late
        early += mark.early
    flags = _flags(sessions, marks, day, plan, as_of)
    status = _status(sessions, flags, plan, as_of)
    paid_more = premiums(time.worked, plan, policy.overtime, regular_before)
    if policy.night and time.intervals:
        paid_more += night_premiums(time, day.span, plan, policy)
    return WorkDay(
        person_id=person_id,
        span=day.span,
        status=status,
        policy=policy,
        plan=plan,
        punches=day.punches,
        sessions=sessions,
        first_in=_first_in(sessions),
        last_out=_last_out(sessions),
        time=time,
        worked=time.worked,
        breaks=time.breaks,
        marks=marks,
        late=late,
        early=early,
        target=plan.target,
        credited=_excused(plan, paid=True) if plan.credits else _ZERO,
        unpaid=_excused(plan, paid=False) if plan.credits else _ZERO,
        absent=plan.target if status is _ABSENT else _ZERO,
        premiums=paid_more,
        flags=flags,
    )


def _first_in(sessions: tuple[Session, ...]) -> datetime | None:
    for session in sessions:
        if session.came is not None:
            return session.came.punch.at
    return None


def _last_out(sessions: tuple[Session, ...]) -> datetime | None:
    for session in reversed(sessions):
        if session.went is not None:
            return session.went.punch.at
    return None


def _flags(
    sessions: tuple[Session, ...],
    marks: tuple[ShiftMark, ...],
    day: ResolvedDay,
    plan: DayPlan,
    as_of: datetime | None,
) -> frozenset[Flag]:
    if not sessions:
        return _NO_FLAGS
    flags: set[Flag] = set()
    for session in sessions:
        if session.came is None or session.went is None:
            flags.add(_one_sided(session, sessions, day, as_of))
    for mark in marks:
        if mark.missed and (as_of is None or as_of >= mark.shift.end):
            flags.add(Flag.MISSED_SHIFT)
    if plan.assigned and not plan.demanded:
        flags.add(_free_work(plan))
    return frozenset(flags) if flags else _NO_FLAGS


def _excused(plan: DayPlan, *, paid: bool) -> timedelta:
    return sum((credit.time for credit in plan.credits if credit.paid is paid), _ZERO)


def _one_sided(
    session: Session, sessions: tuple[Session, ...], day: ResolvedDay, as_of: datetime | None
) -> Flag:
    if session.came is None:
        return Flag.MISSING_IN
    due = min(day.span.end, session.came.punch.at + day.policy.longest_session)
    running = session is sessions[-1] and as_of is not None and as_of < due
    return Flag.IN_PROGRESS if running else Flag.MISSING_OUT


def _free_work(plan: DayPlan) -> Flag:
    for credit in plan.credits:
        return Flag.HOLIDAY_WORK if credit.excuse is Excuse.HOLIDAY else Flag.LEAVE_WORK
    return Flag.REST_DAY_WORK


def _status(
    sessions: tuple[Session, ...], flags: frozenset[Flag], plan: DayPlan, as_of: datetime | None
) -> Status:
    if sessions:
        missing = bool(flags) and (Flag.MISSING_OUT in flags or Flag.IN_PROGRESS in flags)
        return _OPEN if missing else _PRESENT
    if plan.demanded:
        still_to_come = as_of is not None and as_of < plan.demanded[-1].end
        return Status.PLANNED if still_to_come else Status.ABSENT
    for credit in plan.credits:
        return Status.HOLIDAY if credit.excuse is Excuse.HOLIDAY else Status.LEAVE
    return Status.REST if plan.assigned else Status.UNPLANNED
