"""Accounts and access tokens in the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from adsum.app.ports.accounts import AccessToken, Account
from adsum.errors import Conflict
from adsum.storage.columns import folded
from adsum.storage.tables import access_tokens, accounts
from adsum.storage.unique import insert_unique


class LoginTaken(Conflict):
    """Two accounts cannot have the same login."""

    code = "account.exists"
    remedy = "Choose another login."


class SqlAccounts:
    """Implements `app.ports.accounts.Accounts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, account: Account) -> None:
        row = insert(accounts).values(
            id=account.id,
            login=account.login,
            login_key=folded(account.login),
            **_changeable(account),
            created_at=account.created_at,
        )
        taken = LoginTaken(f"the login {account.login} is taken")
        insert_unique(self._connection, row, taken)

    def count(self) -> int:
        return self._connection.execute(select(func.count()).select_from(accounts)).scalar_one()

    def by_login(self, login: str) -> Account | None:
        query = select(accounts).where(accounts.c.login_key == folded(login))
        row = self._connection.execute(query).first()
        return None if row is None else _account(row)

    def get(self, account_id: str) -> Account | None:
        query = select(accounts).where(accounts.c.id == account_id)
        row = self._connection.execute(query).first()
        return None if row is None else _account(row)

    def page(self, *, after: str = "", limit: int = 100, search: str = "") -> Sequence[Account]:
        query = select(accounts).order_by(accounts.c.login_key).limit(limit)
        if after:
            query = query.where(accounts.c.login_key > folded(after))
        if search:
            query = query.where(accounts.c.login_key.contains(folded(search), autoescape=True))
        return [_account(row) for row in self._connection.execute(query)]

    def update(self, account: Account) -> None:
        change = update(accounts).where(accounts.c.id == account.id)
        self._connection.execute(change.values(**_changeable(account)))

    def count_role(self, role: str) -> int:
        query = select(func.count()).select_from(accounts)
        query = query.where(accounts.c.role == role, accounts.c.disabled_at.is_(None))
        return self._connection.execute(query).scalar_one()

    def remove_tokens_of(self, account_id: str) -> int:
        gone = delete(access_tokens).where(access_tokens.c.account_id == account_id)
        return self._connection.execute(gone).rowcount

    def add_token(self, token: AccessToken) -> None:
        self._connection.execute(
            delete(access_tokens).where(access_tokens.c.expires_at <= token.created_at)
        )
        self._connection.execute(
            insert(access_tokens).values(
                token_hash=token.token_hash,
                account_id=token.account_id,
                created_at=token.created_at,
                expires_at=token.expires_at,
            )
        )

    def by_token(self, token_hash: str, now: datetime) -> Account | None:
        query = (
            select(accounts)
            .join(access_tokens, access_tokens.c.account_id == accounts.c.id)
            .where(access_tokens.c.token_hash == token_hash, access_tokens.c.expires_at > now)
            .where(accounts.c.disabled_at.is_(None))
        )
        row = self._connection.execute(query).first()
        return None if row is None else _account(row)

    def remove_token(self, token_hash: str) -> None:
        self._connection.execute(
            delete(access_tokens).where(access_tokens.c.token_hash == token_hash)
        )


def _changeable(account: Account) -> dict[str, object]:
    return {
        "role": account.role,
        "password_hash": account.password_hash,
        "person_id": account.person_id,
        "team_ids": json.dumps(sorted(account.team_ids)) if account.team_ids else None,
        "disabled_at": account.disabled_at,
    }


def _account(row: Row[tuple[object, ...]]) -> Account:
    return Account(
        row.id,
        row.login,
        row.role,
        row.password_hash,
        row.created_at,
        row.person_id,
        frozenset(json.loads(row.team_ids)) if row.team_ids else frozenset(),
        row.disabled_at,
    )
