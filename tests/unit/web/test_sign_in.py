"""Accounts: the set-up token, signing in and out, guessing."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from adsum.app.principal import Role, SessionInvalid
from adsum.app.sign_in import (
    Accounts,
    InvalidAccount,
    SetupClosed,
    WrongCredentials,
    WrongSetupToken,
)
from adsum.app.throttle import ThrottleRule, TooManyAttempts
from tests.fakes.clock import FakeClock
from tests.fakes.secrets import FakeHasher, FakeTokens
from tests.fakes.store import FakeStore

GOOD = "correct horse battery"


class Door:
    """Accounts with the parts that a test turns."""

    def __init__(self) -> None:
        self.store = FakeStore()
        self.clock = FakeClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
        self.hasher = FakeHasher()
        self.accounts = Accounts(self.store, self.clock, self.hasher, FakeTokens())

    def with_owner(self) -> Door:
        self.accounts.set_up(self.accounts.open_setup() or "", "olga", GOOD)
        return self


def test_the_set_up_token_makes_one_owner_and_then_the_door_is_shut() -> None:
    door = Door()
    token = door.accounts.open_setup()
    assert token is not None
    session = door.accounts.set_up(token, "olga", GOOD)
    assert session.principal.role is Role.OWNER
    assert door.accounts.authenticate(session.token).login == "olga"
    assert door.accounts.open_setup() is None
    with pytest.raises(SetupClosed):
        door.accounts.set_up(token, "eve", GOOD)


def test_only_the_last_set_up_token_opens_and_no_token_opens_before_one_is_printed() -> None:
    door = Door()
    with pytest.raises(WrongSetupToken):
        door.accounts.set_up("", "olga", GOOD)
    first = door.accounts.open_setup()
    door.accounts.open_setup()
    with pytest.raises(WrongSetupToken):
        door.accounts.set_up(first or "", "olga", GOOD)


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("olga", "short"),
        ("olga", "x" * 257),
        ("olga", "aaaaaaaaaaaa"),
        ("olga-olga-olga", "Olga-Olga-Olga"),
        ("", GOOD),
        ("o\x1b[2Jlga", GOOD),
    ],
)
def test_a_login_or_password_that_protects_nothing_is_refused(login: str, password: str) -> None:
    door = Door()
    token = door.accounts.open_setup() or ""
    with pytest.raises(InvalidAccount):
        door.accounts.set_up(token, login, password)
    assert door.accounts.needs_setup()
    assert door.accounts.set_up(token, "olga", GOOD).token


def test_an_unknown_login_costs_the_same_work_and_gets_the_same_words() -> None:
    door = Door().with_owner()
    with pytest.raises(WrongCredentials) as wrong:
        door.accounts.sign_in("olga", "not the password")
    once = door.hasher.verified
    with pytest.raises(WrongCredentials) as unknown:
        door.accounts.sign_in("nobody", "not the password")
    assert door.hasher.verified == 2 * once == 2
    assert str(wrong.value) == str(unknown.value)


def test_a_login_is_found_in_any_case_and_an_accent_typed_in_two_ways_is_one_letter() -> None:
    door = Door()
    door.accounts.set_up(door.accounts.open_setup() or "", "Zo\u00eb", "caf\u00e9 au lait")
    assert door.accounts.sign_in(" ZOE\u0308", "cafe\u0301 au lait").principal.login == "Zo\u00eb"


def test_a_session_ends_after_twelve_hours_or_when_signed_out() -> None:
    door = Door().with_owner()
    session = door.accounts.sign_in("olga", GOOD)
    door.clock.advance(timedelta(hours=12, seconds=-1))
    assert door.accounts.authenticate(session.token).login == "olga"
    door.clock.advance(timedelta(seconds=1))
    with pytest.raises(SessionInvalid):
        door.accounts.authenticate(session.token)
    other = door.accounts.sign_in("olga", GOOD)
    door.accounts.sign_out(other.token)
    with pytest.raises(SessionInvalid):
        door.accounts.authenticate(other.token)


def test_the_store_holds_only_the_hash_of_a_token() -> None:
    door = Door().with_owner()
    session = door.accounts.sign_in("olga", GOOD)
    with door.store.read() as records:
        kept = records.accounts.tokens
    assert session.token not in str(kept)
    assert hashlib.sha256(session.token.encode()).hexdigest() in kept


def test_five_wrong_passwords_lock_the_login_for_that_address_for_half_a_minute() -> None:
    door = Door().with_owner()
    for _ in range(5):
        with pytest.raises(WrongCredentials):
            door.accounts.sign_in("olga", "guess guess guess", client="10.0.0.9")
    with pytest.raises(TooManyAttempts) as locked:
        door.accounts.sign_in("OLGA", GOOD, client="10.0.0.9")
    assert locked.value.retry_after == 30
    assert door.accounts.sign_in("olga", GOOD, client="10.0.0.1").token
    door.clock.advance(timedelta(seconds=30))
    assert door.accounts.sign_in("olga", GOOD, client="10.0.0.9").token


def test_the_lock_doubles_with_every_further_failure_up_to_its_longest() -> None:
    rule = ThrottleRule()
    locks = [rule.lock(failures).total_seconds() for failures in (4, 5, 6, 7, 10, 500)]
    assert locks == [0, 30, 60, 120, 900, 900]
