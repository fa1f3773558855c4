"""Values that several resources answer with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, Field

from adsum.app.identify import Identified
from adsum.domain.instants import local
from adsum.domain.person import Person
from adsum.vision.types import Box

# The calendar's far ends overflow when days are added; nobody punched before computers did.
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(2199, 12, 31, tzinfo=UTC)

Instant = Annotated[AwareDatetime, Field(ge=_FIRST, le=_LAST)]
"""A time with its offset from UTC, far from the ends of the calendar."""

PersonId = Annotated[str, Field(min_length=1, max_length=64)]
ClientId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]


class PersonRef(BaseModel):
    """A person, shortly."""

    id: str
    name: str

    @classmethod
    def of(cls, person: Person) -> Self:
        return cls(id=person.id, name=person.name)


class FaceAnswer(BaseModel):
    """One face of a picture. `person` null means "unknown"; `score` is for owners only.

    box: x, y, width, height in pixels of the upright picture. quality: 0 to 1.
    """

    box: tuple[float, float, float, float]
    person: PersonRef | None
    quality: float
    score: float | None = None

    @classmethod
    def of(cls, face: Identified, *, with_score: bool) -> Self:
        return cls(
            box=corners(face.box),
            person=PersonRef.of(face.person) if face.person else None,
            quality=face.quality,
            score=round(face.score, 4) if with_score and face.score is not None else None,
        )


def corners(box: Box) -> tuple[float, float, float, float]:
    """Return x, y, width, height, to a tenth of a pixel."""
    return round(box.x, 1), round(box.y, 1), round(box.width, 1), round(box.height, 1)


def wall_time(at: datetime | None, zone: str) -> str | None:
    """Return the instant as ISO 8601 with the offset of `zone`, to the second."""
    return None if at is None else local(at, zone).isoformat(timespec="seconds")


def seconds(time: timedelta) -> int:
    """Return whole seconds."""
    return round(time.total_seconds())
