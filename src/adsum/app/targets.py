"""Documents about the outside: who is told what happens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from adsum.app.masterdata import InvalidDocument


class Event(StrEnum):
    """What the outside can be told about."""

    PUNCH_RECORDED = "punch.recorded"
    CORRECTION_PROPOSED = "correction.proposed"
    CORRECTION_DECIDED = "correction.decided"
    LEAVE_REQUESTED = "leave.requested"
    LEAVE_DECIDED = "leave.decided"
    PERIOD_CLOSED = "period.closed"
    DOCUMENT_CHANGED = "document.changed"
    PERSON_FORGOTTEN = "person.forgotten"
    DAY_OPEN = "day.open"
    CHECK_OUT_PROPOSED = "day.check_out_proposed"
    VISITOR_UNKNOWN = "visitor.unknown"
    DOOR_OPEN = "door.open"


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told of events, signed with its secret. events: empty means all."""

    id: str
    name: str
    url: str
    secret: str
    events: tuple[Event, ...] = ()
    active: bool = True

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InvalidDocument(f"{self.url!r} is not an http(s) address")
        if len(self.secret) < 8:
            raise InvalidDocument("a webhook's secret needs at least 8 characters")

    def hears(self, event: Event) -> bool:
        return self.active and (not self.events or event in self.events)


@dataclass(frozen=True, slots=True)
class NotificationTarget:
    """A mailbox or a chat. url: an Apprise address, kept as a secret because it holds passwords."""

    id: str
    name: str
    url: str
    events: tuple[Event, ...] = ()
    active: bool = True

    def hears(self, event: Event) -> bool:
        return self.active and (not self.events or event in self.events)
