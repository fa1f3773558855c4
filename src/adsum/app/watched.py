"""What a camera is watched for, and what was seen on its newest frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from adsum.app.ports.video import Frame
from adsum.vision.following import FollowedFace
from adsum.vision.zones import Point


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched and what for; the fields are those of `app.camera.Camera`.

    keeps: whether shots of unknown people are kept.
    """

    id: str
    name: str
    place: str
    clocks: bool = True
    opens_door: bool = False
    keeps: bool = True
    zone: tuple[Point, ...] = ()
    line: tuple[Point, Point] | None = None
    fps: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """The newest frame that was looked at and what is on it. at: its own time. names: by track."""

    camera: str
    picture: Frame
    faces: tuple[FollowedFace, ...]
    names: Mapping[int, str]


Show = Callable[[View], None]
"""Is called in a worker's thread."""
