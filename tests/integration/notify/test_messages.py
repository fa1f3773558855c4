"""E-mail and chat through Apprise, against receivers on loopback."""

from __future__ import annotations

import email
import email.policy
import json
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from adsum.app.ports.notify import Fate
from adsum.notify.messages import BadTarget, MessageSender, check_address
from tests.integration.notify.receiver import Receiver, free_port, receiving
from tests.integration.notify.targets import delivery, targets

BODY = json.dumps(
    {"data": {"person_id": "p1", "first": "2026-05-18", "last": "2026-05-20", "type": "annual"}}
)


class Mailbox:
    """Keeps what was sent to it."""

    def __init__(self) -> None:
        self.came: list[EmailMessage] = []

    async def handle_DATA(  # noqa: N802 (the name that aiosmtpd calls)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        self.came.append(email.message_from_bytes(raw, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


def test_a_leave_request_arrives_as_an_e_mail(mailbox: tuple[Mailbox, int]) -> None:
    box, port = mailbox
    url = f"mailto://127.0.0.1:{port}?from=adsum@example.com&to=hr@example.com&format=text"
    outcome = MessageSender(targets(url)).send(delivery(BODY, channel="notification"))
    assert outcome.fate is Fate.DELIVERED
    [message] = box.came
    assert message["Subject"] == "Leave requested: Łukasz p1, 2026-05-18 to 2026-05-20"
    assert "hr@example.com" in message["To"]
    text = message.get_body(("plain",))
    assert text is not None
    assert "Łukasz p1 asks for leave (annual) from 2026-05-18 to 2026-05-20." in text.get_content()


def test_a_chat_gets_the_same_words_as_json() -> None:
    with receiving(Receiver()) as receiver:
        url = f"json://127.0.0.1:{receiver.port}/chat"
        outcome = MessageSender(targets(url)).send(delivery(BODY, channel="notification"))
    assert outcome.fate is Fate.DELIVERED
    [(path, _, body)] = receiver.came
    assert path.rstrip("/") == "/chat"
    assert json.loads(body)["title"] == "Leave requested: Łukasz p1, 2026-05-18 to 2026-05-20"


def test_what_the_service_does_not_take_is_tried_again_without_a_secret_in_the_reason() -> None:
    with receiving(Receiver(500)) as receiver:
        url = f"json://user:password@127.0.0.1:{receiver.port}"
        outcome = MessageSender(targets(url)).send(delivery(BODY))
    assert outcome.fate is Fate.RETRY
    assert "password" not in outcome.reason


@pytest.mark.parametrize(
    "url", ["", "nonsense", "absent://x", "syslog://", "dbus://", "windows://"]
)
def test_an_address_that_is_not_offered_is_refused(url: str) -> None:
    with pytest.raises(BadTarget):
        check_address(url)
    assert MessageSender(targets(url)).send(delivery(BODY)).fate is Fate.REFUSED


def test_a_target_that_was_switched_off_is_not_told() -> None:
    sender = MessageSender(targets("json://127.0.0.1", active=False))
    assert sender.send(delivery(BODY)).fate is Fate.REFUSED


def test_apprise_is_loaded_only_when_something_is_sent() -> None:
    code = "import sys, adsum.notify.messages; sys.exit('apprise' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
