"""One person's work day: what the punches add up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from adsum.domain.policy import Policy
from adsum.domain.punch import Direction
from adsum.domain.resolve import ResolvedDay, ResolvedPunch, Role

_ZERO = timedelta(0)


class Flag(StrEnum):
    """Something on a day that a human should look at.

    IN_PROGRESS: clocked in and not yet due to be out. MISSING_OUT: a forgotten check-out.
    MISSING_IN: clocked out without having clocked in.
    """

    IN_PROGRESS = "in_progress"
    MISSING_OUT = "missing_out"
    MISSING_IN = "missing_in"


@dataclass(frozen=True, slots=True)
class Session:
    """One stay, from coming to going; None stands for the end that was not clocked."""

    came: ResolvedPunch | None
    went: ResolvedPunch | None

    @property
    def elapsed(self) -> timedelta:
        """Time between the two instants, whatever the wall clock did; 0 if one is missing."""
        if self.came is None or self.went is None:
            return _ZERO
        return self.went.punch.at - self.came.punch.at


def sessions_of(punches: tuple[ResolvedPunch, ...], policy: Policy) -> tuple[Session, ...]:
    """Pair each IN with the next OUT; what stays alone becomes a one-sided session."""
    sessions: list[Session] = []
    came: ResolvedPunch | None = None
    for entry in punches:
        if entry.role is not Role.COUNTED:
            continue
        if entry.direction is Direction.IN:
            if came is not None:
                sessions.append(Session(came, None))
            came = entry
            continue
        if came is not None and entry.punch.at - came.punch.at > policy.longest_session:
            sessions.append(Session(came, None))
            came = None
        sessions.append(Session(came, entry))
        came = None
    if came is not None:
        sessions.append(Session(came, None))
    return tuple(sessions)


@dataclass(frozen=True, slots=True)
class WorkDay:
    """The work day `date` of one person; durations are elapsed time between UTC instants.

    first_in, last_out: UTC, None when not clocked. worked: sum of the complete sessions.
    breaks: time between one complete session and the next. An open session adds nothing.
    """

    person_id: str
    date: date
    zone: str
    policy: Policy
    punches: tuple[ResolvedPunch, ...]
    sessions: tuple[Session, ...]
    first_in: datetime | None
    last_out: datetime | None
    worked: timedelta
    breaks: timedelta
    flags: frozenset[Flag]

    @property
    def open(self) -> bool:
        """Whether somebody came and no punch says that they went."""
        return Flag.MISSING_OUT in self.flags or Flag.IN_PROGRESS in self.flags


def work_day(person_id: str, day: ResolvedDay, as_of: datetime | None = None) -> WorkDay:
    """Return the figures of one resolved day. `as_of` (UTC) is the present; None: all is past."""
    sessions = sessions_of(day.punches, day.policy)
    came = [s.came.punch.at for s in sessions if s.came is not None]
    went = [s.went.punch.at for s in sessions if s.went is not None]
    return WorkDay(
        person_id,
        day.span.date,
        day.span.zone,
        day.policy,
        day.punches,
        sessions,
        came[0] if came else None,
        went[-1] if went else None,
        sum((s.elapsed for s in sessions), _ZERO),
        _gaps(sessions),
        _flags(sessions, day, as_of),
    )


def _gaps(sessions: tuple[Session, ...]) -> timedelta:
    total = _ZERO
    for before, after in pairwise(sessions):
        if before.went is not None and after.came is not None:
            total += after.came.punch.at - before.went.punch.at
    return total


def _flags(
    sessions: tuple[Session, ...], day: ResolvedDay, as_of: datetime | None
) -> frozenset[Flag]:
    flags = set()
    for number, session in enumerate(sessions, start=1):
        if session.came is None:
            flags.add(Flag.MISSING_IN)
        elif session.went is None:
            due = min(day.span.end, session.came.punch.at + day.policy.longest_session)
            running = number == len(sessions) and as_of is not None and as_of < due
            flags.add(Flag.IN_PROGRESS if running else Flag.MISSING_OUT)
    return frozenset(flags)
