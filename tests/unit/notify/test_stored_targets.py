"""Targets come out of the documents with their secrets, and deliveries find them."""

from __future__ import annotations

from datetime import UTC, datetime

from adsum.app import codec
from adsum.app.deliver import DeliverDue, Delivered
from adsum.app.documents import MASK
from adsum.app.events import Publisher, targets_of
from adsum.app.ports.documents import StoredDocument
from adsum.app.ports.outbox import DeliveryState
from adsum.app.stored_targets import StoredTargets
from adsum.app.targets import Event, NotificationTarget, Webhook
from adsum.domain.person import Person
from adsum.notify.webhook import WebhookRules, WebhookSender
from tests.fakes.clock import FakeClock
from tests.fakes.store import FakeStore

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOOK = Webhook("h1", "Payroll", "http://example.com/hook", MASK)
MAILBOX = NotificationTarget("m1", "Office", MASK)


def store() -> FakeStore:
    made = FakeStore()
    with made.write() as records:
        hook = StoredDocument("webhook", "h1", 1, codec.dumps(HOOK), NOW)
        mailbox = StoredDocument("notification", "m1", 1, codec.dumps(MAILBOX), NOW)
        records.documents.put(hook, title="Payroll", expected=0)
        records.documents.put(mailbox, title="Office", expected=0)
        records.secrets.put("webhook/h1/secret", "a secret")
        records.secrets.put("notification/m1/url", "json://localhost")
        records.people.add(Person("p1", "Łukasz", NOW))
    return made


def test_secrets_are_put_back() -> None:
    targets = StoredTargets(store())
    hook, mailbox = targets.webhook("h1"), targets.notification("m1")
    assert hook is not None and hook.secret == "a secret"
    assert mailbox is not None and mailbox.url == "json://localhost"


def test_what_was_removed_is_not_found() -> None:
    assert StoredTargets(FakeStore()).webhook("h1") is None
    assert StoredTargets(FakeStore()).notification("m1") is None


def test_people_are_called_by_name_and_the_forgotten_by_a_pseudonym() -> None:
    targets = StoredTargets(store())
    assert targets.person_name("p1") == "Łukasz"
    assert targets.person_name("forgotten-0123456789") == "Forgotten 012345"


def test_what_was_published_is_delivered_or_kept_with_the_reason() -> None:
    made, clock = store(), FakeClock(NOW)
    with made.write() as records:
        Publisher(records, NOW, targets_of(records)).publish(Event.PERIOD_CLOSED, {"first": "x"})
    sender = WebhookSender(StoredTargets(made), clock, WebhookRules())
    assert DeliverDue(made, clock, {"webhook": sender}).execute() == Delivered(given_up=2)
    with made.read() as records:
        rows = records.outbox.page()
    assert {row.state for row in rows} == {DeliveryState.GIVEN_UP}
    assert {row.error for row in rows} == {
        "the address is not https",
        "there is no channel notification",
    }
