"""API keys of programs and tokens of devices; each is shown once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter
from pydantic import BaseModel, Field

from adsum.app.manage_credentials import CredentialDraft, UnknownCredential
from adsum.app.ports.credentials import Credential, CredentialKind
from adsum.app.principal import Role
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, needs
from adsum.web.permissions import Permission
from adsum.web.shapes import Instant

router = APIRouter(tags=["credentials"], route_class=GuardedRoute)

Name = Annotated[str, Field(min_length=1, max_length=120)]
# What a key can be limited to: everything but what nobody is asked for.
Scope = Permission


class CredentialAnswer(BaseModel):
    """A credential without its token."""

    id: str
    kind: CredentialKind
    name: str
    role: str
    scopes: list[str] | None
    place: str | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, found: Credential) -> Self:
        return cls(**_fields(found))


class IssuedCredential(CredentialAnswer):
    """`token` is shown this once."""

    token: str


class NewKey(BaseModel):
    """scopes: the permissions that the key is limited to; left out: all of its role."""

    name: Name
    role: Literal["owner", "hr"] = "hr"
    scopes: Annotated[list[Scope], Field(max_length=100)] | None = None
    expires_at: Instant | None = None


class NewDevice(BaseModel):
    """place: the door where it stands; its punches are made there and nowhere else."""

    name: Name
    place: Name
    expires_at: Instant | None = None


@router.get("/keys", openapi_extra=needs(Permission.KEYS_READ))
def list_keys(admin: AdministrationHere) -> list[CredentialAnswer]:
    """List the API keys by creation, the revoked ones too."""
    found = admin.credentials.all(CredentialKind.API_KEY)
    return [CredentialAnswer.of(one) for one in found]


@router.post("/keys", status_code=201, openapi_extra=needs(Permission.KEYS_WRITE, secret=True))
def issue_key(admin: AdministrationHere, actor: ActorHere, body: NewKey) -> IssuedCredential:
    """Give out an API key for a program."""
    scopes = None if body.scopes is None else frozenset(scope.value for scope in body.scopes)
    draft = CredentialDraft(
        CredentialKind.API_KEY, body.name, Role(body.role), scopes, expires_at=body.expires_at
    )
    return _issued(*admin.credentials.issue(actor, draft))


@router.delete("/keys/{key_id}", status_code=204, openapi_extra=needs(Permission.KEYS_WRITE))
def revoke_key(admin: AdministrationHere, actor: ActorHere, key_id: str) -> None:
    """Revoke an API key at once."""
    _revoke(admin, actor, key_id, CredentialKind.API_KEY)


@router.get("/devices", openapi_extra=needs(Permission.DEVICES_READ))
def list_devices(admin: AdministrationHere) -> list[CredentialAnswer]:
    """List the devices by creation, the revoked ones too."""
    found = admin.credentials.all(CredentialKind.DEVICE)
    return [CredentialAnswer.of(one) for one in found]


@router.post(
    "/devices", status_code=201, openapi_extra=needs(Permission.DEVICES_WRITE, secret=True)
)
def issue_device(admin: AdministrationHere, actor: ActorHere, body: NewDevice) -> IssuedCredential:
    """Give out a token for a device at a door."""
    draft = CredentialDraft(
        CredentialKind.DEVICE,
        body.name,
        Role.DEVICE,
        place=body.place,
        expires_at=body.expires_at,
    )
    return _issued(*admin.credentials.issue(actor, draft))


@router.delete(
    "/devices/{device_id}", status_code=204, openapi_extra=needs(Permission.DEVICES_WRITE)
)
def revoke_device(admin: AdministrationHere, actor: ActorHere, device_id: str) -> None:
    """Revoke a device's token at once."""
    _revoke(admin, actor, device_id, CredentialKind.DEVICE)


def _revoke(
    admin: AdministrationHere, actor: ActorHere, credential_id: str, kind: CredentialKind
) -> None:
    """Revoke one of `kind` only: who may revoke devices may not therefore revoke keys."""
    if credential_id not in {one.id for one in admin.credentials.all(kind)}:
        raise UnknownCredential("there is no such API key or device")
    admin.credentials.revoke(actor, credential_id)


def _issued(found: Credential, token: str) -> IssuedCredential:
    return IssuedCredential(token=token, **_fields(found))


def _fields(found: Credential) -> dict[str, Any]:
    return {
        "id": found.id,
        "kind": found.kind,
        "name": found.name,
        "role": found.role,
        "scopes": None if found.scopes is None else sorted(found.scopes),
        "place": found.place,
        "created_at": found.created_at,
        "expires_at": found.expires_at,
        "last_used_at": found.last_used_at,
        "revoked_at": found.revoked_at,
    }
