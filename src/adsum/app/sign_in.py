"""Who may use Adsum over HTTP: the first account, signing in and out."""

from __future__ import annotations

import hashlib
import hmac
import threading
import unicodedata
from datetime import timedelta

from adsum.app.ids import new_id
from adsum.app.ports.accounts import AccessToken, Account
from adsum.app.ports.clock import Clock
from adsum.app.ports.security import PasswordHasher, TokenSource
from adsum.app.ports.store import Store
from adsum.app.principal import Principal, Role, Session, SessionInvalid, Unauthenticated
from adsum.app.throttle import Throttle
from adsum.errors import Conflict, InvalidInput

SESSION_LENGTH = timedelta(hours=12)
MIN_PASSWORD, MAX_PASSWORD, MAX_LOGIN = 10, 256, 120


class WrongCredentials(Unauthenticated):
    """The login is unknown or the password wrong; the answer does not say which."""

    code = "sign_in.wrong"
    remedy = "Check the login and the password."


class WrongSetupToken(Unauthenticated):
    """The set-up token is not the one on the terminal."""

    code = "setup.wrong_token"
    remedy = "Copy the token that the server printed on its terminal when it started."


class SetupClosed(Conflict):
    """An owner exists already."""

    code = "setup.closed"
    remedy = "Sign in."


class InvalidAccount(InvalidInput):
    """A login or a password that cannot be used."""

    code = "account.invalid"
    remedy = f"Choose a login and a password of at least {MIN_PASSWORD} characters."


class Accounts:
    """Let the right people in.

    The owner's account is made once, by whoever can read the server's terminal. Later sign-ins give
    a token that expires. An unknown login takes as long as a wrong password and gets the same
    answer; guessing is slowed down per login and address.
    """

    def __init__(
        self, store: Store, clock: Clock, hasher: PasswordHasher, tokens: TokenSource
    ) -> None:
        self._store = store
        self._clock = clock
        self._hasher = hasher
        self._tokens = tokens
        self._throttle = Throttle()
        self._lock = threading.Lock()
        self._setup_hash: str | None = None
        self._decoy: str | None = None

    def needs_setup(self) -> bool:
        """Return whether there is no account yet."""
        with self._store.read() as records:
            return records.accounts.count() == 0

    def open_setup(self) -> str | None:
        """Return a new one-time set-up token, or None if an account exists."""
        if not self.needs_setup():
            return None
        token = self._tokens.new()
        with self._lock:
            self._setup_hash = _digest(token)
        return token

    def set_up(self, token: str, login: str, password: str) -> Session:
        """Create the owner and sign them in.

        Raises:
            SetupClosed: an account exists.
            WrongSetupToken: `token` is not the one given out last.
            InvalidAccount: the login or the password cannot be used.
        """
        if not self.needs_setup():
            raise SetupClosed("the set-up is done: an owner exists")
        with self._lock:
            expected = self._setup_hash
        if expected is None or not hmac.compare_digest(expected, _digest(token)):
            raise WrongSetupToken("this is not the set-up token")
        now = self._clock.now()
        name, secret = checked_login(login, password)
        account = Account(new_id(), name, Role.OWNER, self._hasher.hash(secret), now)
        with self._store.write() as records:
            # Asked again inside the transaction: two set-ups may race.
            if records.accounts.count():
                raise SetupClosed("the set-up is done: an owner exists")
            records.accounts.add(account)
        with self._lock:
            self._setup_hash = None
        return self._session(account)

    def sign_in(self, login: str, password: str, *, client: str = "") -> Session:
        """Exchange a login and a password for a session. `client` is the caller's address.

        Raises:
            WrongCredentials: there is no such login, or the password is another one.
            TooManyAttempts: too many of these lately.
        """
        name = _normal(login).strip()[:MAX_LOGIN]
        key = f"{client} {name.casefold()}"
        self._throttle.enter(key, self._clock.now())
        decoy = self._decoy_hash()
        with self._store.read() as records:
            account = records.accounts.by_login(name)
        if account is not None and account.disabled_at is not None:
            account = None
        stored = account.password_hash if account else decoy
        right = self._hasher.verify(stored, _normal(password)[:MAX_PASSWORD])
        if account is None or not right:
            raise WrongCredentials("the login or the password is wrong")
        self._throttle.forgive(key)
        return self._session(account)

    def authenticate(self, token: str) -> Principal:
        """Return whose session `token` is.

        Raises:
            SessionInvalid: nobody's (any more).
        """
        with self._store.read() as records:
            account = records.accounts.by_token(_digest(token), self._clock.now())
        if account is None:
            raise SessionInvalid("the session has ended or never existed")
        return _principal(account)

    def sign_out(self, token: str) -> None:
        """End the session; a token that is unknown is signed out already."""
        with self._store.write() as records:
            records.accounts.remove_token(_digest(token))

    def _session(self, account: Account) -> Session:
        now = self._clock.now()
        token = self._tokens.new()
        expires_at = now + SESSION_LENGTH
        with self._store.write() as records:
            records.accounts.add_token(AccessToken(_digest(token), account.id, now, expires_at))
        return Session(token, expires_at, _principal(account))

    def _decoy_hash(self) -> str:
        """A real hash of nobody's password, made once and only by a server that signs people in."""
        with self._lock:
            if self._decoy is None:
                self._decoy = self._hasher.hash(self._tokens.new())
            return self._decoy


def _digest(token: str) -> str:
    # No salt and no slowness: the token has 256 random bits, there is nothing to guess.
    return hashlib.sha256(token.encode()).hexdigest()


def _principal(account: Account) -> Principal:
    return Principal(
        account.id, account.login, Role(account.role), account.person_id, account.team_ids
    )


def _normal(text: str) -> str:
    """Unicode NFC, so that an accent typed on another keyboard is the same letter."""
    return unicodedata.normalize("NFC", text)


def checked_login(login: str, password: str) -> tuple[str, str]:
    """Return both in Unicode NFC.

    Raises:
        InvalidAccount: they cannot be used, or the password is too easy to guess.
    """
    name, secret = _normal(login).strip(), _normal(password)
    if not name or len(name) > MAX_LOGIN or not name.isprintable():
        raise InvalidAccount(f"the login needs 1 to {MAX_LOGIN} visible characters")
    if len(secret) < MIN_PASSWORD:
        raise InvalidAccount(f"the password needs at least {MIN_PASSWORD} characters")
    if len(secret) > MAX_PASSWORD:
        raise InvalidAccount(f"the password has more than {MAX_PASSWORD} characters")
    if secret.casefold() == name.casefold() or len(set(secret)) < 4:
        raise InvalidAccount("the password is too easy to guess")
    return name, secret
