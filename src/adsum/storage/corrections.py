"""Corrections and their decisions in the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select, update

from adsum.app import codec
from adsum.domain.correction import Approval, Correction, CorrectionDecided
from adsum.errors import Conflict
from adsum.storage.attendance_tables import correction_decisions as decisions
from adsum.storage.attendance_tables import corrections
from adsum.storage.prepared import Prepared
from adsum.storage.unique import insert_unique


class CorrectionExists(Conflict):
    """There is a correction with this id."""

    code = "correction.exists"
    remedy = "Nothing is lost: the first one counts."


class SqlCorrections:
    """Implements `app.ports.corrections.Corrections`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, correction: Correction, about: datetime) -> None:
        row = insert(corrections).values(
            id=correction.id,
            person_id=correction.person_id,
            about=about,
            body=codec.dumps(correction),
        )
        known = CorrectionExists(f"the correction {correction.id} is recorded already")
        insert_unique(self._connection, row, known)

    def decide(self, correction: Correction) -> None:
        row = insert(decisions).values(
            correction_id=correction.id,
            approval=correction.approval.value,
            decided_by=correction.decided_by,
            decided_at=correction.decided_at,
        )
        decided = CorrectionDecided(f"the correction {correction.id} is decided already")
        insert_unique(self._connection, row, decided)

    def get(self, correction_id: str) -> Correction | None:
        row = self._connection.execute(_all().where(corrections.c.id == correction_id)).first()
        return None if row is None else _correction(row)

    def about(self, correction_id: str) -> datetime | None:
        query = select(corrections.c.about).where(corrections.c.id == correction_id)
        return self._connection.execute(query).scalar()

    def between(
        self, start: datetime, end: datetime, people: Iterable[str] | None = None
    ) -> Sequence[Correction]:
        wanted = None if people is None else set(people)
        asked: dict[str, object] = {"start": start, "end": end}
        if wanted is not None and len(wanted) == 1:
            own = _BETWEEN_OF.rows(self._connection, asked | {"person_id": wanted.pop()})
            found = [_correction(row) for row in own]
        else:
            rows = self._connection.execute(_BETWEEN, asked)
            found = [_correction(row) for row in rows if wanted is None or row.person_id in wanted]
        return sorted(found, key=lambda correction: (correction.made_at, correction.id))

    def page(
        self,
        *,
        after: str = "",
        limit: int = 100,
        approval: Approval | None = None,
        people: Iterable[str] | None = None,
    ) -> Sequence[Correction]:
        query = _all().where(corrections.c.id > after).order_by(corrections.c.id).limit(limit)
        if approval is Approval.PENDING:
            query = query.where(decisions.c.approval.is_(None))
        elif approval is not None:
            query = query.where(decisions.c.approval == approval.value)
        if people is not None:
            query = query.where(corrections.c.person_id.in_(sorted(people)))
        return [_correction(row) for row in self._connection.execute(query)]

    def decided_since(self, at: datetime, start: datetime, end: datetime) -> frozenset[str]:
        query = (
            select(corrections.c.person_id)
            .join(decisions, decisions.c.correction_id == corrections.c.id)
            .where(decisions.c.decided_at >= at)
            .where(corrections.c.about >= start, corrections.c.about < end)
            .distinct()
        )
        return frozenset(self._connection.execute(query).scalars())

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        own = self._connection.execute(_all().where(corrections.c.person_id == person_id)).all()
        for row in own:
            old = codec.loads(Correction, row.body)
            added = replace(old.added, person_id=pseudonym) if old.added else None
            author = pseudonym if old.author == person_id else old.author
            new = replace(old, person_id=pseudonym, added=added, author=author, reason="(erased)")
            change = update(corrections).where(corrections.c.id == row.id)
            values = {"person_id": pseudonym, "body": codec.dumps(new)}
            self._connection.execute(change.values(**values))
        return len(own)


def _all() -> Select[tuple[object, ...]]:
    return select(
        corrections.c.id,
        corrections.c.person_id,
        corrections.c.body,
        decisions.c.approval,
        decisions.c.decided_by,
        decisions.c.decided_at,
    ).outerjoin(decisions, decisions.c.correction_id == corrections.c.id)


# Built once: asked for at every punch.
_BETWEEN = _all().where(
    corrections.c.about >= bindparam("start"), corrections.c.about < bindparam("end")
)
_BETWEEN_OF = Prepared(_BETWEEN.where(corrections.c.person_id == bindparam("person_id")))


def _correction(row: Sequence[Any]) -> Correction:
    _, _, body, approval, decided_by, decided_at = row
    made = codec.loads(Correction, body)
    if approval is None:
        return made
    return replace(made, approval=Approval(approval), decided_by=decided_by, decided_at=decided_at)
