"""The audit log: who did what to whom, chained so that a later change shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody did.

    actor, role: who. name: what, for example `document.put` or `person.viewed`. kind, subject: the
    thing it was done to. person_id: whose record that is, if one person's. before, after: SHA-256
    of the thing's canonical JSON; None where there was nothing. detail: short facts, never secrets.
    """

    at: datetime
    actor: str
    role: str
    name: str
    kind: str
    subject: str
    person_id: str | None = None
    before: str | None = None
    after: str | None = None
    detail: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An act in the chain. `number` counts from 1; `previous` is the digest of the entry before.

    digest: SHA-256 of `previous` and the canonical JSON of `number` and the act.
    """

    number: int
    act: Act
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are asked for; None: any. kind: of the thing. since <= at < until."""

    person_id: str | None = None
    actor: str | None = None
    kind: str | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERY_ENTRY = AuditFilter()


class AuditLog(Protocol):
    """Only ever added to, in the transaction of the act itself."""

    def append(self, act: Act) -> AuditEntry: ...

    def last(self) -> AuditEntry | None: ...

    def entries(self, *, after: int = 0) -> Iterator[AuditEntry]:
        """Yield all entries after number `after`, in order."""
        ...

    def page(
        self, of: AuditFilter = EVERY_ENTRY, *, before: int | None = None, limit: int = 100
    ) -> Sequence[AuditEntry]:
        """Return the newest entries with a number below `before`, newest first."""
        ...

    def occurring(self) -> tuple[list[str], list[str]]:
        """Return the actors and the kinds of things that entries name, each sorted."""
        ...
