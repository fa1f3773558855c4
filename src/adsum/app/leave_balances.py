"""How much leave is left?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from adsum.app.actor import Actor
from adsum.app.company import Company
from adsum.app.ports.store import Store
from adsum.app.scope import check_scope
from adsum.domain.leave_balance import Entitlement, LeaveBalance, balance


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one entitlement stands."""

    entitlement: Entitlement
    balance: LeaveBalance


class LeaveBalances:
    """Show what a person has of each type of leave on a date: entitled, taken, pending and left.

    Rest days and holidays use nothing up.
    """

    def __init__(self, store: Store, company: Company) -> None:
        self._store = store
        self._company = company

    def execute(self, actor: Actor, person_id: str, on: date) -> list[Standing]:
        """Return one standing for each entitlement whose span holds `on`.

        Raises:
            OutOfScope: the record belongs to somebody outside of the actor's team.
        """
        with self._store.read() as records:
            rules = self._company.at(records)
            check_scope(actor, rules.memberships, person_id, on)
            requests = records.leave.of(person_id)
        own = rules.of(person_id)
        return [
            Standing(entitlement, balance(entitlement, requests, own))
            for entitlement in rules.entitlements.get(person_id, ())
            if on in entitlement.span
        ]
