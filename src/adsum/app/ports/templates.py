"""Templates of several recognisers side by side, and which recogniser is in use."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from adsum.vision.types import Embedding, Points, RecogniserId, Vector


@dataclass(frozen=True, slots=True, eq=False)
class KeptFace:
    """What a new template is made from: the crop (JPEG) and its five landmarks (5 x 2)."""

    photo_id: str
    person_id: str
    crop: bytes
    landmarks: Points


@dataclass(frozen=True, slots=True)
class Choice:
    """Recognisers by name. former: the one to go back to. candidate: whose templates are being
    made. Empty: none; an empty `active` is the default."""

    active: str = ""
    former: str = ""
    candidate: str = ""


class Templates(Protocol):
    """Templates of the enrolled photos, one for each recogniser."""

    def owners(self, made_by: RecogniserId) -> dict[str, str]:
        """Return person id by template id."""
        ...

    def vectors(self, made_by: RecogniserId, ids: Collection[str]) -> Mapping[str, Vector]:
        """Return the unit vectors of these templates; those that are gone are left out."""
        ...

    def waiting(
        self, made_by: RecogniserId, *, after: str = "", limit: int = 32
    ) -> Sequence[KeptFace]:
        """Return photos without a template by this recogniser, by photo id from `after` on."""
        ...

    def count_waiting(self, made_by: RecogniserId) -> int:
        """Return how many photos have no template by this recogniser."""
        ...

    def add(self, photo_id: str, embedding: Embedding) -> None:
        """Store a photo's template. Raises `Conflict` if it has one, or the photo is gone."""
        ...

    def remove(self, made_by: RecogniserId) -> int:
        """Delete all templates by this recogniser; return how many."""
        ...

    def choice(self) -> Choice: ...

    def choose(self, choice: Choice) -> None: ...
