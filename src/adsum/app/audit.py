"""Writing the audit log: who did what to whose record."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adsum.app import codec
from adsum.app.actor import Actor
from adsum.app.ports.audit import Act
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store

SAME_LOOK = timedelta(minutes=10)
_MOST_LOOKS = 10_000


@dataclass(frozen=True, slots=True)
class Subject:
    """What was acted on; person_id: whose record it is, if one person's."""

    kind: str
    id: str
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """Makes the entries of one actor at one time."""

    actor: Actor
    at: datetime

    def act(
        self,
        name: str,
        subject: Subject,
        *,
        before: Any = None,
        after: Any = None,
        detail: Mapping[str, str] | None = None,
    ) -> Act:
        """Return the entry. before, after: the thing (a dataclass or its text); only its digest
        is kept, so that the log itself never gives away what somebody asked to have erased."""
        return Act(
            self.at,
            self.actor.id,
            self.actor.role.value,
            name,
            subject.kind,
            subject.id,
            subject.person_id,
            _digest(before),
            _digest(after),
            dict(detail or {}),
        )


_Look = tuple[str, Subject, tuple[tuple[str, str], ...]]


class Views:
    """Notes who looked at whose record. Looking at one's own is nobody else's business.

    Looking again at the same within ten minutes is the same look: a page that is refreshed or shows
    twelve photos neither floods the log nor waits for the disk each time.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._noted: OrderedDict[_Look, datetime] = OrderedDict()

    def note(self, actor: Actor, subject: Subject, detail: Mapping[str, str] | None = None) -> None:
        """Add a `KIND.viewed` entry unless the record is the actor's own."""
        if subject.person_id is not None and subject.person_id == actor.person_id:
            return
        look = (actor.id, subject, tuple(sorted((detail or {}).items())))
        now = self._clock.now()
        if self._is_noted(look, now):
            return
        name = f"{subject.kind}.viewed"
        with self._store.write() as records:
            records.audit.append(Journal(actor, now).act(name, subject, detail=detail))
        with self._lock:  # only now: a look that could not be stored is not noted
            self._noted[look] = now
            while len(self._noted) > _MOST_LOOKS:
                self._noted.popitem(last=False)

    def _is_noted(self, look: _Look, now: datetime) -> bool:
        with self._lock:
            last = self._noted.get(look)
            return last is not None and timedelta(0) <= now - last < SAME_LOOK


def _digest(value: Any) -> str | None:
    if value is None:
        return None
    return codec.digest(value if isinstance(value, str) else codec.dumps(value))
