"""Whose token is this?"""

from __future__ import annotations

from adsum.app.manage_credentials import PREFIX, ManageCredentials
from adsum.app.principal import Principal
from adsum.app.sign_in import Accounts


class Authenticate:
    """Tell who sent a token: somebody who signed in, a program with an API key, or a device."""

    def __init__(self, accounts: Accounts, credentials: ManageCredentials) -> None:
        self._accounts = accounts
        self._credentials = credentials

    def execute(self, token: str) -> Principal:
        """Return who it is.

        Raises:
            SessionInvalid: nobody (any more).
        """
        if token.startswith(PREFIX):
            return self._credentials.authenticate(token)
        return self._accounts.authenticate(token)
