"""Contract of `app.ports.accounts.Accounts`."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adsum.app.ports.store import Store
from adsum.errors import Conflict
from tests.contract.samples import NOW, account, token

HOUR = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)


def padded(token_hash: str) -> str:
    return token_hash.rjust(64, "0")


def test_accounts_are_counted_and_found_by_login(store: Store) -> None:
    with store.write() as records:
        assert records.accounts.count() == 0
        records.accounts.add(account())
        records.accounts.add(account("a2", "王小明🎉"))
    with store.read() as records:
        assert records.accounts.count() == 2
        assert records.accounts.by_login("boss") == account()
        assert records.accounts.by_login("王小明🎉") == account("a2", "王小明🎉")
        assert records.accounts.by_login("nobody") is None


@pytest.mark.parametrize("again", ["Straße", "STRASSE"])
def test_a_login_is_taken_whatever_its_case(store: Store, again: str) -> None:
    with store.write() as records:
        records.accounts.add(account("a1", "straße"))
    with pytest.raises(Conflict), store.write() as records:
        records.accounts.add(account("a2", again))
    with store.read() as records:
        assert records.accounts.by_login(again) == account("a1", "straße")


@pytest.mark.parametrize("impossible", ["boss\0", "\0", "\ud800"])
def test_a_login_that_nobody_can_have_is_nobodys(store: Store, impossible: str) -> None:
    with store.write() as records:
        records.accounts.add(account())
    with store.read() as records:
        assert records.accounts.by_login(impossible) is None


def test_a_token_is_good_until_the_moment_that_it_expires(store: Store) -> None:
    with store.write() as records:
        records.accounts.add(account())
        records.accounts.add_token(token("t", NOW + HOUR))
    with store.read() as records:
        assert records.accounts.by_token(padded("t"), NOW) == account()
        assert records.accounts.by_token(padded("t"), NOW + HOUR - MICROSECOND) == account()
        assert records.accounts.by_token(padded("t"), NOW + HOUR) is None
        assert records.accounts.by_token(padded("T"), NOW) is None


def test_a_removed_token_opens_nothing_and_the_others_stay(store: Store) -> None:
    with store.write() as records:
        records.accounts.add(account())
        records.accounts.add_token(token("t", NOW + HOUR))
        records.accounts.add_token(token("u", NOW + HOUR))
        records.accounts.remove_token(padded("t"))
        records.accounts.remove_token(padded("unknown"))
    with store.read() as records:
        assert records.accounts.by_token(padded("t"), NOW) is None
        assert records.accounts.by_token(padded("u"), NOW) == account()


def test_a_new_token_clears_away_those_that_had_expired(store: Store) -> None:
    with store.write() as records:
        records.accounts.add(account())
        records.accounts.add_token(token("old", NOW + HOUR))
        records.accounts.add_token(token("good", NOW + 3 * HOUR))
        records.accounts.add_token(token("new", NOW + 9 * HOUR, created_at=NOW + HOUR))
    with store.read() as records:
        # Even a clock that was set back does not revive it.
        assert records.accounts.by_token(padded("old"), NOW) is None
        assert records.accounts.by_token(padded("good"), NOW) == account()
        assert records.accounts.by_token(padded("new"), NOW) == account()
