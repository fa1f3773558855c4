"""Accounts and access tokens in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Row, delete, func, insert, select

from adsum.app.ports.store import AccessToken, Account
from adsum.errors import Conflict
from adsum.storage.columns import folded
from adsum.storage.tables import access_tokens, accounts
from adsum.storage.unique import insert_unique


class LoginTaken(Conflict):
    """Two accounts cannot have the same login."""

    code = "account.exists"
    remedy = "Choose another login."


class SqlAccounts:
    """Implements `app.ports.store.Accounts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, account: Account) -> None:
        row = insert(accounts).values(
            id=account.id,
            login=account.login,
            login_key=folded(account.login),
            role=account.role,
            password_hash=account.password_hash,
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
        )
        row = self._connection.execute(query).first()
        return None if row is None else _account(row)

    def remove_token(self, token_hash: str) -> None:
        self._connection.execute(
            delete(access_tokens).where(access_tokens.c.token_hash == token_hash)
        )


def _account(row: Row[tuple[object, ...]]) -> Account:
    return Account(row.id, row.login, row.role, row.password_hash, row.created_at)
