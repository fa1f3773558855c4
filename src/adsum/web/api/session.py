"""Setting up the first account, signing in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from adsum.app.principal import Principal, Session
from adsum.web.guard import GuardedRoute, PrincipalHere, ServicesHere, TokenHere, needs
from adsum.web.permissions import Permission

router = APIRouter(tags=["session"], route_class=GuardedRoute)

_Text = Annotated[str, Field(max_length=1000)]


class SetUp(BaseModel):
    """The token is the one that `adsum serve` printed."""

    token: _Text
    login: _Text
    password: _Text


class Credentials(BaseModel):
    login: _Text
    password: _Text


class WhoAmI(BaseModel):
    login: str
    role: str

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(login=principal.login, role=principal.role)


class SessionAnswer(BaseModel):
    """`token` is shown once; it ends at `expires_at`."""

    token: str
    expires_at: datetime
    account: WhoAmI

    @classmethod
    def of(cls, session: Session) -> Self:
        account = WhoAmI.of(session.principal)
        return cls(token=session.token, expires_at=session.expires_at, account=account)


@router.post("/setup", status_code=201, openapi_extra=needs(Permission.OPEN))
def set_up(services: ServicesHere, body: SetUp) -> SessionAnswer:
    """Create the owner's account and sign them in; works once, with the token on the terminal."""
    return SessionAnswer.of(services.accounts.set_up(body.token, body.login, body.password))


@router.post("/session", status_code=201, openapi_extra=needs(Permission.OPEN))
def sign_in(services: ServicesHere, request: Request, body: Credentials) -> SessionAnswer:
    """Sign in. An unknown login and a wrong password get the same answer."""
    client = request.client.host if request.client else ""
    return SessionAnswer.of(services.accounts.sign_in(body.login, body.password, client=client))


@router.get("/session", openapi_extra=needs(Permission.SIGNED_IN))
def who_am_i(principal: PrincipalHere) -> WhoAmI:
    """Say whose session the token is."""
    return WhoAmI.of(principal)


@router.delete("/session", status_code=204, openapi_extra=needs(Permission.SIGNED_IN))
def sign_out(services: ServicesHere, token: TokenHere) -> None:
    """End the session of the token."""
    services.accounts.sign_out(token)
