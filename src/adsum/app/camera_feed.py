"""One camera at work: it is read, looked at, and asked again when it is lost."""

from __future__ import annotations

import logging
import math
import random
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adsum.app.camera_events import CameraEvent, Sight, Tell
from adsum.app.camera_figures import CameraFigures, FeedState
from adsum.app.camera_meter import CameraMeter
from adsum.app.moment import Moment
from adsum.app.newest import Newest
from adsum.app.ports.clock import Clock
from adsum.app.ports.video import Frame, FrameSource, OpenSource
from adsum.app.watch_camera import WatchCamera
from adsum.errors import AdsumError
from adsum.vision.following import VideoEyes

_log = logging.getLogger(__name__)
# Pixels; drivers that lose their camera have been seen to send pictures of none.
_LEAST_SIDE = 2


@dataclass(frozen=True, slots=True)
class Reconnect:
    """When a lost source is asked again: after `first` seconds, then twice as long each time, up to
    `longest`. A source that worked for `steady` seconds begins anew with `first`."""

    first: float = 1.0
    longest: float = 30.0
    steady: float = 20.0

    def wait(self, failures: int, chance: float) -> float:
        """Return how long to wait after so many failures; a fifth of it is left to chance (0 to 1),
        so that cameras that went down together do not come back together."""
        doubled: float = self.first * 2 ** min(failures - 1, 20)
        return min(doubled, self.longest) * (0.8 + 0.4 * chance)


@dataclass(frozen=True, slots=True)
class FeedTools:
    """What a feed needs beside its camera. started: the instant at which a file begins; None: so
    that it ends when it is opened."""

    clock: Clock
    tell: Tell
    reconnect: Reconnect = field(default_factory=Reconnect)
    started: datetime | None = None


class CameraFeed:
    """Reads one camera in a thread of its own and keeps its newest frame for the workers.

    Whatever goes wrong with it stays here: it is told, counted and tried again. `spent` and `busy`
    belong to the scheduler: worker seconds, and whether one looks here now. `problem` is what is
    wrong with the source now, if anything.
    """

    def __init__(
        self, watch: WatchCamera, open_: OpenSource, tools: FeedTools, wake: Callable[[], None]
    ) -> None:
        self.watch = watch
        self.id = watch.watched.id
        self.spent = 0.0
        self.busy = False
        self._open = open_
        self._tools = tools
        self._wake = wake
        self._slot = Newest(wake)
        self._meter = CameraMeter()
        self._state = FeedState.CONNECTING
        self.problem: AdsumError | None = None
        self._source: FrameSource | None = None
        self._began = tools.started
        self._due_at = self._last_at = -math.inf
        self._arrived = 0.0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"camera {self.id}", daemon=True)

    @property
    def waiting(self) -> bool:
        """Whether a worker has something to do here."""
        return self._slot.waiting and not self.busy

    @property
    def over(self) -> bool:
        """Whether no frame will come any more."""
        return self._state in (FeedState.ENDED, FeedState.STOPPED) and not self._slot.waiting

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Read no more; returns at once."""
        self._stopping.set()
        self._slot.close()

    def join(self, timeout: float) -> bool:
        """Wait for the reader to end; return whether it did. It may be waiting for its camera."""
        self._thread.join(timeout)
        self._state = FeedState.STOPPED
        return not self._thread.is_alive()

    def finish(self) -> None:
        """End every track; once no worker looks here any more."""
        self.watch.finish(self._moment(self._last_at))

    def look(self, eyes: VideoEyes) -> None:
        """Look at the frame that waits, in a worker's thread."""
        frame = self._slot.take()
        if frame is None:
            return
        began, cpu = time.perf_counter(), time.thread_time()
        self._meter.waited.add(1000 * (began - self._arrived))
        self._last_at = frame.at
        try:
            self._meter.look(self.watch.execute(eyes, frame, self._moment(frame.at)))
        except AdsumError as error:
            self._fail(error)
        except Exception as error:  # noqa: BLE001 - a worker's edge: one camera must not end others
            _log.exception("camera %s: a frame could not be looked at", self.id)
            self._fail(AdsumError(f"a frame could not be looked at: {type(error).__name__}"))
        self.spent += time.perf_counter() - began
        self._meter.looking += time.thread_time() - cpu

    def figures(self) -> CameraFigures:
        """Return how it is doing."""
        source, problem = self._source, self.problem
        return self._meter.figures(
            CameraFigures(
                self.id,
                self.watch.watched.name,
                self._state,
                skipped=self._slot.skipped,
                damaged=source.damaged if source else 0,
                problem=problem.code if problem else None,
                reason=problem.message if problem else None,
            )
        )

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                if self._read():
                    self._end()
                    return
            except AdsumError as error:
                self._lose(error)
            except Exception as error:  # noqa: BLE001 - a thread's edge: logged, told, tried again
                _log.exception("camera %s: reading failed", self.id)
                self._lose(AdsumError(f"reading failed: {type(error).__name__}"))
            steady = time.monotonic() - began >= self._tools.reconnect.steady
            failures = 1 if steady else failures + 1
            self._meter.reconnects += not self._stopping.is_set()
            self._stopping.wait(self._tools.reconnect.wait(failures, random.random()))

    def _read(self) -> bool:
        """Read until the source ends; return whether that was to be."""
        with closing(self._open()) as source:
            self._source, self._slot.lossless = source, not source.live
            if self._began is None:
                # A film that is looked at now has just ended, and nobody punches in the future.
                length = timedelta(seconds=source.seconds or 0.0)
                self._began = self._tools.clock.now() - length
            # Of this thread alone, so that the decoder's time counts as this camera's.
            before = time.thread_time() - self._meter.reading
            for frame in source.frames():
                if self._state is not FeedState.WATCHING:
                    self._connect(frame)
                self._meter.reading = time.thread_time() - before
                if not self._offer(frame):
                    break
            return not source.live or self._stopping.is_set()

    def _offer(self, frame: Frame) -> bool:
        """Leave a frame for the workers; return False when it is time to stop."""
        self._meter.arrive(frame.size)
        if min(frame.size) < _LEAST_SIDE:
            self._meter.damaged += 1
            return not self._stopping.is_set()
        if not self._is_due(frame.at):
            self._meter.passed += 1
            return not self._stopping.is_set()
        self._arrived = time.perf_counter()
        return self._slot.put(frame)

    def _is_due(self, at: float) -> bool:
        """Return whether this frame is to be looked at, at the camera's own rate at most."""
        fps = self.watch.watched.fps
        if fps is None:
            return True
        # A tenth early counts, for cameras are not exact; what was late does not add up.
        if at < self._due_at - 0.1 / fps:
            return False
        self._due_at = max(self._due_at, at) + 1 / fps
        return True

    def _connect(self, frame: Frame) -> None:
        self._state, self.problem, self._due_at = FeedState.WATCHING, None, -math.inf
        self._tell(Sight.CONNECTED, frame.at)

    def _lose(self, error: AdsumError) -> None:
        if self._source is not None:
            self._meter.damaged += self._source.damaged
            self._source = None
        told = self.problem is not None and self.problem.code == error.code
        self._state, self.problem = FeedState.LOST, error
        if not told and not self._stopping.is_set():
            self._tell(Sight.LOST, self._last_at, error)

    def _end(self) -> None:
        self._slot.drain()
        stopped = self._stopping.is_set()
        self._state = FeedState.STOPPED if stopped else FeedState.ENDED
        if not stopped:
            self._tell(Sight.ENDED, self._last_at)
        self._wake()

    def _fail(self, error: AdsumError) -> None:
        self._meter.failures += 1
        # Not at every frame: the same thing is usually wrong with the next one.
        if math.log10(self._meter.failures).is_integer():
            self._tell(Sight.FAILED, self._last_at, error)

    def _moment(self, at: float) -> Moment:
        """Return when a frame was taken, on both clocks; a file's own time is never set."""
        instant = self._instant(at)
        return Moment(instant, instant.timestamp() if self._slot.lossless else at)

    def _instant(self, at: float) -> datetime:
        """Return when a frame was taken: now, or in a file's own time."""
        if self._slot.lossless and self._began is not None:
            return self._began + timedelta(seconds=max(0.0, at))
        return self._tools.clock.now()

    def _tell(self, kind: Sight, at: float, error: AdsumError | None = None) -> None:
        code, reason = (error.code, error.message) if error else (None, None)
        self._tools.tell(CameraEvent(kind, self.id, self._instant(at), code=code, reason=reason))
