"""A file played as if it were a camera: in its own time, whether or not anybody looks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing

from adsum.app.ports.video import Frame, FrameSource


class Paced:
    """Implements `app.ports.video.FrameSource` over another one.

    open_: opens it, again for every round. loop: whether it begins anew when it ends.
    """

    live = True
    seconds = None

    def __init__(self, open_: Callable[[], FrameSource], *, loop: bool = False) -> None:
        self.damaged = 0
        self._open = open_
        self._loop = loop
        self._source = open_()

    def frames(self) -> Iterator[Frame]:
        """Yield each frame when its time has come, by the machine's monotonic clock."""
        while True:
            began, first = time.monotonic(), None
            with closing(self._source):
                for frame in self._source.frames():
                    first = frame.at if first is None else first
                    due = began + frame.at - first
                    time.sleep(max(0.0, due - time.monotonic()))
                    frame.at = time.monotonic()
                    yield frame
            if not self._loop:
                return
            self._source = self._open()

    def close(self) -> None:
        """Close what is being played."""
        self._source.close()
