"""Templates of several recognisers in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adsum.app.ports.templates import Choice, KeptFace
from adsum.errors import Conflict
from adsum.vision.types import Embedding, RecogniserId, Vector


@dataclass
class FakeTemplates:
    """Implements `app.ports.templates.Templates` over `FakePhotos`."""

    photos: Any = None
    chosen: dict[str, Choice] = field(default_factory=dict)

    def owners(self, made_by: RecogniserId) -> dict[str, str]:
        made = self.photos.made()
        return {photo: self.photos.rows[photo].person_id for photo, m, _ in made if m == made_by}

    def vectors(self, made_by: RecogniserId, ids: Collection[str]) -> Mapping[str, Vector]:
        return {photo: v for photo, m, v in self.photos.made() if m == made_by and photo in ids}

    def waiting(
        self, made_by: RecogniserId, *, after: str = "", limit: int = 32
    ) -> Sequence[KeptFace]:
        lacking = [
            p for p in sorted(self.photos.rows) if p > after and p not in self.owners(made_by)
        ]
        rows = (self.photos.rows[photo] for photo in lacking[:limit])
        return [KeptFace(row.id, row.person_id, row.crop, row.landmarks) for row in rows]

    def count_waiting(self, made_by: RecogniserId) -> int:
        return len(self.photos.rows) - len(self.owners(made_by))

    def add(self, photo_id: str, embedding: Embedding) -> None:
        if photo_id not in self.photos.rows or photo_id in self.owners(embedding.made_by):
            raise Conflict("there is a template already, or no such photo")
        self.photos.more[photo_id, embedding.made_by] = embedding.vector
        self.photos.changes += 1

    def remove(self, made_by: RecogniserId) -> int:
        gone = [key for key in self.photos.more if key[1] == made_by]
        for key in gone:
            del self.photos.more[key]
        self.photos.changes += 1
        return len(gone)

    def choice(self) -> Choice:
        return self.chosen.get("", Choice())

    def choose(self, choice: Choice) -> None:
        self.chosen[""] = choice
        self.photos.changes += 1
