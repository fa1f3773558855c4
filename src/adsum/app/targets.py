"""Documents about the outside: what payroll programs read, and who is told what happens."""

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


@dataclass(frozen=True, slots=True)
class PayrollColumn:
    """One column. field: a figure that the export knows; constant: the same text in every row."""

    header: str
    field: str | None = None
    constant: str | None = None

    def __post_init__(self) -> None:
        if (self.field is None) == (self.constant is None):
            raise InvalidDocument("a column has either a field or a constant")


@dataclass(frozen=True, slots=True)
class PayrollMapping:
    """How a payroll program wants its file. wage_types: its code for each kind of pay line.

    person_numbers: the program's number of a person, by person id.
    """

    id: str
    name: str
    columns: tuple[PayrollColumn, ...] = ()
    delimiter: str = ";"
    decimal_comma: bool = False
    date_format: str = "%Y-%m-%d"
    wage_types: tuple[tuple[str, str], ...] = ()
    person_numbers: tuple[tuple[str, str], ...] = ()
