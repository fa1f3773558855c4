"""Templates of several recognisers in the database, sealed, and which one is in use."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from adsum.app.ids import new_id
from adsum.app.ports.templates import Choice, KeptFace
from adsum.errors import Conflict
from adsum.storage.photos import LANDMARK_BYTES, template_identity
from adsum.storage.tables import gallery_generation, photos, recogniser_choice, templates
from adsum.storage.unique import insert_unique
from adsum.storage.vault import Vault
from adsum.vision.types import Embedding, RecogniserId, Vector

# How many ids one question names: databases bound the number of parameters.
SOME = 500


class TemplateExists(Conflict):
    """A photo has one template of each recogniser."""

    code = "template.exists"
    remedy = "Nothing is lost: the template is there."


class SqlTemplates:
    """Implements `app.ports.templates.Templates`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def owners(self, made_by: RecogniserId) -> dict[str, str]:
        query = select(templates.c.id, templates.c.person_id).where(_by(made_by))
        return {row.id: row.person_id for row in self._connection.execute(query)}

    def vectors(self, made_by: RecogniserId, ids: Collection[str]) -> Mapping[str, Vector]:
        wanted, found = sorted(ids), {}
        for start in range(0, len(wanted), SOME):
            query = select(templates.c.id, templates.c.person_id, templates.c.sealed_vector).where(
                _by(made_by), templates.c.id.in_(wanted[start : start + SOME])
            )
            for row in self._connection.execute(query):
                identity = template_identity(row.id, row.person_id, made_by)
                found[row.id] = np.frombuffer(
                    self._vault.open(row.sealed_vector, identity), dtype="<f4"
                )
        return found

    def waiting(
        self, made_by: RecogniserId, *, after: str = "", limit: int = 32
    ) -> Sequence[KeptFace]:
        query = (
            select(photos.c.id, photos.c.person_id, photos.c.sealed_crop)
            .where(_lacking(made_by), photos.c.id > after)
            .order_by(photos.c.id)
            .limit(limit)
        )
        return [self._kept(*row) for row in self._connection.execute(query)]

    def count_waiting(self, made_by: RecogniserId) -> int:
        query = select(func.count()).select_from(photos).where(_lacking(made_by))
        return self._connection.execute(query).scalar() or 0

    def add(self, photo_id: str, embedding: Embedding) -> None:
        owner = select(photos.c.person_id).where(photos.c.id == photo_id)
        person_id = self._connection.execute(owner).scalar()
        if person_id is None:
            raise TemplateExists("the photo is no longer there")
        template_id, made_by = new_id(), embedding.made_by
        identity = template_identity(template_id, person_id, made_by)
        row = insert(templates).values(
            id=template_id,
            photo_id=photo_id,
            person_id=person_id,
            model=made_by.model,
            version=made_by.version,
            precision=made_by.precision,
            sealed_vector=self._vault.seal(embedding.vector.astype("<f4").tobytes(), identity),
        )
        known = TemplateExists(f"the photo has a template by {made_by} already")
        insert_unique(self._connection, row, known)
        self._changed()

    def remove(self, made_by: RecogniserId) -> int:
        gone = self._connection.execute(delete(templates).where(_by(made_by))).rowcount
        self._changed()
        return gone

    def choice(self) -> Choice:
        row = self._connection.execute(select(recogniser_choice)).first()
        return Choice() if row is None else Choice(row.active, row.former, row.candidate)

    def choose(self, choice: Choice) -> None:
        self._connection.execute(delete(recogniser_choice))
        self._connection.execute(
            insert(recogniser_choice).values(
                id=1, active=choice.active, former=choice.former, candidate=choice.candidate
            )
        )
        self._changed()

    def _kept(self, photo_id: str, person_id: str, sealed: bytes) -> KeptFace:
        content = self._vault.open(sealed, f"crop {photo_id}")
        landmarks = np.frombuffer(content[:LANDMARK_BYTES], dtype="<f4").reshape(5, 2)
        return KeptFace(photo_id, person_id, content[LANDMARK_BYTES:], landmarks)

    def _changed(self) -> None:
        self._connection.execute(
            update(gallery_generation).values(value=gallery_generation.c.value + 1)
        )


def _by(made_by: RecogniserId) -> ColumnElement[bool]:
    return and_(
        templates.c.model == made_by.model,
        templates.c.version == made_by.version,
        templates.c.precision == made_by.precision,
    )


def _lacking(made_by: RecogniserId) -> ColumnElement[bool]:
    made = select(templates.c.id).where(templates.c.photo_id == photos.c.id, _by(made_by))
    return ~made.exists()
