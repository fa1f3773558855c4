"""Enrolment photos and templates in the database, sealed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from adsum.app.ids import new_id
from adsum.app.ports.photos import EnrolledPhoto, Erased, PhotoSummary
from adsum.errors import Conflict
from adsum.storage.tables import gallery_generation, photos, templates
from adsum.storage.unique import insert_unique
from adsum.storage.vault import Vault
from adsum.vision.types import RecogniserId, Vector

LANDMARK_BYTES = 5 * 2 * 4


class PhotoExists(Conflict):
    """A person has every photo file once."""

    code = "photo.exists"
    remedy = "Nothing is lost: the photo is enrolled."


class SqlPhotos:
    """Implements `app.ports.photos.Photos`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, photo: EnrolledPhoto) -> None:
        template_id, made_by = new_id(), photo.embedding.made_by
        crop = photo.landmarks.astype("<f4").tobytes() + photo.crop
        vector = photo.embedding.vector.astype("<f4").tobytes()
        row = insert(photos).values(
            id=photo.id,
            person_id=photo.person_id,
            sha256=photo.sha256,
            quality=photo.quality,
            sealed_crop=self._vault.seal(crop, f"crop {photo.id}"),
            created_at=photo.created_at,
        )
        known = PhotoExists("the person has this photo already, or is no longer known")
        insert_unique(self._connection, row, known)
        self._connection.execute(
            insert(templates).values(
                id=template_id,
                photo_id=photo.id,
                person_id=photo.person_id,
                model=made_by.model,
                version=made_by.version,
                precision=made_by.precision,
                sealed_vector=self._vault.seal(
                    vector, template_identity(template_id, photo.person_id, made_by)
                ),
            )
        )
        self._changed()

    def has(self, person_id: str, sha256: str) -> bool:
        query = select(photos.c.id).where(
            photos.c.person_id == person_id, photos.c.sha256 == sha256
        )
        return self._connection.execute(query).first() is not None

    def hashes(self) -> set[tuple[str, str]]:
        query = select(photos.c.person_id, photos.c.sha256)
        return {(row.person_id, row.sha256) for row in self._connection.execute(query)}

    def of(self, person_id: str) -> Sequence[PhotoSummary]:
        query = (
            select(photos, templates.c.model, templates.c.version, templates.c.precision)
            .join(templates, templates.c.photo_id == photos.c.id)
            .where(photos.c.person_id == person_id)
            .order_by(
                photos.c.created_at,
                photos.c.id,
                templates.c.model,
                templates.c.version,
                templates.c.precision,
            )
        )
        found: dict[str, PhotoSummary] = {}
        for row in self._connection.execute(query):
            made_by = RecogniserId(row.model, row.version, row.precision)
            known = found.get(row.id)
            found[row.id] = PhotoSummary(
                row.id,
                row.person_id,
                row.quality,
                (*known.made_by, made_by) if known else (made_by,),
                row.created_at,
            )
        return list(found.values())

    def counts(self) -> dict[str, int]:
        query = select(photos.c.person_id, func.count()).group_by(photos.c.person_id)
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def owner(self, photo_id: str) -> str | None:
        query = select(photos.c.person_id).where(photos.c.id == photo_id)
        return self._connection.execute(query).scalar()

    def crop(self, photo_id: str) -> bytes | None:
        query = select(photos.c.sealed_crop).where(photos.c.id == photo_id)
        sealed = self._connection.execute(query).scalar()
        if sealed is None:
            return None
        # Embeddings that came from a file have no picture.
        return self._vault.open(sealed, f"crop {photo_id}")[LANDMARK_BYTES:] or None

    def templates(self, made_by: RecogniserId) -> Sequence[tuple[str, Vector]]:
        query = (
            select(templates.c.id, templates.c.person_id, templates.c.sealed_vector)
            .where(
                templates.c.model == made_by.model,
                templates.c.version == made_by.version,
                templates.c.precision == made_by.precision,
            )
            .order_by(templates.c.person_id, templates.c.id)
        )
        return [
            (
                row.person_id,
                np.frombuffer(
                    self._vault.open(
                        row.sealed_vector, template_identity(row.id, row.person_id, made_by)
                    ),
                    dtype="<f4",
                ),
            )
            for row in self._connection.execute(query)
        ]

    def recognisers(self) -> Sequence[tuple[RecogniserId, int]]:
        kind = (templates.c.model, templates.c.version, templates.c.precision)
        query = select(*kind, func.count()).group_by(*kind).order_by(*kind)
        return [
            (RecogniserId(model, version, precision), count)
            for model, version, precision, count in self._connection.execute(query)
        ]

    def generation(self) -> int:
        return self._connection.execute(select(gallery_generation.c.value)).scalar() or 0

    def remove(self, photo_id: str) -> Erased:
        return self._erased(templates.c.photo_id == photo_id, photos.c.id == photo_id)

    def erase(self, person_id: str) -> Erased:
        return self._erased(templates.c.person_id == person_id, photos.c.person_id == person_id)

    def _erased(self, of_templates: ColumnElement[bool], of_photos: ColumnElement[bool]) -> Erased:
        gone = self._connection.execute(delete(templates).where(of_templates)).rowcount
        crops = self._connection.execute(delete(photos).where(of_photos)).rowcount
        self._changed()
        return Erased(photos=crops, templates=gone)

    def _changed(self) -> None:
        self._connection.execute(
            update(gallery_generation).values(value=gallery_generation.c.value + 1)
        )


def template_identity(template_id: str, person_id: str, made_by: RecogniserId) -> str:
    return f"template {template_id} of {person_id} by {made_by}"
