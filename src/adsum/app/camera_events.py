"""What a camera tells while it watches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from adsum.domain.punch import Direction


class Sight(StrEnum):
    """CONNECTED, LOST, ENDED: the source. APPEARED, LEFT: a face. OPENED: a door may open."""

    CONNECTED = "connected"
    LOST = "lost"
    ENDED = "ended"
    APPEARED = "appeared"
    RECOGNISED = "recognised"
    UNKNOWN = "unknown"
    CROSSED = "crossed"
    PUNCHED = "punched"
    REFUSED = "refused"
    LEFT = "left"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CameraEvent:
    """One thing that happened before a camera.

    camera: its id. at: UTC. track: the face, a number that no other face of this camera ever gets.
    score: similarity, for the operator only. box: x, y, width, height as shares of the picture.
    direction: of a crossing or a punch. recorded: False for a punch that repeats another within the
    quiet time. code, reason: of what was refused, lost or failed.
    """

    kind: Sight
    camera: str
    at: datetime
    track: int | None = None
    person_id: str | None = None
    name: str | None = None
    score: float | None = None
    box: tuple[float, float, float, float] | None = None
    direction: Direction | None = None
    punch_id: str | None = None
    recorded: bool | None = None
    visit_id: str | None = None
    code: str | None = None
    reason: str | None = None

    def plain(self) -> dict[str, Any]:
        """Return what is known as JSON data, without the fields that say nothing."""
        fields: dict[str, Any] = {
            "event": self.kind.value,
            "camera": self.camera,
            "at": self.at.isoformat(timespec="milliseconds"),
            "track": self.track,
            "person_id": self.person_id,
            "name": self.name,
            "score": None if self.score is None else round(self.score, 3),
            "box": None if self.box is None else [round(share, 4) for share in self.box],
            "direction": self.direction.value if self.direction else None,
            "punch_id": self.punch_id,
            "recorded": self.recorded,
            "visit_id": self.visit_id,
            "code": self.code,
            "reason": self.reason,
        }
        return {name: value for name, value in fields.items() if value is not None}


Tell = Callable[[CameraEvent], None]
"""Hears every event, in a worker's thread: it must be quick and must not raise."""
