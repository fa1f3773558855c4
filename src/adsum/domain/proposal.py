"""Proposed corrections for forgotten punches. A proposal is never counted until a human agrees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from adsum.domain.punch import Direction
from adsum.domain.sessions import Session
from adsum.domain.workday import Flag, WorkDay

_ZERO = timedelta(0)
_USUAL_DAY = timedelta(hours=8)


class Basis(StrEnum):
    """Where the proposed time comes from."""

    SHIFT_END = "shift_end"
    SHIFT_START = "shift_start"
    TARGET_LEFT = "target_left"
    USUAL_LENGTH = "usual_length"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Add a punch of `direction` at `at` (UTC) to close what was left open on `date`."""

    person_id: str
    date: date
    direction: Direction
    at: datetime
    zone: str
    place: str
    basis: Basis


def proposals(day: WorkDay, usual: timedelta = _USUAL_DAY) -> tuple[Proposal, ...]:
    """Return one proposal for each forgotten punch of `day`; none while it is in progress.

    A missing OUT is proposed for the end of the shift that was being worked; without a shift, for
    when the day's target (or else the `usual` length) would have been reached, but never after
    the person's next punch. A missing IN is proposed for the start of the shift.
    """
    found: list[Proposal] = []
    for number, session in enumerate(day.sessions):
        following = day.sessions[number + 1] if number + 1 < len(day.sessions) else None
        last = following is None
        if session.went is None and not (last and Flag.IN_PROGRESS in day.flags):
            found.append(_out(day, session, following, usual))
        elif session.came is None:
            before = day.sessions[number - 1] if number else None
            found += _in(day, session, before)
    return tuple(found)


def _out(day: WorkDay, session: Session, following: Session | None, usual: timedelta) -> Proposal:
    came = session.came.punch if session.came else day.punches[0].punch
    ends = [s.end for s in day.plan.rostered if s.end > came.at and s.shift.hours is None]
    if ends:
        at, basis = ends[0], Basis.SHIFT_END
    else:
        target = day.target or day.credited
        left = target - day.worked if target else usual - day.worked
        at = came.at + max(left, _ZERO)
        basis = Basis.TARGET_LEFT if target else Basis.USUAL_LENGTH
    entry = (following.came or following.went) if following else None
    if entry is not None:
        at = min(at, entry.punch.at)
    return Proposal(day.person_id, day.date, Direction.OUT, at, came.zone, came.place, basis)


def _in(day: WorkDay, session: Session, before: Session | None) -> list[Proposal]:
    if session.went is None:
        return []
    went = session.went.punch
    starts = [s.start for s in day.plan.rostered if s.start < went.at]
    entry = (before.went or before.came) if before else None
    if starts:
        at, basis = starts[-1], Basis.SHIFT_START
    else:
        at, basis = went.at - (day.target or _USUAL_DAY), Basis.USUAL_LENGTH
    if entry is not None:
        at = max(at, entry.punch.at)
    at = min(at, went.at)
    return [Proposal(day.person_id, day.date, Direction.IN, at, went.zone, went.place, basis)]
