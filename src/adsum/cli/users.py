"""`adsum users`, `adsum keys`, `adsum devices`: who and what may use Adsum."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from adsum.cli import output
from adsum.cli.options import JsonFlag, secret
from adsum.cli.records import print_done, print_rows

users = typer.Typer(help="Accounts of people who sign in.", no_args_is_help=True)
keys = typer.Typer(help="API keys of programs.", no_args_is_help=True)
devices = typer.Typer(help="Devices at doors and their tokens.", no_args_is_help=True)

IdArgument = Annotated[str, typer.Argument(help="The id from the list.")]
LoginArgument = Annotated[str, typer.Argument(help="The login.")]
RoleOption = Annotated[str, typer.Option(help="owner, hr, manager or employee.")]
PersonOption = Annotated[str | None, typer.Option(help="Name of the enrolled person.")]
TeamsOption = Annotated[list[str] | None, typer.Option("--team", help="Team that a manager leads.")]
# For scripts; a password on the command line would be seen by everybody on the machine.
PASSWORD_VARIABLE = "ADSUM_NEW_PASSWORD"


@users.command("list")
def list_users(context: typer.Context, json: JsonFlag = False) -> None:
    """List the accounts."""
    from adsum.cli.session import application

    found = application(context).administration.accounts.page(limit=10_000)
    print_rows([_account(one) for one in found], json)


@users.command("add")
def add_user(
    context: typer.Context,
    login: LoginArgument,
    role: RoleOption = "employee",
    person: PersonOption = None,
    team: TeamsOption = None,
    json: JsonFlag = False,
) -> None:
    """Make an account; the password is asked for, or read from ADSUM_NEW_PASSWORD."""
    from adsum.app.actor import TERMINAL
    from adsum.app.manage_accounts import AccountDraft
    from adsum.app.principal import Role
    from adsum.cli.session import application

    checked, adsum = Role(_role(role)), application(context)
    person_id = adsum.person(person).id if person else None
    draft = AccountDraft(login, _password(), checked, person_id, frozenset(team or ()))
    account = adsum.administration.accounts.create(TERMINAL, draft)
    print_done(f"{account.login} may sign in as {account.role}", _account(account), json)


@users.command("change")
def change_user(
    context: typer.Context,
    id: IdArgument,
    role: Annotated[str | None, typer.Option(help="owner, hr, manager or employee.")] = None,
    person: Annotated[
        str | None, typer.Option(help="Name of the enrolled person; empty: nobody's.")
    ] = None,
    team: Annotated[
        list[str] | None, typer.Option("--team", help="Team instead of those before; may repeat.")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Change the role, the person or the teams of an account; what is left out stays.

    Who is no manager any more leads no teams.
    """
    from adsum.app.actor import TERMINAL
    from adsum.app.manage_accounts import AccountChange
    from adsum.app.principal import Role
    from adsum.cli.session import application

    adsum = application(context)
    accounts = adsum.administration.accounts
    old = accounts.one(id)
    now = Role(_role(role)) if role else Role(old.role)
    person_id = old.person_id if person is None else (adsum.person(person).id if person else None)
    kept = old.team_ids if now is Role.MANAGER else frozenset()
    teams = kept if team is None else frozenset(team)
    disabled = old.disabled_at is not None
    account = accounts.change(TERMINAL, id, AccountChange(now, person_id, teams, disabled))
    print_done(f"{account.login} is now {account.role}", _account(account), json)


@users.command("disable")
def disable_user(context: typer.Context, id: IdArgument, json: JsonFlag = False) -> None:
    """Disable an account and end its sessions."""
    _switch(context, id, json, disabled=True)


@users.command("enable")
def enable_user(context: typer.Context, id: IdArgument, json: JsonFlag = False) -> None:
    """Let somebody sign in again."""
    _switch(context, id, json, disabled=False)


@users.command("password")
def set_password(context: typer.Context, id: IdArgument, json: JsonFlag = False) -> None:
    """Give somebody a new password and end their sessions."""
    from adsum.app.actor import TERMINAL
    from adsum.cli.session import application

    application(context).administration.accounts.set_password(TERMINAL, id, _password())
    print_done("the password is changed", {"changed": id}, json)


@keys.command("list")
def list_keys(context: typer.Context, json: JsonFlag = False) -> None:
    """List the API keys, the revoked ones too."""
    _list(context, "api_key", json)


@keys.command("add")
def add_key(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What the program is called.")],
    role: Annotated[str, typer.Option(help="owner or hr.")] = "hr",
    scope: Annotated[
        list[str] | None, typer.Option(help="Permission that it is limited to; may repeat.")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Give out an API key; it is shown this once."""
    _issue(context, {"kind": "api_key", "name": name, "role": role, "scopes": scope}, json)


@keys.command("revoke")
def revoke_key(context: typer.Context, id: IdArgument, json: JsonFlag = False) -> None:
    """Revoke an API key at once."""
    _revoke(context, id, json)


@devices.command("list")
def list_devices(context: typer.Context, json: JsonFlag = False) -> None:
    """List the devices, the revoked ones too."""
    _list(context, "device", json)


@devices.command("add")
def add_device(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What the device is called.")],
    place: Annotated[str, typer.Argument(help="The place where it stands.")],
    json: JsonFlag = False,
) -> None:
    """Give out a device's token; it is shown this once."""
    _issue(context, {"kind": "device", "name": name, "role": "device", "place": place}, json)


@devices.command("revoke")
def revoke_device(context: typer.Context, id: IdArgument, json: JsonFlag = False) -> None:
    """Revoke a device's token at once."""
    _revoke(context, id, json)


def _switch(context: typer.Context, id: str, json: bool, *, disabled: bool) -> None:
    from adsum.app.actor import TERMINAL
    from adsum.app.manage_accounts import AccountChange
    from adsum.app.principal import Role
    from adsum.cli.session import application

    accounts = application(context).administration.accounts
    old = accounts.one(id)
    change = AccountChange(Role(old.role), old.person_id, old.team_ids, disabled=disabled)
    done = accounts.change(TERMINAL, id, change)
    print_done(f"{old.login} is {'disabled' if disabled else 'enabled'}", _account(done), json)


def _password() -> str:
    return secret(PASSWORD_VARIABLE, "New password")


def _role(role: str) -> str:
    if role not in ("owner", "hr", "manager", "employee"):
        raise typer.BadParameter("owner, hr, manager or employee", param_hint="--role")
    return role


def _account(account: Any) -> dict[str, Any]:
    return {
        "id": account.id,
        "login": account.login,
        "role": account.role,
        "person_id": account.person_id,
        "teams": ", ".join(sorted(account.team_ids)),
        "disabled": account.disabled_at is not None,
    }


def _credential(found: Any) -> dict[str, Any]:
    return {
        "id": found.id,
        "name": found.name,
        "role": found.role,
        "place": found.place,
        "scopes": "all" if found.scopes is None else ", ".join(sorted(found.scopes)),
        "revoked": found.revoked_at is not None,
    }


def _list(context: typer.Context, kind: str, json: bool) -> None:
    from adsum.app.ports.credentials import CredentialKind
    from adsum.cli.session import application

    found = application(context).administration.credentials.all(CredentialKind(kind))
    print_rows([_credential(one) for one in found], json)


def _issue(context: typer.Context, wanted: dict[str, Any], json: bool) -> None:
    from adsum.app.actor import TERMINAL
    from adsum.app.manage_credentials import CredentialDraft
    from adsum.app.ports.credentials import CredentialKind
    from adsum.app.principal import Role
    from adsum.cli.session import application

    if wanted["role"] not in set(Role):
        raise typer.BadParameter("owner or hr", param_hint="--role")
    scopes = wanted.get("scopes")
    draft = CredentialDraft(
        CredentialKind(wanted["kind"]),
        wanted["name"],
        Role(wanted["role"]),
        frozenset(scopes) if scopes else None,
        wanted.get("place"),
    )
    found, token = application(context).administration.credentials.issue(TERMINAL, draft)
    if json:
        output.print_json({**_credential(found), "token": token})
    else:
        output.out().print(f"{output.plain(found.name)}, shown this once: [bold]{token}[/]")


def _revoke(context: typer.Context, id: str, json: bool) -> None:
    from adsum.app.actor import TERMINAL
    from adsum.cli.session import application

    application(context).administration.credentials.revoke(TERMINAL, id)
    print_done("revoked", {"revoked": id}, json)
