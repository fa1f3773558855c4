"""The chain of the audit log: each entry's digest covers the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from adsum.app.ports.audit import Act, AuditEntry

START = "0" * 64
"""What stands for the digest before the first entry."""


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first entry that is not as it was written; `reason` says how that shows."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """How many entries are whole, the digest of the last of them, and the first broken link.

    A head that was noted elsewhere proves that no entry was taken off the end.
    """

    entries: int
    head: str
    broken: BrokenLink | None


def sealed(number: int, act: Act, previous: str) -> AuditEntry:
    """Return `act` as entry `number` after the entry with the digest `previous`."""
    fields = {
        "number": number,
        "at": act.at.isoformat(timespec="microseconds"),
        "actor": act.actor,
        "role": act.role,
        "name": act.name,
        "kind": act.kind,
        "subject": act.subject,
        "person_id": act.person_id,
        "before": act.before,
        "after": act.after,
        "detail": act.detail,
    }
    canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    text = f"{previous}\n{canonical}"
    return AuditEntry(number, act, previous, hashlib.sha256(text.encode()).hexdigest())


def verdict(entries: Iterable[AuditEntry]) -> AuditVerdict:
    """Check entries from the first one on and stop at the first broken link."""
    count, head = 0, START
    for entry in entries:
        reason = _fault(entry, count + 1, head)
        if reason is not None:
            return AuditVerdict(count, head, BrokenLink(count + 1, reason))
        count, head = entry.number, entry.digest
    return AuditVerdict(count, head, None)


def _fault(entry: AuditEntry, number: int, head: str) -> str | None:
    if entry.number != number:
        return f"entry {number} is missing; the next one is {entry.number}"
    if entry.previous != head:
        return "it does not follow the entry before it"
    if entry.digest != sealed(number, entry.act, head).digest:
        return "its content is not what was written"
    return None
