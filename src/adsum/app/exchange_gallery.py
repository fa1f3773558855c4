"""Galleries to and from other programs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from adsum.app.actor import TERMINAL, Actor
from adsum.app.audit import Journal, Subject
from adsum.app.ids import new_id
from adsum.app.ports.clock import Clock
from adsum.app.ports.gallery_files import GalleryFiles, GalleryRows
from adsum.app.ports.photos import EnrolledPhoto
from adsum.app.ports.store import Records, Store
from adsum.domain.person import Person, clean_name
from adsum.errors import InvalidInput
from adsum.vision.types import Embedding, RecogniserId, Vector

# Rows per transaction.
BATCH = 500


class UnnamedModel(InvalidInput):
    """Nobody says what made the embeddings."""

    code = "gallery.unnamed_model"
    remedy = "Say what made them: --model MODEL/VERSION/PRECISION (adsum recogniser status)."


class ForeignModel(InvalidInput):
    """The embeddings were made by another recogniser than the one in use."""

    code = "gallery.foreign_model"
    remedy = "Enrol the photos instead, or choose the recogniser that made them."


class WrongDimensions(InvalidInput):
    """The embeddings have another number of numbers than the recogniser in use makes."""

    code = "gallery.wrong_dimensions"
    remedy = "Enrol the photos instead."


@dataclass(frozen=True, slots=True)
class Exchanged:
    """How many people and embeddings were written, or added; known: were there before."""

    people: int
    embeddings: int
    known: int = 0


class ExportGallery:
    """Write the templates of the recogniser in use with the names of their people.

    The file holds biometric data in the clear: it is for whoever may have it.
    """

    def __init__(self, store: Store, clock: Clock, files: GalleryFiles) -> None:
        self._store = store
        self._clock = clock
        self._files = files

    def execute(self, path: Path, made_by: RecogniserId, actor: Actor = TERMINAL) -> Exchanged:
        """Write the file; the format follows from its ending."""
        with self._store.read() as records:
            names = records.people.names()
            rows = [(names.get(id, id), v) for id, v in records.photos.templates(made_by)]
        vectors = np.stack([v for _, v in rows]) if rows else np.zeros((0, 2), np.float32)
        self._files.write(path, GalleryRows(tuple(n for n, _ in rows), vectors, str(made_by)))
        with self._store.write() as records:
            journal = Journal(actor, self._clock.now())
            records.audit.append(journal.act("gallery.exported", Subject("gallery", str(made_by))))
        return Exchanged(len({name for name, _ in rows}), len(rows))


class ImportGallery:
    """Add embeddings that another program made, if the same recogniser made them.

    The model must be named, by the file or by whoever imports it: numbers of another recogniser
    would match at random. There are no faces to keep, so these people cannot be shown, nor can
    their templates be made anew when the recogniser is changed.
    """

    def __init__(self, store: Store, clock: Clock, files: GalleryFiles) -> None:
        self._store = store
        self._clock = clock
        self._files = files

    def execute(
        self, path: Path, made_by: RecogniserId, model: str = "", actor: Actor = TERMINAL
    ) -> Exchanged:
        """Add the file's embeddings to those of `made_by`, the recogniser in use.

        Raises:
            UnnamedModel, ForeignModel, WrongDimensions: nothing is added.
        """
        rows = self._files.read(path)
        said = rows.model or model
        if not said:
            raise UnnamedModel(f"{path.name} does not say what made its embeddings")
        if said != str(made_by) or (model and model != said):
            raise ForeignModel(f"{path.name} was made by {said}; in use is {made_by}")
        self._same_dimensions(rows, made_by)
        names = [clean_name(name) for name in rows.names]
        lengths = np.linalg.norm(rows.vectors, axis=1, keepdims=True)
        units = np.asarray(rows.vectors / lengths, dtype=np.float32)
        added = 0
        for start in range(0, len(names), BATCH):
            part = slice(start, start + BATCH)
            with self._store.write() as records:
                added += self._add(records, names[part], units[part], made_by)
                journal = Journal(actor, self._clock.now())
                subject = Subject("gallery", str(made_by))
                records.audit.append(journal.act("gallery.imported", subject))
        return Exchanged(len({name.casefold() for name in names}), added, len(names) - added)

    def _same_dimensions(self, rows: GalleryRows, made_by: RecogniserId) -> None:
        with self._store.read() as records:
            owners = records.templates.owners(made_by)
            some = records.templates.vectors(made_by, set(list(owners)[:1]))
        for vector in some.values():
            if len(vector) != rows.vectors.shape[1]:
                raise WrongDimensions(
                    f"the file has {rows.vectors.shape[1]} numbers each, "
                    f"{made_by} makes {len(vector)}"
                )

    def _add(self, records: Records, names: list[str], units: Vector, made_by: RecogniserId) -> int:
        added = 0
        for name, unit in zip(names, units, strict=True):
            person = records.people.by_name(name)
            if person is None:
                person = Person(new_id(), name, self._clock.now())
                records.people.add(person)
            sha256 = hashlib.sha256(f"{made_by} ".encode() + unit.tobytes()).hexdigest()
            if records.photos.has(person.id, sha256):
                continue
            nowhere = np.zeros((5, 2), np.float32)
            embedding = Embedding(unit, made_by)
            now = self._clock.now()
            records.photos.add(
                EnrolledPhoto(new_id(), person.id, sha256, b"", nowhere, 0.0, embedding, now)
            )
            added += 1
        return added
