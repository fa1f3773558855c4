"""Enrolment photos and the templates made from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from adsum.vision.types import Embedding, Points, RecogniserId, Vector


@dataclass(frozen=True, slots=True, eq=False)
class EnrolledPhoto:
    """What is kept of an enrolment photo: never the photo itself, only the face with some margin.

    sha256: hash of the file as given, so that the same file is not enrolled twice.
    crop: JPEG bytes, encrypted at rest. landmarks: 5 x 2, pixels of the crop.
    quality: 0 to 1, see `vision.quality.score`.
    """

    id: str
    person_id: str
    sha256: str
    crop: bytes
    landmarks: Points
    quality: float
    embedding: Embedding
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PhotoSummary:
    """An enrolment photo without its picture. made_by: whose templates it has, by name."""

    id: str
    person_id: str
    quality: float
    made_by: tuple[RecogniserId, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """How many records a deletion took away."""

    photos: int
    templates: int


class Photos(Protocol):
    """Enrolment photos and the templates made from them."""

    def add(self, photo: EnrolledPhoto) -> None:
        """Store a photo. Raises `Conflict` if the person has the same file already."""
        ...

    def has(self, person_id: str, sha256: str) -> bool: ...

    def hashes(self) -> set[tuple[str, str]]:
        """Return (person id, SHA-256) of all enrolled files."""
        ...

    def of(self, person_id: str) -> Sequence[PhotoSummary]: ...

    def counts(self) -> dict[str, int]:
        """Return the number of photos by person id; people without photos are left out."""
        ...

    def owner(self, photo_id: str) -> str | None:
        """Return the id of the person on a photo."""
        ...

    def crop(self, photo_id: str) -> bytes | None:
        """Return the JPEG bytes of one kept crop."""
        ...

    def templates(self, made_by: RecogniserId) -> Sequence[tuple[str, Vector]]:
        """Return (person id, unit vector) of every template made by this recogniser."""
        ...

    def recognisers(self) -> Sequence[tuple[RecogniserId, int]]:
        """Return who made the stored templates, and how many each."""
        ...

    def generation(self) -> int:
        """Return a number that changes whenever any template is added or removed."""
        ...

    def remove(self, photo_id: str) -> Erased:
        """Delete one photo with its crop and templates for good."""
        ...

    def erase(self, person_id: str) -> Erased:
        """Delete every photo, crop and template of a person for good."""
        ...
