"""Counts what a camera does, and says how it is doing."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

from adsum.app.camera_figures import CameraFigures
from adsum.vision.following import Followed

# Rates are of so many seconds back from now.
WINDOW = 5.0


class Rate:
    """Events a second over the last seconds."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()
        self._began = time.monotonic()

    def count(self) -> None:
        now = time.monotonic()
        self._times.append(now)
        while self._times[0] < now - WINDOW:
            self._times.popleft()

    def per_second(self) -> float:
        now = time.monotonic()
        recent = sum(1 for at in tuple(self._times) if at >= now - WINDOW)
        return recent / max(0.2, min(WINDOW, now - self._began))


class Smoothed:
    """A running mean in which old values fade."""

    def __init__(self, weight: float = 0.05) -> None:
        self._weight = weight
        self.value: float | None = None

    def add(self, value: float) -> None:
        old = value if self.value is None else self.value
        self.value = old + self._weight * (value - old)


class Share:
    """Of one processor lately, from processor seconds that only grow."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque([(time.monotonic(), 0.0)])

    def of(self, cpu: float) -> float:
        now = time.monotonic()
        self._seen.append((now, cpu))
        while len(self._seen) > 2 and self._seen[1][0] < now - WINDOW:
            self._seen.popleft()
        then, before = self._seen[0]
        return (cpu - before) / (now - then) if now > then else 0.0


@dataclass(slots=True)
class CameraMeter:
    """The counters of one camera. reading, looking: processor seconds of its two sides, each
    written by one thread only."""

    received: int = 0
    looked: int = 0
    passed: int = 0
    still: int = 0
    damaged: int = 0
    embedded: int = 0
    tracks: int = 0
    reconnects: int = 0
    failures: int = 0
    reading: float = 0.0
    looking: float = 0.0
    size: tuple[int, int] | None = None
    arrivals: Rate = field(default_factory=Rate)
    turns: Rate = field(default_factory=Rate)
    detecting: Smoothed = field(default_factory=Smoothed)
    embedding: Smoothed = field(default_factory=Smoothed)
    waited: Smoothed = field(default_factory=Smoothed)
    share: Share = field(default_factory=Share)

    def arrive(self, size: tuple[int, int]) -> None:
        """Count a frame that came in."""
        self.received += 1
        self.size = size
        self.arrivals.count()

    def look(self, followed: Followed) -> None:
        """Count a frame that was looked at."""
        self.looked += 1
        self.turns.count()
        self.tracks = len(followed.faces)
        self.embedded += followed.embedded
        if not followed.moved:
            self.still += 1
            return
        self.detecting.add(1000 * followed.detecting)
        if followed.embedded:
            self.embedding.add(1000 * followed.embedding / followed.embedded)

    def figures(self, known: CameraFigures) -> CameraFigures:
        """Return `known` with all counters filled in."""
        cpu = self.reading + self.looking
        return CameraFigures(
            camera=known.camera,
            name=known.name,
            state=known.state,
            skipped=known.skipped,
            problem=known.problem,
            reason=known.reason,
            damaged=self.damaged + known.damaged,
            size=self.size,
            received=self.received,
            looked=self.looked,
            received_fps=self.arrivals.per_second(),
            looked_fps=self.turns.per_second(),
            passed=self.passed,
            still=self.still,
            detecting=self.detecting.value or 0.0,
            embedding=self.embedding.value or 0.0,
            embedded=self.embedded,
            tracks=self.tracks,
            waited=self.waited.value or 0.0,
            cpu=cpu,
            cpu_share=self.share.of(cpu),
            reconnects=self.reconnects,
            failures=self.failures,
        )
