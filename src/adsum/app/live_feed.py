"""What has just happened: new punches, and everything that people did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from adsum.app.company import Company
from adsum.app.company_rules import CompanyRules
from adsum.app.days import Asked, Days
from adsum.app.kept import SLACK
from adsum.app.ports.audit import AuditEntry
from adsum.app.ports.store import Records, Store
from adsum.app.report import name_of
from adsum.app.targets import Event
from adsum.domain.instants import local_date
from adsum.domain.punch import Direction, Punch
from adsum.domain.span import DateSpan

AT_ONCE = 1000
# More than one delivery of a device can hold, so that a look always finds something new.
_FLOOD = 5000
_DAY = timedelta(days=1)
# Told as a punch already, or nobody else's business.
_SILENT = ("punch.by_hand",)
_LOOKING = ".viewed"


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One thing that happened. name: `punch.recorded`, or the name of an entry of the audit log.

    person_id: whose record it is about, if one person's. facts: plain JSON data.
    """

    name: str
    at: datetime
    person_id: str | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far somebody has read. at: when the newest punch was recorded; entry: number of the
    newest entry of the audit log; seen: when each punch was recorded that was told shortly before
    `at`, by id."""

    at: datetime
    entry: int
    seen: Mapping[str, datetime] = field(default_factory=dict)


class LiveFeed:
    """Tell what was stored since the last look, by whichever process: punches with their direction
    and the acts of the audit log, except who looked at what."""

    def __init__(self, store: Store, company: Company) -> None:
        self._store = store
        self._company = company

    def start(self, now: datetime) -> Cursor:
        """Return where a feed begins that has nothing to catch up with."""
        with self._store.read() as records:
            last = records.audit.last()
            recent = records.recent.punches_since(now - SLACK, limit=_FLOOD)
        seen = {punch.id: punch.recorded_at for punch in recent}
        return Cursor(now, last.number if last else 0, seen)

    def since(self, cursor: Cursor) -> tuple[list[FeedEvent], Cursor]:
        """Return what is new, at most 1,000 punches and as many entries, and the cursor after it.

        A punch can become visible a little after one that was recorded later: that is why the time
        shortly before the cursor is looked at again.
        """
        with self._store.read() as records:
            fresh = _fresh(records, cursor)
            entries = list(islice(records.audit.entries(after=cursor.entry), AT_ONCE))
            if not fresh and not entries:
                return [], cursor
            told = _punches(records, self._company.at(records), fresh)
        told += [_act(entry) for entry in entries if _is_told(entry)]
        told.sort(key=lambda event: event.at)
        return told, _moved(cursor, fresh, entries)


def _fresh(records: Records, cursor: Cursor) -> list[Punch]:
    found = records.recent.punches_since(cursor.at - SLACK, limit=_FLOOD)
    if len(found) == _FLOOD:
        # Devices deliver whole nights at once: do not look at the same thousands again.
        found = records.recent.punches_since(cursor.at, limit=_FLOOD)
    fresh = [punch for punch in found if punch.id not in cursor.seen][:AT_ONCE]
    return sorted(fresh, key=lambda punch: (punch.recorded_at, punch.at))


def _moved(cursor: Cursor, fresh: Sequence[Punch], entries: Sequence[AuditEntry]) -> Cursor:
    at = max((punch.recorded_at for punch in fresh), default=cursor.at)
    at = max(at, cursor.at)
    seen = {**cursor.seen, **{punch.id: punch.recorded_at for punch in fresh}}
    near = {id: recorded for id, recorded in seen.items() if recorded >= at - SLACK}
    return Cursor(at, entries[-1].number if entries else cursor.entry, near)


def _is_told(entry: AuditEntry) -> bool:
    return entry.act.name not in _SILENT and not entry.act.name.endswith(_LOOKING)


def _act(entry: AuditEntry) -> FeedEvent:
    act = entry.act
    facts = {"number": entry.number, "actor": act.actor, "kind": act.kind, "subject": act.subject}
    return FeedEvent(act.name, act.at, act.person_id, facts)


def _punches(records: Records, rules: CompanyRules, fresh: Sequence[Punch]) -> list[FeedEvent]:
    people = {punch.person_id for punch in fresh}
    names = records.people.names(people) if people else {}
    directions = _directions(records, rules, fresh)
    return [
        FeedEvent(
            Event.PUNCH_RECORDED.value,
            punch.recorded_at,
            punch.person_id,
            {
                "id": punch.id,
                "name": name_of(punch.person_id, names),
                "at": punch.at.isoformat(),
                "zone": punch.zone,
                "place": punch.place,
                "source": punch.source.value,
                "direction": directions.get(punch.id),
            },
        )
        for punch in fresh
    ]


def _directions(
    records: Records, rules: CompanyRules, fresh: Iterable[Punch]
) -> dict[str, Direction | None]:
    """Return the direction that its day gives each punch."""
    given = list(fresh)
    if not given:
        return {}
    dates = [local_date(punch.at, punch.zone) for punch in given]
    span = DateSpan(min(dates) - _DAY, max(dates) + _DAY)
    people = frozenset(punch.person_id for punch in given)
    now = max(punch.recorded_at for punch in given)
    days = Days(records, rules, now).work_days(Asked(span, people, punched=True))
    return {
        entry.punch.id: entry.direction for _, own in days for day in own for entry in day.punches
    }
