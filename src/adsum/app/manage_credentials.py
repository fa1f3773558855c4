"""Tokens that machines carry: API keys of programs, tokens of devices."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.ids import new_id
from adsum.app.manage_accounts import AboveOwnRole
from adsum.app.ports.clock import Clock
from adsum.app.ports.credentials import Credential, CredentialKind
from adsum.app.ports.security import TokenSource
from adsum.app.ports.store import Store
from adsum.app.principal import Principal, Role, SessionInvalid
from adsum.errors import InvalidInput, NotFound

# What tells a credential from a session, in logs and to secret scanners.
PREFIX = "adsum_"
# How exactly the last use is known: writing it down for every request would cost a disk flush.
_USE_STEP = timedelta(minutes=5)
_ROLES = {
    CredentialKind.API_KEY: (Role.OWNER, Role.HR),
    CredentialKind.DEVICE: (Role.DEVICE,),
}


class InvalidCredential(InvalidInput):
    """A credential that cannot be given out."""

    code = "credential.invalid"
    remedy = "A device has a place and the role device; an API key the role owner or hr."


class UnknownCredential(NotFound):
    """There is no such credential."""

    code = "credential.unknown"
    remedy = "List the API keys and devices."


@dataclass(frozen=True, slots=True)
class CredentialDraft:
    """scopes: permissions that it is limited to; None: all of its role. place: of a device."""

    kind: CredentialKind
    name: str
    role: Role
    scopes: frozenset[str] | None = None
    place: str | None = None
    expires_at: datetime | None = None


class ManageCredentials:
    """Give out and revoke API keys and device tokens.

    The token is shown once; only its hash is kept. It does what its role may, and no more than its
    scopes say. Revoking it works at once. When it was last used is known to five minutes.
    """

    def __init__(self, store: Store, clock: Clock, tokens: TokenSource) -> None:
        self._store = store
        self._clock = clock
        self._tokens = tokens

    def issue(self, actor: Actor, draft: CredentialDraft) -> tuple[Credential, str]:
        """Return the new credential and its token.

        Raises:
            InvalidCredential: kind, role and place do not fit. AboveOwnRole.
        """
        _check(actor, draft)
        now, token = self._clock.now(), PREFIX + self._tokens.new()
        credential = Credential(
            new_id(),
            draft.kind,
            draft.name.strip(),
            _digest(token),
            draft.role.value,
            actor.id,
            now,
            draft.scopes,
            draft.place,
            draft.expires_at,
        )
        with self._store.write() as records:
            records.credentials.add(credential)
            subject = Subject(draft.kind.value, credential.id)
            detail = {"name": credential.name, "role": credential.role}
            records.audit.append(
                Journal(actor, now).act("credential.issued", subject, detail=detail)
            )
        return credential, token

    def revoke(self, actor: Actor, credential_id: str) -> None:
        """Revoke a credential; one that is revoked stays so.

        Raises:
            UnknownCredential: there is none.
        """
        now = self._clock.now()
        with self._store.write() as records:
            found = records.credentials.get(credential_id)
            if found is None:
                raise UnknownCredential("there is no such API key or device")
            if found.revoked_at is None:
                records.credentials.revoke(credential_id, now)
                subject = Subject(found.kind.value, credential_id)
                records.audit.append(Journal(actor, now).act("credential.revoked", subject))

    def all(self, kind: CredentialKind | None = None) -> Sequence[Credential]:
        """Return all credentials by creation, the revoked ones too."""
        with self._store.read() as records:
            return records.credentials.all(kind)

    def authenticate(self, token: str) -> Principal:
        """Return what carries `token`.

        Raises:
            SessionInvalid: nothing does (any more).
        """
        now = self._clock.now()
        with self._store.read() as records:
            found = records.credentials.by_token(_digest(token))
        if found is None or not found.live(now):
            raise SessionInvalid("the token was revoked, has expired, or never existed")
        if found.last_used_at is None or now - found.last_used_at >= _USE_STEP:
            with self._store.write() as records:
                records.credentials.used(found.id, now)
        return Principal(
            found.id, found.name, Role(found.role), None, frozenset(), found.scopes, found.place
        )


def _check(actor: Actor, draft: CredentialDraft) -> None:
    if not 1 <= len(draft.name.strip()) <= 120 or not draft.name.isprintable():
        raise InvalidCredential("a credential needs a name of at most 120 characters")
    if draft.role not in _ROLES[draft.kind]:
        raise InvalidCredential(f"a {draft.kind} cannot have the role {draft.role}")
    if (draft.kind is CredentialKind.DEVICE) != (draft.place is not None):
        raise InvalidCredential("a device, and only a device, stands at a place")
    if draft.role is Role.OWNER and actor.role is not Role.OWNER:
        raise AboveOwnRole("only an owner gives out the rights of an owner")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
