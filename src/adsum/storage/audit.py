"""The audit log in the database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Row, insert, select

from adsum.app.audit_chain import START, sealed
from adsum.app.ports.audit import EVERY_ENTRY, Act, AuditEntry, AuditFilter
from adsum.storage.attendance_tables import audit_log

_AT_ONCE = 1000


class SqlAuditLog:
    """Implements `app.ports.audit.AuditLog`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, act: Act) -> AuditEntry:
        # Only one writer at a time: the last entry stays the last one until this one is added.
        query = select(audit_log.c.number, audit_log.c.digest).order_by(audit_log.c.number.desc())
        last = self._connection.execute(query.limit(1)).first()
        number, previous = (last.number, last.digest) if last else (0, START)
        entry = sealed(number + 1, act, previous)
        self._connection.execute(
            insert(audit_log).values(
                number=entry.number,
                at=act.at,
                actor=act.actor,
                role=act.role,
                name=act.name,
                kind=act.kind,
                subject=act.subject,
                person_id=act.person_id,
                before_digest=act.before,
                after_digest=act.after,
                detail=json.dumps(act.detail, sort_keys=True, ensure_ascii=False),
                previous=entry.previous,
                digest=entry.digest,
            )
        )
        return entry

    def last(self) -> AuditEntry | None:
        query = select(audit_log).order_by(audit_log.c.number.desc()).limit(1)
        row = self._connection.execute(query).first()
        return None if row is None else _entry(row)

    def entries(self, *, after: int = 0) -> Iterator[AuditEntry]:
        while True:
            query = select(audit_log).where(audit_log.c.number > after)
            rows = self._connection.execute(query.order_by(audit_log.c.number).limit(_AT_ONCE))
            found = [_entry(row) for row in rows]
            yield from found
            if len(found) < _AT_ONCE:
                return
            after = found[-1].number

    def page(
        self, of: AuditFilter = EVERY_ENTRY, *, before: int | None = None, limit: int = 100
    ) -> Sequence[AuditEntry]:
        columns = audit_log.c
        query = select(audit_log).order_by(audit_log.c.number.desc()).limit(limit)
        if before is not None:
            query = query.where(audit_log.c.number < before)
        for column in ("person_id", "actor", "kind"):
            wanted = getattr(of, column)
            if wanted is not None:
                query = query.where(columns[column] == wanted)
        if of.since is not None:
            query = query.where(columns.at >= of.since)
        if of.until is not None:
            query = query.where(columns.at < of.until)
        return [_entry(row) for row in self._connection.execute(query)]

    def occurring(self) -> tuple[list[str], list[str]]:
        actors, kinds = (
            list(self._connection.execute(select(column).distinct().order_by(column)).scalars())
            for column in (audit_log.c.actor, audit_log.c.kind)
        )
        return actors, kinds


def _entry(row: Row[tuple[object, ...]]) -> AuditEntry:
    act = Act(
        row.at,
        row.actor,
        row.role,
        row.name,
        row.kind,
        row.subject,
        row.person_id,
        row.before_digest,
        row.after_digest,
        json.loads(row.detail),
    )
    return AuditEntry(row.number, act, row.previous, row.digest)
