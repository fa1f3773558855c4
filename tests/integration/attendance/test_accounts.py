"""Accounts, API keys and device tokens: who may get in, as what, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adsum.app.actor import Actor
from adsum.app.clocking import UnknownPerson
from adsum.app.manage_accounts import AboveOwnRole, AccountChange, AccountDraft, LastOwner
from adsum.app.manage_credentials import CredentialDraft, InvalidCredential
from adsum.app.ports.credentials import CredentialKind
from adsum.app.principal import Role, SessionInvalid
from adsum.app.sign_in import InvalidAccount, WrongCredentials
from adsum.errors import Conflict
from tests.integration.attendance.conftest import HR, OWNER, Office

PASSWORD = "correct horse"


def made(firm: Office, login: str, role: Role, **other: object) -> str:
    draft = AccountDraft(login, PASSWORD, role, **other)  # type: ignore[arg-type]
    return firm.do.accounts.create(OWNER, draft).id


def test_an_account_signs_in_as_what_it_was_made(firm: Office) -> None:
    made(firm, "bob", Role.MANAGER, person_id="bob", team_ids=frozenset({"north"}))
    principal = firm.accounts.sign_in("bob", PASSWORD).principal
    actor = Actor.of(principal)
    assert (actor.role, actor.identity) == (Role.MANAGER, "bob")
    assert actor.team_ids == {"north"}


@pytest.mark.parametrize(
    ("role", "other"),
    [
        (Role.EMPLOYEE, {}),
        (Role.DEVICE, {}),
        (Role.HR, {"team_ids": frozenset({"north"})}),
        (Role.MANAGER, {"team_ids": frozenset({"south"})}),
    ],
)
def test_an_account_has_what_its_role_needs(
    firm: Office, role: Role, other: dict[str, object]
) -> None:
    with pytest.raises(InvalidAccount):
        made(firm, "x", role, **other)


def test_an_account_belongs_to_somebody_who_exists(firm: Office) -> None:
    with pytest.raises(UnknownPerson):
        made(firm, "x", Role.EMPLOYEE, person_id="zoe")
    made(firm, "x", Role.HR)
    with pytest.raises(Conflict):
        made(firm, "X", Role.HR)
    with pytest.raises(InvalidAccount):
        firm.do.accounts.create(OWNER, AccountDraft("y", "short", Role.HR))


def test_only_an_owner_touches_owners_and_one_stays(firm: Office) -> None:
    first = made(firm, "olga", Role.OWNER)
    with pytest.raises(AboveOwnRole):
        firm.do.accounts.create(HR, AccountDraft("x", PASSWORD, Role.OWNER))
    with pytest.raises(AboveOwnRole):
        firm.do.accounts.change(HR, first, AccountChange(Role.HR))
    with pytest.raises(AboveOwnRole):
        firm.do.accounts.set_password(HR, first, "another password")
    for change in (AccountChange(Role.HR), AccountChange(Role.OWNER, disabled=True)):
        with pytest.raises(LastOwner):
            firm.do.accounts.change(OWNER, first, change)
    made(firm, "otto", Role.OWNER)
    firm.do.accounts.change(OWNER, first, AccountChange(Role.HR))
    assert firm.do.accounts.one(first).role == "hr"


def test_a_disabled_account_is_out_at_once(firm: Office) -> None:
    id = made(firm, "hans", Role.HR)
    session = firm.accounts.sign_in("hans", PASSWORD)
    firm.do.accounts.change(OWNER, id, AccountChange(Role.HR, disabled=True))
    with pytest.raises(SessionInvalid):
        firm.do.authenticate.execute(session.token)
    with pytest.raises(WrongCredentials):
        firm.accounts.sign_in("hans", PASSWORD)
    firm.do.accounts.change(OWNER, id, AccountChange(Role.HR))
    assert firm.accounts.sign_in("hans", PASSWORD).principal.role is Role.HR


def test_a_new_password_ends_all_sessions(firm: Office) -> None:
    id = made(firm, "hans", Role.HR)
    session = firm.accounts.sign_in("hans", PASSWORD)
    actor = Actor.of(session.principal)
    with pytest.raises(WrongCredentials):
        firm.do.accounts.change_password(actor, "wrong", "a better password")
    firm.do.accounts.change_password(actor, PASSWORD, "a better password")
    with pytest.raises(SessionInvalid):
        firm.do.authenticate.execute(session.token)
    assert firm.accounts.sign_in("hans", "a better password")
    firm.do.accounts.set_password(OWNER, id, "the best password")
    assert firm.accounts.sign_in("hans", "the best password")


def test_a_device_token_works_until_it_is_revoked(firm: Office) -> None:
    draft = CredentialDraft(CredentialKind.DEVICE, "Kiosk", Role.DEVICE, place="main")
    credential, token = firm.do.credentials.issue(OWNER, draft)
    principal = firm.do.authenticate.execute(token)
    assert (principal.role, principal.place) == (Role.DEVICE, "main")
    with firm.store.read() as records:
        stored = records.credentials.get(credential.id)
    assert stored is not None
    assert token not in str(stored)
    assert stored.last_used_at == firm.clock.now()
    firm.do.credentials.revoke(OWNER, credential.id)
    firm.do.credentials.revoke(OWNER, credential.id)
    with pytest.raises(SessionInvalid):
        firm.do.authenticate.execute(token)
    assert firm.acts()[-1] == "credential.revoked"
    assert firm.acts().count("credential.revoked") == 1


def test_an_api_key_is_limited_by_scopes_and_time(firm: Office) -> None:
    until = firm.clock.now() + timedelta(days=1)
    scopes = frozenset({"pay.read"})
    draft = CredentialDraft(CredentialKind.API_KEY, "Lohn", Role.HR, scopes, expires_at=until)
    _, token = firm.do.credentials.issue(OWNER, draft)
    assert firm.do.authenticate.execute(token).scopes == scopes
    firm.clock.advance(timedelta(days=1))
    for bad in (token, token + "x", "adsum_nothing"):
        with pytest.raises(SessionInvalid):
            firm.do.authenticate.execute(bad)


@pytest.mark.parametrize(
    "draft",
    [
        CredentialDraft(CredentialKind.DEVICE, "x", Role.DEVICE),
        CredentialDraft(CredentialKind.DEVICE, "x", Role.OWNER, place="main"),
        CredentialDraft(CredentialKind.API_KEY, "x", Role.HR, place="main"),
        CredentialDraft(CredentialKind.API_KEY, "x", Role.EMPLOYEE),
        CredentialDraft(CredentialKind.API_KEY, "  ", Role.HR),
    ],
)
def test_a_credential_is_what_it_says(firm: Office, draft: CredentialDraft) -> None:
    with pytest.raises(InvalidCredential):
        firm.do.credentials.issue(OWNER, draft)


def test_hr_gives_out_no_rights_of_an_owner(firm: Office) -> None:
    with pytest.raises(AboveOwnRole):
        firm.do.credentials.issue(HR, CredentialDraft(CredentialKind.API_KEY, "x", Role.OWNER))
