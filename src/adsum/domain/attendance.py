"""The two questions that the rest of Adsum asks: which days, and what is this sighting?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from adsum.domain.dayplan import Planner
from adsum.domain.dayspan import DaySpans, SharedSpans
from adsum.domain.policy import DEFAULT_POLICIES, PolicyBook
from adsum.domain.punch import Direction, Punch, Source
from adsum.domain.resolve import ResolvedDay, ResolvedPunch, Role, resolve
from adsum.domain.rules import NO_RULES, PersonRules
from adsum.domain.sighting import Sighting
from adsum.domain.span import DateSpan, week_start
from adsum.domain.workday import WorkDay, work_day

# How much history `next_punch` needs: the longest work day (25 hours when clocks go back) and the
# one before it.
LOOK_BACK = timedelta(days=2)
# No stored client id holds a NUL, so this one is never mistaken.
_CANDIDATE = "\0candidate"
_ZERO = timedelta(0)
_DAY = timedelta(days=1)


def work_days(
    punches: Iterable[Punch],
    policies: PolicyBook = DEFAULT_POLICIES,
    *,
    as_of: datetime | None = None,
) -> tuple[WorkDay, ...]:
    """Return the days with punches of everybody in `punches`, by person and date.

    Any order and any repetition of the same punches give the same answer. `as_of` is the present
    (UTC): a session that is still running then is in progress rather than forgotten.
    """
    by_person: defaultdict[str, list[Punch]] = defaultdict(list)
    for punch in punches:
        by_person[punch.person_id].append(punch)
    rules, shared = PersonRules(policies), SharedSpans()
    return tuple(
        day
        for person_id, own in sorted(by_person.items())
        for day in person_days(person_id, own, rules, as_of=as_of, shared=shared)
    )


def person_days(
    person_id: str,
    punches: Iterable[Punch],
    rules: PersonRules = NO_RULES,
    span: DateSpan | None = None,
    *,
    as_of: datetime | None = None,
    shared: SharedSpans | None = None,
) -> tuple[WorkDay, ...]:
    """Return one person's work days by date: every date of `span`, or else the days with punches.

    punches: all of the person's in `needed(span, rules.policies)`; others do no harm. They must
    reach back to the start of the week, because weekly overtime depends on it.
    shared: pass the same one for all people of a report, which then takes half of the time.
    """
    spans = (shared or SharedSpans()).of(rules)
    planner = Planner(rules, spans.planner) if rules.leave else spans.planner
    found = {day.span.date: day for day in resolve(punches, spans)}
    dates: Iterable[date] = found
    if span is not None:
        week = rules.policies.on(span.first).week_starts
        dates = DateSpan(week_start(span.first, week), span.last)
    days: list[WorkDay] = []
    regular, week_of = _ZERO, None
    for on in dates:
        day = found.get(on)
        if day is None:
            if span is not None and on < span.first:
                continue  # before the period only worked time matters, and there is none
            day = _empty(on, spans, rules)
        weekly = bool(day.policy.overtime.weekly)
        if weekly and week_of != (start := week_start(on, day.policy.week_starts)):
            regular, week_of = _ZERO, start
        days.append(work_day(person_id, day, planner.on(on), as_of, regular))
        if weekly:
            regular += days[-1].weekly_basis
    return tuple(d for d in days if span is None or d.date in span)


def needed(span: DateSpan, policies: PolicyBook = DEFAULT_POLICIES) -> DateSpan:
    """Return the calendar dates whose punches `person_days` needs for `span`.

    From the start of the week, and a date more on either side for zones and night shifts.
    """
    first = week_start(span.first, policies.on(span.first).week_starts)
    return DateSpan(first - 2 * _DAY, span.last + 2 * _DAY)


def _empty(on: date, spans: DaySpans, rules: PersonRules) -> ResolvedDay:
    return ResolvedDay(spans.on(on, rules.home_zone), rules.policies.on(on), ())


@dataclass(frozen=True, slots=True)
class NewPunch:
    """The sighting is to be stored with `declared`; `direction` is what the day makes of it now."""

    direction: Direction | None
    declared: Direction | None
    work_date: date


@dataclass(frozen=True, slots=True)
class AlreadyPunched:
    """The sighting repeats `punch`, which was counted with `direction`; nothing is to be stored."""

    punch: Punch
    direction: Direction | None


def next_punch(
    sighting: Sighting,
    zone_name: str,
    recent: Iterable[Punch],
    rules: PersonRules | PolicyBook = NO_RULES,
    *,
    declared: Direction | None = None,
    shared: SharedSpans | None = None,
) -> NewPunch | AlreadyPunched:
    """Say what a live sighting means: a new punch, or the same act seen again.

    recent: at least this person's stored punches of the `LOOK_BACK` before the sighting.
    rules: the person's; a policy book alone stands for somebody without assignment.
    declared: the direction chosen on the kiosk or fixed by the door, if there is one.
    shared: pass the same one while the rules stay the same; days are then worked out only once.
    Offline punches are not asked about: they are facts and always stored; quiet ones are recognised
    when the day is computed.
    """
    candidate = Punch(
        _CANDIDATE,
        sighting.person_id,
        sighting.at,
        zone_name,
        sighting.place,
        Source.FACE,
        # Recorded last, so that a stored punch of the same instant is never taken for the copy.
        datetime.max.replace(tzinfo=UTC),
        _CANDIDATE,
        declared,
    )
    own_rules = rules if isinstance(rules, PersonRules) else PersonRules(rules)
    spans = (shared or SharedSpans()).of(own_rules)
    own = [punch for punch in recent if punch.person_id == sighting.person_id]
    for day in resolve([*own, candidate], spans):
        answer = _answer(day, declared)
        if answer is not None:
            return answer
    raise AssertionError("resolve keeps every distinct punch")


def _answer(day: ResolvedDay, declared: Direction | None) -> NewPunch | AlreadyPunched | None:
    """Find the candidate in its day; a stored punch that it makes quiet is the same act, too."""
    counted: ResolvedPunch | None = None
    for place, entry in enumerate(day.punches):
        if entry.punch.client_id != _CANDIDATE:
            counted = counted if entry.role is Role.QUIET else entry
            continue
        if entry.role is Role.QUIET and counted is not None:
            return AlreadyPunched(counted.punch, counted.direction)
        for later in day.punches[place + 1 : place + 2]:
            if later.role is Role.QUIET:
                return AlreadyPunched(later.punch, entry.direction)
        return NewPunch(entry.direction, declared, day.span.date)
    return None
