"""E-mail and chat, through Apprise: one address scheme for some hundred services."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from adsum.app.ports.notify import Fate, Outcome, Targets
from adsum.app.ports.outbox import Delivery
from adsum.errors import InvalidInput
from adsum.notify.templates import render

# Services of the server's own desktop and system log: no place for news of people.
_LOCAL = frozenset({"dbus", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows"})
_log = logging.getLogger(__name__)


class BadTarget(InvalidInput):
    """An address that names no service, or one that is not offered."""

    code = "notification.bad_target"
    remedy = "Write it as Apprise does, for example mailtos://user:password@example.com."


@dataclass(frozen=True, slots=True)
class MessageSender:
    """Implements `app.ports.notify.Sender` for mailboxes and chats."""

    targets: Targets

    def send(self, delivery: Delivery) -> Outcome:
        """Make one attempt. Apprise says only whether it worked; its log says why."""
        target = self.targets.notification(delivery.target)
        if target is None or not target.active:
            return Outcome(Fate.REFUSED, "the target was removed or switched off")
        try:
            service = _service(target.url)
        except BadTarget as error:
            return Outcome(Fate.REFUSED, error.message)
        # Imported late: Apprise takes half a second, and few commands send anything.
        from apprise import NotifyFormat

        message = render(delivery.event, delivery.body, self.targets.person_name)
        sent = service.notify(body=message.body, title=message.title, body_format=NotifyFormat.TEXT)
        if sent:
            return Outcome(Fate.DELIVERED)
        scheme = urlsplit(target.url).scheme
        _log.warning("the notification %s could not be sent over %s", delivery.id, scheme)
        return Outcome(Fate.RETRY, f"{scheme} did not take it; the log says more")


def check_address(url: str) -> None:
    """Refuse an address that no service understands, before it is stored.

    Raises:
        BadTarget: without the address, which holds passwords.
    """
    _service(url)


def _service(url: str) -> Any:
    from apprise import Apprise

    scheme = urlsplit(url).scheme.lower()
    if scheme in _LOCAL:
        raise BadTarget(f"{scheme} is the server's own desktop or log")
    service = Apprise()
    if not scheme or not service.add(url):
        raise BadTarget(f"the address with the scheme {scheme!r} is not understood")
    return service
