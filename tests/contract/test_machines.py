"""Contract of the ports of credentials, PINs, outbox, kept answers, secrets and accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from adsum.app.ports.credentials import Credential, CredentialKind
from adsum.app.ports.idempotency import KeptAnswer
from adsum.app.ports.outbox import Delivery, DeliveryState
from adsum.app.ports.punches import Origin
from adsum.app.ports.store import Store
from adsum.errors import Conflict
from tests.contract.samples import NOW, account, punch, token

HOUR = timedelta(hours=1)
KIOSK = Credential(
    "d1", CredentialKind.DEVICE, "Kiosk", "a" * 64, "device", "boss", NOW, None, "main"
)
KEY = Credential(
    "k1",
    CredentialKind.API_KEY,
    "Lohn",
    "b" * 64,
    "hr",
    "boss",
    NOW + HOUR,
    frozenset({"pay.read", "people.read"}),
    None,
    NOW + 9 * HOUR,
)
MESSAGE = Delivery("m1", "webhook", "w1", "punch.recorded", '{"a":"ü"}', NOW, NOW)


def test_credentials_come_back_as_they_were_given_out(store: Store) -> None:
    with store.write() as records:
        records.credentials.add(KEY)
        records.credentials.add(KIOSK)
    with store.read() as records:
        assert records.credentials.get("k1") == KEY
        assert records.credentials.by_token("a" * 64) == KIOSK
        assert records.credentials.by_token("c" * 64) is None
        assert list(records.credentials.all()) == [KIOSK, KEY]
        assert list(records.credentials.all(CredentialKind.DEVICE)) == [KIOSK]


def test_use_and_revocation_are_written_down(store: Store) -> None:
    with store.write() as records:
        records.credentials.add(KIOSK)
        records.credentials.used("d1", NOW + HOUR)
        records.credentials.revoke("d1", NOW + 2 * HOUR)
    with store.read() as records:
        found = records.credentials.get("d1")
    assert found == replace(KIOSK, last_used_at=NOW + HOUR, revoked_at=NOW + 2 * HOUR)


def test_a_person_has_one_pin(store: Store) -> None:
    with store.write() as records:
        assert records.pins.hash_of("p1") is None
        records.pins.set("p1", "first", NOW)
        records.pins.set("p1", "second", NOW)
        records.pins.set("p2", "other", NOW)
    with store.write() as records:
        assert records.pins.hash_of("p1") == "second"
        assert records.pins.holders() == {"p1", "p2"}
        assert records.pins.remove("p1")
        assert not records.pins.remove("p1")
        assert records.pins.hash_of("p1") is None


def test_what_is_due_comes_in_order_and_leaves_when_it_is_done(store: Store) -> None:
    later = replace(MESSAGE, id="m0", next_at=NOW + HOUR)
    with store.write() as records:
        records.outbox.add(MESSAGE)
        records.outbox.add(later)
    with store.write() as records:
        assert list(records.outbox.due(NOW)) == [MESSAGE]
        assert list(records.outbox.due(NOW + HOUR)) == [MESSAGE, later]
        assert list(records.outbox.due(NOW + HOUR, limit=1)) == [MESSAGE]
        assert list(records.outbox.due(NOW - HOUR)) == []
        done = replace(
            MESSAGE, attempts=2, state=DeliveryState.DELIVERED, finished_at=NOW, error="404 ü"
        )
        records.outbox.update(done)
    with store.write() as records:
        assert list(records.outbox.due(NOW + HOUR)) == [later]
        assert records.outbox.get("m1") == done
        assert list(records.outbox.page()) == [later, done]
        assert list(records.outbox.page(after="m0")) == [done]
        assert list(records.outbox.page(state=DeliveryState.WAITING)) == [later]
        assert records.outbox.purge(NOW) == 0
        assert records.outbox.purge(NOW + HOUR) == 1
        assert list(records.outbox.page()) == [later]


def test_an_answer_is_kept_once_for_each_scope_and_key(store: Store) -> None:
    answer = KeptAnswer("boss", "key-1", "f" * 64, 201, '{"ü":1}', NOW)
    with store.write() as records:
        records.idempotency.add(answer)
        records.idempotency.add(replace(answer, scope="other"))
        with pytest.raises(Conflict):
            records.idempotency.add(replace(answer, status=200))
    with store.write() as records:
        assert records.idempotency.get("boss", "key-1") == answer
        assert records.idempotency.get("boss", "key-2") is None
        assert records.idempotency.purge(NOW) == 0
        assert records.idempotency.purge(NOW + HOUR) == 2


def test_a_secret_is_replaced_and_removed(store: Store) -> None:
    with store.write() as records:
        records.secrets.put("webhook/w1/secret", "open sesame")
        records.secrets.put("webhook/w1/secret", "geheim 🎉")
    with store.write() as records:
        assert records.secrets.get("webhook/w1/secret") == "geheim 🎉"
        records.secrets.remove("webhook/w1/secret")
        assert records.secrets.get("webhook/w1/secret") is None


def test_an_account_changes_but_its_login_stays(store: Store) -> None:
    changed = replace(
        account(),
        role="manager",
        person_id="p1",
        team_ids=frozenset({"a", "b"}),
        password_hash="new",
    )
    with store.write() as records:
        records.accounts.add(account())
        records.accounts.add(account("a2", "ZOE"))
        records.accounts.update(changed)
    with store.read() as records:
        assert records.accounts.get("a1") == changed
        assert records.accounts.get("a9") is None
        assert records.accounts.count_role("owner") == 1
        assert [found.login for found in records.accounts.page()] == ["boss", "ZOE"]
        assert [found.login for found in records.accounts.page(after="BOSS")] == ["ZOE"]
        assert [found.login for found in records.accounts.page(search="zo")] == ["ZOE"]


def test_the_session_of_a_disabled_account_opens_nothing(store: Store) -> None:
    with store.write() as records:
        records.accounts.add(account())
        records.accounts.add_token(token("t", NOW + HOUR))
        assert records.accounts.by_token("t".rjust(64, "0"), NOW) == account()
        records.accounts.update(replace(account(), disabled_at=NOW))
        assert records.accounts.by_token("t".rjust(64, "0"), NOW) is None
        assert records.accounts.count_role("owner") == 0
        assert records.accounts.remove_tokens_of("a1") == 1
        assert records.accounts.remove_tokens_of("a1") == 0


def test_a_punch_knows_its_author_or_device(store: Store) -> None:
    with store.write() as records:
        records.punches.add(punch("c1"), Origin(author="hr"))
        records.punches.add(punch("c2"), Origin(device_id="d1"))
        records.punches.add(punch("c3"))
    with store.write() as records:
        origins = records.punches.origins(["c1", "c2", "c3", "c4"])
        assert origins == {"c1": Origin(author="hr"), "c2": Origin(device_id="d1")}
        records.punches.pseudonymise("p1", "x")
        assert records.punches.origins(["c1"]) == {}
