"""Who is asking, and in which role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from adsum.errors import AdsumError


class Role(StrEnum):
    """What somebody is to the company; which role may do what is the edge's table."""

    OWNER = "owner"
    HR = "hr"
    MANAGER = "manager"
    EMPLOYEE = "employee"
    DEVICE = "device"


class Unauthenticated(AdsumError):
    """Nobody knows who is asking."""

    code = "session.required"
    remedy = "Sign in and send the token as: Authorization: Bearer TOKEN"


class SessionInvalid(Unauthenticated):
    """A token that was never given out, has expired, or was signed out."""

    code = "session.invalid"
    remedy = "Sign in again."


class Forbidden(AdsumError):
    """The one who asks is known, and may not do this."""

    code = "permission.denied"
    remedy = "Ask the owner to do it, or to give you the right."


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking, with an account's session or with a credential (API key, device token).

    person_id: whom the account belongs to. team_ids: the teams that a manager leads. scopes: what a
    credential is limited to; None: everything that its role may. place: where a device stands.
    """

    account_id: str
    login: str
    role: Role
    person_id: str | None = None
    team_ids: frozenset[str] = frozenset()
    scopes: frozenset[str] | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in principal. `token` is shown this once; only its hash is stored."""

    token: str
    expires_at: datetime
    principal: Principal
