"""Leave balances in days: what is due, what is taken, what is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from adsum.domain.calendar import Portion
from adsum.domain.dayplan import day_plan
from adsum.domain.leave import LeaveRequest, LeaveType, RequestState
from adsum.domain.rules import PersonRules
from adsum.domain.span import DateSpan
from adsum.errors import Conflict

_HALF = Decimal("0.5")
_NONE = Decimal(0)


class LeaveExceedsBalance(Conflict):
    """More leave is asked for than is left."""

    code = "leave.exceeds_balance"
    remedy = "Shorten the leave, or use another type of leave."


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The days of leave of one type that a person has for `span` (usually a year).

    carried: days brought over from the span before, as many as the rules let through.
    """

    person_id: str
    type: LeaveType
    span: DateSpan
    days: Decimal
    carried: Decimal = _NONE


@dataclass(frozen=True, slots=True)
class LeaveBalance:
    """Days of one entitlement. left = entitled + carried - taken - pending."""

    entitled: Decimal
    carried: Decimal
    taken: Decimal
    pending: Decimal

    @property
    def left(self) -> Decimal:
        return self.entitled + self.carried - self.taken - self.pending


def leave_days(request: LeaveRequest, rules: PersonRules, span: DateSpan) -> Decimal:
    """Return how many days of leave `request` uses up within `span`.

    Rest days and holidays use nothing up; half a holiday uses half a day. Somebody without an
    assignment uses every date up, because nothing says which ones are free.
    """
    within = request.span.overlap(span)
    if within is None:
        return _NONE
    return sum((_use(request, rules, day) for day in within), _NONE)


def _use(request: LeaveRequest, rules: PersonRules, day: date) -> Decimal:
    plan = day_plan(replace(rules, leave=()), day)
    whole = Decimal(1) if request.portion is Portion.WHOLE else _HALF
    if not plan.assigned:
        return whole
    if not plan.demanded:
        return _NONE
    if plan.free is None or not plan.credits:
        return whole
    same_half = plan.free.portion is request.portion
    return _NONE if same_half else _HALF


def balance(
    entitlement: Entitlement, requests: Iterable[LeaveRequest], rules: PersonRules
) -> LeaveBalance:
    """Return where an entitlement stands, counting only its own person's leave of its type."""
    taken = pending = _NONE
    for request in requests:
        if (request.person_id, request.type.id) != (
            entitlement.person_id,
            entitlement.type.id,
        ):
            continue
        if request.state is RequestState.APPROVED:
            taken += leave_days(request, rules, entitlement.span)
        elif request.state is RequestState.PENDING:
            pending += leave_days(request, rules, entitlement.span)
    return LeaveBalance(entitlement.days, entitlement.carried, taken, pending)


def check_balance(
    request: LeaveRequest,
    entitlement: Entitlement,
    others: Iterable[LeaveRequest],
    rules: PersonRules,
) -> None:
    """Refuse a request for more than is left.

    Raises:
        LeaveExceedsBalance: the type is limited and the days within the entitlement exceed it.
    """
    if not request.type.limited:
        return
    left = balance(entitlement, (o for o in others if o.id != request.id), rules).left
    asked = leave_days(request, rules, entitlement.span)
    if asked > left:
        raise LeaveExceedsBalance(f"{asked} days are asked for and {left} are left")


def carried_over(balance: LeaveBalance, at_most: Decimal) -> Decimal:
    """Return the days that move on to the next entitlement; the rest lapses."""
    return max(min(balance.left + balance.pending, at_most), _NONE)
