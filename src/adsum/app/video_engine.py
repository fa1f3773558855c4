"""All cameras on a few workers, each with its fair share."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from adsum.app.camera_feed import CameraFeed
from adsum.app.camera_figures import CameraFigures
from adsum.app.watched import View
from adsum.errors import AdsumError
from adsum.vision.following import VideoEyes

# A camera that was idle may catch up this much of a worker's time (seconds), and no more.
_CREDIT = 0.2
# Seconds for everything to end; a reader may be waiting for its camera, and is left to it then.
_STOP_WITHIN = 5.0


class VideoEngine:
    """Looks at the cameras' newest frames, one worker per pair of eyes.

    The next turn is the camera's that has had least of the workers' time (as in Linux's scheduler
    CFS), so a crowded camera cannot starve a quiet one. When there is more to see than time, every
    camera is looked at less often: frames are lost, nobody's punch is.
    """

    def __init__(self, eyes: Sequence[VideoEyes]) -> None:
        self._feeds: dict[str, CameraFeed] = {}
        self._turn = threading.Condition()
        self._floor = 0.0
        self._stopping = False
        self._workers = [
            threading.Thread(target=self._work, args=(one,), name=f"video {number}", daemon=True)
            for number, one in enumerate(eyes)
        ]

    def start(self) -> None:
        """Start the workers; cameras can be added before and after."""
        for worker in self._workers:
            worker.start()

    def add(self, feed: CameraFeed) -> None:
        """Watch one more camera."""
        with self._turn:
            feed.spent = self._floor
            self._feeds[feed.id] = feed
        feed.start()

    def remove(self, camera_id: str) -> None:
        """Watch a camera no more."""
        with self._turn:
            feed = self._feeds.pop(camera_id, None)
        if feed is not None:
            feed.ask_to_stop()
            self._wait_for(feed)
            feed.join(_STOP_WITHIN)
            feed.finish()

    def wake(self) -> None:
        """Tell the workers that a frame has come."""
        with self._turn:
            # All: whoever waits for the end waits here, too.
            self._turn.notify_all()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until every source has ended; return whether they have."""
        with self._turn:
            return self._turn.wait_for(self._all_over, timeout)

    def stop(self) -> bool:
        """Stop reading and looking, end every track; return whether all ended in time."""
        with self._turn:
            feeds = list(self._feeds.values())
            self._stopping = True
            self._turn.notify_all()
        until = time.monotonic() + _STOP_WITHIN
        for feed in feeds:
            feed.ask_to_stop()
        for worker in self._workers:
            if worker.ident is not None:
                worker.join(max(0.1, until - time.monotonic()))
        ended = [feed.join(max(0.1, until - time.monotonic())) for feed in feeds]
        for feed in feeds:
            feed.finish()
        return all(ended) and not any(worker.is_alive() for worker in self._workers)

    def figures(self) -> list[CameraFigures]:
        """Return how every camera is doing."""
        with self._turn:
            feeds = list(self._feeds.values())
        return [feed.figures() for feed in feeds]

    def problem(self, camera_id: str) -> AdsumError | None:
        """Return what is wrong with a camera now, if anything."""
        with self._turn:
            feed = self._feeds.get(camera_id)
        return feed.problem if feed is not None else None

    def view(self, camera_id: str) -> View | None:
        """Return the newest frame of a camera with what is on it."""
        with self._turn:
            feed = self._feeds.get(camera_id)
        return feed.watch.view if feed is not None else None

    def _work(self, eyes: VideoEyes) -> None:
        while (feed := self._next()) is not None:
            try:
                feed.look(eyes)
            finally:
                with self._turn:
                    feed.busy = False
                    self._turn.notify_all()

    def _next(self) -> CameraFeed | None:
        """Wait for the camera whose turn it is; None when it is time to stop."""
        with self._turn:
            self._turn.wait_for(lambda: self._stopping or self._waiting())
            if self._stopping:
                return None
            feed = min(self._waiting(), key=lambda one: one.spent)
            self._floor = max(self._floor, feed.spent)
            feed.spent = max(feed.spent, self._floor - _CREDIT)
            feed.busy = True
            return feed

    def _waiting(self) -> list[CameraFeed]:
        return [feed for feed in self._feeds.values() if feed.waiting]

    def _all_over(self) -> bool:
        return all(feed.over and not feed.busy for feed in self._feeds.values())

    def _wait_for(self, feed: CameraFeed) -> None:
        with self._turn:
            self._turn.wait_for(lambda: not feed.busy, 10)
