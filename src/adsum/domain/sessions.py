"""Sessions: each coming paired with its going."""

from __future__ import annotations

from datetime import timedelta

from adsum.domain.policy import Policy
from adsum.domain.punch import Direction
from adsum.domain.record import record
from adsum.domain.resolve import ResolvedPunch, Role

_ZERO = timedelta(0)
_COUNTED, _IN = Role.COUNTED, Direction.IN


@record
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
        if entry.role is not _COUNTED:
            continue
        if entry.direction is _IN:
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
