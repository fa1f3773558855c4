"""Consent in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Row, insert, select, update

from adsum.domain.consent import Channel, Consent
from adsum.storage.consent_tables import consents

_ALL = select(consents).order_by(consents.c.at, consents.c.id)


class SqlConsents:
    """Implements `app.ports.consents.Consents`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, consent: Consent) -> None:
        row = insert(consents).values(
            id=consent.id,
            person_id=consent.person_id,
            given=int(consent.given),
            at=consent.at,
            noted_by=consent.by,
            channel=consent.channel.value,
            version=consent.version,
            text_digest=consent.text_digest,
        )
        self._connection.execute(row)

    def of(self, person_id: str) -> Sequence[Consent]:
        rows = self._connection.execute(_ALL.where(consents.c.person_id == person_id))
        return [_consent(row) for row in rows]

    def latest(self) -> Mapping[str, Consent]:
        return {row.person_id: _consent(row) for row in self._connection.execute(_ALL)}

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        change = (
            update(consents)
            .where(consents.c.person_id == person_id)
            .values(person_id=pseudonym, noted_by=pseudonym)
        )
        return self._connection.execute(change).rowcount


def _consent(row: Row[tuple[object, ...]]) -> Consent:
    return Consent(
        row.id,
        row.person_id,
        bool(row.given),
        row.at,
        row.noted_by,
        Channel(row.channel),
        row.version,
        row.text_digest,
    )
