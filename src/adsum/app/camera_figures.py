"""How a camera is doing, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FeedState(StrEnum):
    """CONNECTING: for the first time. LOST: being asked again. ENDED: a file was shown."""

    CONNECTING = "connecting"
    WATCHING = "watching"
    LOST = "lost"
    ENDED = "ended"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class CameraFigures:
    """One camera's numbers.

    size: width and height. received, looked: frames so far; received_fps, looked_fps: frames a
    second lately. skipped: frames that a newer one replaced before a worker was free. passed: left
    out on purpose because of the camera's `fps`. still: looked at, but nothing had moved. damaged:
    packets that could not be decoded. detecting, embedding: milliseconds per frame and per face,
    smoothed. embedded: faces so far. tracks: faces in view. waited: milliseconds from a frame's
    arrival to its turn, smoothed. cpu: processor seconds so far, decoding included. cpu_share: of
    one processor lately. reconnects: how often the source was asked again. failures: frames that
    could not be looked at. problem, reason: code and words of what is wrong, if anything.
    """

    camera: str
    name: str
    state: FeedState
    size: tuple[int, int] | None = None
    received: int = 0
    looked: int = 0
    received_fps: float = 0.0
    looked_fps: float = 0.0
    skipped: int = 0
    passed: int = 0
    still: int = 0
    damaged: int = 0
    detecting: float = 0.0
    embedding: float = 0.0
    embedded: int = 0
    tracks: int = 0
    waited: float = 0.0
    cpu: float = 0.0
    cpu_share: float = 0.0
    reconnects: int = 0
    failures: int = 0
    problem: str | None = None
    reason: str | None = None
