"""One place for one frame: the newest, or, where none may be lost, the next."""

from __future__ import annotations

import threading
from collections.abc import Callable

from adsum.app.ports.video import Frame


class Newest:
    """Hands frames from a reader to a worker, and never queues.

    lossless: the reader waits until its frame is taken, as for a file. Otherwise a frame that is
    not taken in time is replaced and counted in `skipped`.
    """

    def __init__(self, wake: Callable[[], None], *, lossless: bool = False) -> None:
        self.lossless = lossless
        self.skipped = 0
        self._wake = wake
        self._frame: Frame | None = None
        self._closed = False
        self._changed = threading.Condition()

    @property
    def waiting(self) -> bool:
        return self._frame is not None

    @property
    def closed(self) -> bool:
        return self._closed

    def put(self, frame: Frame) -> bool:
        """Leave a frame; return False once the place is closed."""
        with self._changed:
            while self.lossless and self._frame is not None and not self._closed:
                self._changed.wait()
            if self._closed:
                return False
            self.skipped += self._frame is not None
            self._frame = frame
        self._wake()
        return True

    def take(self) -> Frame | None:
        """Return the frame that waits, if any."""
        with self._changed:
            frame, self._frame = self._frame, None
            self._changed.notify_all()
            return frame

    def drain(self, timeout: float | None = None) -> bool:
        """Wait until the last frame was taken; return whether it was."""
        with self._changed:
            return self._changed.wait_for(lambda: self._frame is None or self._closed, timeout)

    def close(self) -> None:
        """Take no more frames; whoever waits here goes on."""
        with self._changed:
            self._closed = True
            self._frame = None
            self._changed.notify_all()
