"""Webhooks against a real server that answers, fails, dawdles, redirects and lies."""

from __future__ import annotations

import ssl
import time
from datetime import timedelta

import pytest
import trustme

from adsum.app.ports.notify import Fate, Outcome
from adsum.notify.signing import verify
from adsum.notify.webhook import WebhookRules, WebhookSender
from tests.fakes.clock import FakeClock
from tests.integration.notify.receiver import Receiver, free_port, receiving
from tests.integration.notify.targets import NOW, SECRET, delivery, targets

LOCAL = WebhookRules(allow_private=True, allow_plain=True, deadline=5)


def send(url: str, rules: WebhookRules = LOCAL, body: str = '{"id":"e1"}') -> Outcome:
    return WebhookSender(targets(url), FakeClock(NOW), rules).send(delivery(body))


def test_a_delivery_is_signed_over_the_bytes_that_arrive() -> None:
    with receiving(Receiver(204)) as receiver:
        outcome = send(f"http://127.0.0.1:{receiver.port}/hook?a=1", body='{"name":"Łukasz"}')
    assert outcome == Outcome(Fate.DELIVERED)
    [(path, headers, body)] = receiver.came
    assert path == "/hook?a=1"
    assert body == '{"name":"Łukasz"}'.encode()
    assert headers["Adsum-Event-Id"] == "e1"
    assert headers["Adsum-Event"] == "leave.requested"
    assert headers["Content-Type"] == "application/json"
    assert headers["Host"] == f"127.0.0.1:{receiver.port}"
    assert verify(SECRET, headers, body, NOW)


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
def test_a_failure_is_tried_again(status: int) -> None:
    with receiving(Receiver(status)) as receiver:
        outcome = send(f"http://127.0.0.1:{receiver.port}/")
    assert outcome == Outcome(Fate.RETRY, f"the receiver answered {status}")


def test_a_receiver_that_is_gone_for_good_is_not_asked_again() -> None:
    with receiving(Receiver(410)) as receiver:
        assert send(f"http://127.0.0.1:{receiver.port}/").fate is Fate.REFUSED


@pytest.mark.parametrize(
    ("wanted", "wait"), [("120", 120), ("999999", 86_400), ("soon", None), ("9" * 40, None)]
)
def test_a_receiver_may_ask_for_time(wanted: str, wait: int | None) -> None:
    with receiving(Receiver(503, {"Retry-After": wanted})) as receiver:
        after = send(f"http://127.0.0.1:{receiver.port}/").after
    assert after == (None if wait is None else timedelta(seconds=wait))


def test_redirects_are_not_followed() -> None:
    with receiving(Receiver()) as other:
        inside = {"Location": f"http://127.0.0.1:{other.port}/inside"}
        with receiving(Receiver(307, inside)) as receiver:
            outcome = send(f"http://127.0.0.1:{receiver.port}/")
    assert outcome.fate is Fate.RETRY
    assert "redirects" in outcome.reason
    assert other.came == []


@pytest.mark.parametrize("slow", [Receiver(delay=30), Receiver(drip=True)])
def test_the_deadline_holds_for_the_whole_attempt(slow: Receiver) -> None:
    rules = WebhookRules(allow_private=True, allow_plain=True, deadline=0.5)
    with receiving(slow) as receiver:
        began = time.monotonic()
        outcome = send(f"http://127.0.0.1:{receiver.port}/", rules)
        took = time.monotonic() - began
    assert outcome == Outcome(Fate.RETRY, "no answer within 0.5 s")
    assert took < 3


def test_nobody_there_is_tried_again() -> None:
    assert send(f"http://127.0.0.1:{free_port()}/").fate is Fate.RETRY


def test_a_name_that_does_not_exist_is_tried_again() -> None:
    assert send("http://absent.invalid/").fate is Fate.RETRY


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"])
def test_the_own_network_is_refused_and_never_asked(host: str) -> None:
    with receiving(Receiver()) as receiver:
        rules = WebhookRules(allow_plain=True)
        outcome = send(f"http://{host}:{receiver.port}/", rules)
    assert outcome.fate is Fate.REFUSED
    assert "not a public address" in outcome.reason
    assert receiver.came == []


def test_an_address_without_tls_is_refused() -> None:
    assert send("http://example.com/", WebhookRules()).reason == "the address is not https"


def test_a_body_above_the_cap_is_refused() -> None:
    outcome = send("https://example.com/", WebhookRules(max_body=10), "x" * 11)
    assert outcome == Outcome(Fate.REFUSED, "the message has 11 bytes of 10")


def test_a_webhook_that_was_switched_off_is_not_asked() -> None:
    sender = WebhookSender(targets("https://example.com", active=False), FakeClock(NOW), LOCAL)
    assert sender.send(delivery()).fate is Fate.REFUSED
    assert sender.send(delivery(target="absent")).fate is Fate.REFUSED


def _tls(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def _trusting(authority: trustme.CA) -> WebhookRules:
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    return WebhookRules(allow_private=True, deadline=5, trust=trust)


def test_a_certificate_is_checked_for_the_name_although_the_address_is_asked() -> None:
    authority = trustme.CA()
    with receiving(Receiver(), _tls(authority, "localhost")) as receiver:
        outcome = send(f"https://localhost:{receiver.port}/", _trusting(authority))
    assert outcome == Outcome(Fate.DELIVERED)
    assert receiver.came[0][1]["Host"] == f"localhost:{receiver.port}"


def test_a_certificate_of_another_name_is_not_believed() -> None:
    authority = trustme.CA()
    with receiving(Receiver(), _tls(authority, "payroll.example")) as receiver:
        outcome = send(f"https://localhost:{receiver.port}/", _trusting(authority))
    assert outcome.fate is Fate.RETRY
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.reason
    assert receiver.came == []


def test_a_certificate_of_nobody_known_is_not_believed() -> None:
    with receiving(Receiver(), _tls(trustme.CA(), "localhost")) as receiver:
        rules = WebhookRules(allow_private=True, deadline=5)
        outcome = send(f"https://localhost:{receiver.port}/", rules)
    assert outcome.fate is Fate.RETRY
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.reason
