"""Corrections: new facts about punches, with an author, a reason and an approval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from adsum.domain.instants import instant
from adsum.domain.punch import Direction, Punch
from adsum.errors import Conflict, InvalidInput


class InvalidCorrection(InvalidInput):
    """A correction that does not say what it corrects, or why."""

    code = "correction.invalid"
    remedy = "Name the punch, the change and the reason."


class CorrectionDecided(Conflict):
    """The correction was approved or refused before."""

    code = "correction.decided"
    remedy = "Make a new correction; the old one stays on record."


class OwnCorrection(Conflict):
    """Nobody approves a correction that they made, or one of their own record."""

    code = "approval.own"
    remedy = "Ask another person with the right to approve."


class Act(StrEnum):
    """What a correction does. REVOKE takes an earlier correction back."""

    ADD = "add"
    IGNORE = "ignore"
    SET_DIRECTION = "set_direction"
    REVOKE = "revoke"


class Approval(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Correction:
    """Somebody says that the record is wrong. Nothing recorded is changed or removed by it.

    target: id of the punch (IGNORE, SET_DIRECTION) or of the correction (REVOKE) that is meant.
    added: the punch that was missing (ADD), with source CORRECTION.
    A wrong time is corrected by two facts: IGNORE the punch, ADD the right one.
    """

    id: str
    person_id: str
    act: Act
    author: str
    reason: str
    made_at: datetime
    target: str | None = None
    added: Punch | None = None
    direction: Direction | None = None
    approval: Approval = Approval.PENDING
    decided_by: str | None = None
    decided_at: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "made_at", instant(self.made_at))
        if not self.reason.strip() or not self.author:
            raise InvalidCorrection("a correction needs an author and a reason")
        if (self.act is Act.ADD) != (self.added is not None):
            raise InvalidCorrection("adding, and nothing else, takes a punch")
        if (self.act is Act.ADD) != (self.target is None):
            raise InvalidCorrection("everything but adding names what it corrects")
        if (self.act is Act.SET_DIRECTION) != (self.direction is not None):
            raise InvalidCorrection("setting a direction, and nothing else, takes a direction")
        if self.added is not None and self.added.person_id != self.person_id:
            raise InvalidCorrection("the added punch belongs to somebody else")


def approve(correction: Correction, by: str, at: datetime) -> Correction:
    """Return the approved correction; only approved ones change the corrected view.

    Raises:
        OwnCorrection: `by` made it or is the person it is about. CorrectionDecided: not pending.
    """
    if by in (correction.author, correction.person_id):
        raise OwnCorrection("a correction is approved by somebody else")
    return _decided(correction, Approval.APPROVED, by, at)


def refuse(correction: Correction, by: str, at: datetime) -> Correction:
    """Return the refused correction; it stays on record without effect."""
    return _decided(correction, Approval.REFUSED, by, at)


def as_corrected(punches: Iterable[Punch], corrections: Iterable[Correction]) -> list[Punch]:
    """Return the punches as the approved corrections say that they were.

    The recorded punches are not touched: `as recorded` is computed from `punches` alone. Among
    corrections of the same punch the one made last wins.
    """
    approved = sorted(
        (c for c in corrections if c.approval is Approval.APPROVED),
        key=lambda c: (c.made_at, c.id),
    )
    revoked = _revoked(approved)
    view = {punch.id: punch for punch in punches}
    for correction in approved:
        if correction.id not in revoked:
            _apply(correction, view)
    return list(view.values())


def _revoked(approved: list[Correction]) -> set[str]:
    """The corrections taken back. Read from the last: a revoked revocation revokes nothing."""
    revoked: set[str] = set()
    for correction in reversed(approved):
        if correction.act is Act.REVOKE and correction.id not in revoked:
            revoked.add(correction.target or "")
    return revoked


def _apply(correction: Correction, view: dict[str, Punch]) -> None:
    if correction.added is not None:
        view[correction.added.id] = correction.added
        return
    target = view.get(correction.target or "")
    if target is None or target.person_id != correction.person_id:
        return  # a punch outside of what was asked about, or ignored before
    if correction.act is Act.IGNORE:
        del view[target.id]
    elif correction.direction is not None:
        view[target.id] = replace(target, declared=correction.direction)


def _decided(correction: Correction, approval: Approval, by: str, at: datetime) -> Correction:
    if correction.approval is not Approval.PENDING:
        raise CorrectionDecided(f"the correction is {correction.approval} already")
    return replace(correction, approval=approval, decided_by=by, decided_at=instant(at))
