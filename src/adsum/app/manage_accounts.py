"""Who may sign in, and as what."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from adsum.app import codec
from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.clocking import UnknownPerson
from adsum.app.ids import new_id
from adsum.app.ports.accounts import Account
from adsum.app.ports.clock import Clock
from adsum.app.ports.security import PasswordHasher
from adsum.app.ports.store import Records, Store
from adsum.app.principal import Forbidden, Role
from adsum.app.sign_in import InvalidAccount, WrongCredentials, checked_login
from adsum.errors import Conflict, NotFound

# Roles that people have; devices and programs carry credentials instead.
_PEOPLE = (Role.OWNER, Role.HR, Role.MANAGER, Role.EMPLOYEE)


class UnknownAccount(NotFound):
    """There is no such account."""

    code = "account.unknown"
    remedy = "List the accounts."


class LastOwner(Conflict):
    """Without an owner nobody could set anything up any more."""

    code = "account.last_owner"
    remedy = "Make another account an owner first."


class StaleAccount(Conflict):
    """Somebody else has changed the account since it was read."""

    code = "account.stale"
    remedy = "Read it again, then decide whether your change still makes sense."


class AboveOwnRole(Forbidden):
    """Only an owner makes, changes or disables owners."""

    code = "account.above_own_role"
    remedy = "Ask an owner."


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """Who may sign in. person_id: whom it belongs to. team_ids: the teams that a manager leads."""

    login: str
    password: str
    role: Role
    person_id: str | None = None
    team_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AccountChange:
    """What becomes of an account; everything is replaced."""

    role: Role
    person_id: str | None = None
    team_ids: frozenset[str] = frozenset()
    disabled: bool = False


class ManageAccounts:
    """Make, change and disable accounts. Nothing is deleted: the audit log names them.

    Managers lead teams; employees belong to an enrolled person. Only an owner touches owners, and
    the last owner stays one. A changed role or a disabled account ends its sessions at once.
    """

    def __init__(self, store: Store, clock: Clock, hasher: PasswordHasher) -> None:
        self._store = store
        self._clock = clock
        self._hasher = hasher

    def create(self, actor: Actor, draft: AccountDraft) -> Account:
        """Make an account.

        Raises:
            InvalidAccount, AboveOwnRole, UnknownPerson; `Conflict` if the login is taken.
        """
        login, password = checked_login(draft.login, draft.password)
        password_hash = self._hasher.hash(password)
        now = self._clock.now()
        account = Account(
            new_id(),
            login,
            draft.role.value,
            password_hash,
            now,
            draft.person_id,
            draft.team_ids,
        )
        with self._store.write() as records:
            _check(records, actor, account)
            records.accounts.add(account)
            detail = {"login": login, "role": account.role}
            subject = Subject("account", account.id, account.person_id)
            records.audit.append(Journal(actor, now).act("account.created", subject, detail=detail))
        return account

    def change(
        self, actor: Actor, account_id: str, change: AccountChange, expected: str | None = None
    ) -> Account:
        """Change the role, the person, the teams, or disable the account.

        expected: the `revision` that was read; None: whatever there is.

        Raises:
            UnknownAccount, LastOwner, AboveOwnRole, InvalidAccount, UnknownPerson.
            StaleAccount: somebody else changed it meanwhile.
        """
        now = self._clock.now()
        with self._store.write() as records:
            old = _found(records, account_id)
            _check_owner(actor, old)
            if expected not in (None, revision(old)):
                raise StaleAccount("the account was changed since it was read")
            disabled_at = (old.disabled_at or now) if change.disabled else None
            new = replace(
                old,
                role=change.role.value,
                person_id=change.person_id,
                team_ids=change.team_ids,
                disabled_at=disabled_at,
            )
            _check(records, actor, new)
            was_owner = old.role == Role.OWNER and old.disabled_at is None
            stays_owner = new.role == Role.OWNER and new.disabled_at is None
            if was_owner and not stays_owner and records.accounts.count_role(Role.OWNER) < 2:
                raise LastOwner("this is the last owner")
            records.accounts.update(new)
            if (old.role, old.disabled_at) != (new.role, new.disabled_at):
                records.accounts.remove_tokens_of(account_id)
            detail = {"role": new.role, "disabled": str(change.disabled).lower()}
            subject = Subject("account", account_id, new.person_id)
            records.audit.append(Journal(actor, now).act("account.changed", subject, detail=detail))
        return new

    def set_password(self, actor: Actor, account_id: str, password: str) -> None:
        """Give somebody else's account a new password and end its sessions.

        Raises:
            UnknownAccount, InvalidAccount, AboveOwnRole.
        """
        with self._store.read() as records:
            account = _found(records, account_id)
        _check_owner(actor, account)
        _, secret = checked_login(account.login, password)
        self._store_password(actor, account_id, secret)

    def change_password(self, actor: Actor, old: str, new: str) -> None:
        """Change one's own password; all sessions end.

        Raises:
            WrongCredentials: the old password is another one. InvalidAccount.
        """
        with self._store.read() as records:
            account = _found(records, actor.id)
        if not self._hasher.verify(account.password_hash, unicodedata.normalize("NFC", old)):
            raise WrongCredentials("the old password is another one")
        _, secret = checked_login(account.login, new)
        self._store_password(actor, actor.id, secret)

    def page(self, *, after: str = "", limit: int = 100, search: str = "") -> Sequence[Account]:
        """Return accounts by login, those after the login `after`."""
        with self._store.read() as records:
            return records.accounts.page(after=after, limit=limit, search=search)

    def one(self, account_id: str) -> Account:
        """Return one account. Raises `UnknownAccount`."""
        with self._store.read() as records:
            return _found(records, account_id)

    def _store_password(self, actor: Actor, account_id: str, secret: str) -> None:
        password_hash = self._hasher.hash(secret)
        now = self._clock.now()
        with self._store.write() as records:
            account = _found(records, account_id)
            records.accounts.update(replace(account, password_hash=password_hash))
            records.accounts.remove_tokens_of(account_id)
            subject = Subject("account", account_id, account.person_id)
            records.audit.append(Journal(actor, now).act("account.password_changed", subject))


def revision(account: Account) -> str:
    """Return a text that differs whenever what can be changed of an account does."""
    parts = (account.role, account.person_id, sorted(account.team_ids), account.disabled_at)
    return codec.digest(repr(parts))[:32]


def _found(records: Records, account_id: str) -> Account:
    account = records.accounts.get(account_id)
    if account is None:
        raise UnknownAccount("there is no such account")
    return account


def _check_owner(actor: Actor, account: Account) -> None:
    if account.role == Role.OWNER and actor.role is not Role.OWNER:
        raise AboveOwnRole("only an owner changes an owner")


def _check(records: Records, actor: Actor, account: Account) -> None:
    _check_owner(actor, account)
    if Role(account.role) not in _PEOPLE:
        raise InvalidAccount(f"an account cannot have the role {account.role}")
    if account.role == Role.EMPLOYEE and account.person_id is None:
        raise InvalidAccount("an employee's account belongs to an enrolled person")
    if account.team_ids and account.role != Role.MANAGER:
        raise InvalidAccount("only a manager leads teams")
    if account.person_id is not None and records.people.get(account.person_id) is None:
        raise UnknownPerson("the person is not enrolled")
    for team_id in account.team_ids:
        if records.documents.get("team", team_id) is None:
            raise InvalidAccount(f"there is no team {team_id!r}")
