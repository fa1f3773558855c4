"""Who acts: every use case that changes or shows a record takes one, for the audit log."""

from __future__ import annotations

from dataclasses import dataclass

from adsum.app.principal import Principal, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """An account, a device or the program itself, in a role.

    id: of the account or the credential; "system" for what Adsum does by itself. person_id: who the
    account belongs to, if anybody enrolled. team_ids: the teams that a manager leads.
    """

    id: str
    role: Role
    person_id: str | None = None
    team_ids: frozenset[str] = frozenset()

    @property
    def identity(self) -> str:
        """Who signs: the person, so that nobody approves their own record through an account."""
        return self.person_id or self.id

    @classmethod
    def of(cls, principal: Principal) -> Actor:
        """Return the actor that a signed-in principal is."""
        return cls(principal.account_id, principal.role, principal.person_id, principal.team_ids)


SYSTEM = Actor("system", Role.OWNER)
TERMINAL = Actor("terminal", Role.OWNER)
"""Whoever can run commands on the data folder can read the database anyway."""
