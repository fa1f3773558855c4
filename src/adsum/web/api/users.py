"""Accounts: who may sign in, and as what."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from adsum.app.manage_accounts import AccountChange, AccountDraft, revision
from adsum.app.ports.accounts import Account
from adsum.app.principal import Role
from adsum.web.etag import ANY, IfMatch, bare
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, needs
from adsum.web.paging import After, Limit, Page, Search, page
from adsum.web.permissions import Permission

router = APIRouter(prefix="/users", tags=["users"], route_class=GuardedRoute)

HumanRole = Literal["owner", "hr", "manager", "employee"]
Text = Annotated[str, Field(max_length=1000)]
Id = Annotated[str, Field(min_length=1, max_length=64)]


class AccountAnswer(BaseModel):
    """An account. person_id: whom it belongs to. team_ids: the teams that a manager leads."""

    id: str
    login: str
    role: str
    person_id: str | None
    team_ids: list[str]
    created_at: datetime
    disabled_at: datetime | None

    @classmethod
    def of(cls, account: Account) -> Self:
        return cls(
            id=account.id,
            login=account.login,
            role=account.role,
            person_id=account.person_id,
            team_ids=sorted(account.team_ids),
            created_at=account.created_at,
            disabled_at=account.disabled_at,
        )


class ChangedAccount(BaseModel):
    """Everything is replaced."""

    role: HumanRole
    person_id: Id | None = None
    team_ids: list[Id] = []
    disabled: bool = False


class NewAccount(BaseModel):
    login: Text
    password: Text
    role: HumanRole
    person_id: Id | None = None
    team_ids: list[Id] = []


class NewPassword(BaseModel):
    password: Text


@router.get("", openapi_extra=needs(Permission.USERS_READ))
def list_users(
    admin: AdministrationHere, after: After = "", limit: Limit = 100, search: Search = ""
) -> Page[AccountAnswer]:
    """List the accounts by login."""
    found = admin.accounts.page(after=after, limit=limit + 1, search=search)
    return page(found, limit, lambda row: row.login, AccountAnswer.of)


@router.post("", status_code=201, openapi_extra=needs(Permission.USERS_WRITE))
def create(
    admin: AdministrationHere, actor: ActorHere, body: NewAccount, response: Response
) -> AccountAnswer:
    """Make an account; hand over the password on another way than the login."""
    teams = frozenset(body.team_ids)
    draft = AccountDraft(body.login, body.password, Role(body.role), body.person_id, teams)
    account = admin.accounts.create(actor, draft)
    response.headers["Location"] = f"/api/v1/users/{account.id}"
    return AccountAnswer.of(account)


@router.get("/{user_id}", openapi_extra=needs(Permission.USERS_READ))
def show(admin: AdministrationHere, user_id: str, response: Response) -> AccountAnswer:
    """Show one account; send its ETag as If-Match with a change."""
    return _answer(admin.accounts.one(user_id), response)


@router.put("/{user_id}", openapi_extra=needs(Permission.USERS_WRITE))
def change(
    admin: AdministrationHere,
    actor: ActorHere,
    user_id: str,
    body: ChangedAccount,
    response: Response,
    if_match: IfMatch = None,
) -> AccountAnswer:
    """Change the role, the person or the teams of an account, or disable it; sessions end.

    With If-Match nothing is changed that somebody else changed meanwhile.
    """
    teams = frozenset(body.team_ids)
    wanted = AccountChange(Role(body.role), body.person_id, teams, body.disabled)
    expected = None if if_match in (None, ANY) else bare(if_match or "")
    return _answer(admin.accounts.change(actor, user_id, wanted, expected), response)


@router.put("/{user_id}/password", status_code=204, openapi_extra=needs(Permission.USERS_WRITE))
def set_password(
    admin: AdministrationHere, actor: ActorHere, user_id: str, body: NewPassword
) -> None:
    """Give somebody a new password and end their sessions."""
    admin.accounts.set_password(actor, user_id, body.password)


def _answer(account: Account, response: Response) -> AccountAnswer:
    response.headers["ETag"] = f'"{revision(account)}"'
    return AccountAnswer.of(account)
