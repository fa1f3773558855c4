"""The one value that crosses from recognition to attendance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from adsum.domain.instants import TimeOutOfRange, instant


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somebody was recognised: who, when and where. No pixels, no arrays.

    `score` is the matcher's similarity (cosine, -1 to 1) and is kept for the record only; no rule
    of attendance may depend on it. A badge reader would leave it at 1.
    """

    person_id: str
    at: datetime
    place: str
    score: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", instant(self.at))
        if not 1970 <= self.at.year <= 2999:
            raise TimeOutOfRange(f"{self.at.isoformat()} lies outside of the years 1970 to 2999")
