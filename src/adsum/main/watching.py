"""One `adsum watch`: sources, what listens to them, a film and a window."""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from pathlib import Path

from adsum.app.camera import without_credentials
from adsum.app.camera_events import CameraEvent, Sight, Tell
from adsum.app.camera_figures import CameraFigures
from adsum.app.watched import View, Watched
from adsum.cameras.film import FilmFile
from adsum.errors import AdsumError
from adsum.imaging.window import Window
from adsum.main.application import Application
from adsum.main.video import VideoRoom, Watching, drawn


class WatchSession:
    """Watches some sources until all have ended, one cannot be opened, or somebody stops it."""

    def __init__(self, adsum: Application, *, punch: bool, paced: bool) -> None:
        self.failure: AdsumError | None = None
        self._punch = punch
        self._place = adsum.settings.place
        self._listeners: list[Tell] = []
        self._film: FilmFile | None = None
        self._views: queue.Queue[View] = queue.Queue(maxsize=1)
        self._windowed = False
        self._connected: set[str] = set()
        self._failed = threading.Event()
        self._room = VideoRoom(adsum, Watching(self._tell, show=self._show, paced=paced))

    def listen(self, listener: Tell) -> None:
        """Tell `listener` of every event from now on."""
        self._listeners.append(listener)

    def film(self, path: Path) -> FilmFile:
        """Write everything that is looked at into a video file; the caller closes it."""
        self._film = FilmFile(path)
        return self._film

    def window(self, title: str) -> Window:
        """Open a window. Raises `NoDisplay`."""
        self._windowed = True
        return Window(title)

    def start(self, sources: Sequence[str]) -> None:
        """Begin to watch."""
        self._room.engine.start()
        for number, source in enumerate(sources, 1):
            name = without_credentials(source)
            watched = Watched(
                str(number),
                name,
                self._place,
                clocks=self._punch,
                keeps=self._punch,
            )
            self._room.add(watched, source)

    def run(self, window: Window | None = None) -> None:
        """Return when every source has ended, one failed, or the window was closed."""
        while not self._failed.is_set() and (window is None or window.open):
            if window is not None:
                self._refresh(window)
            if self._room.engine.wait(0.0 if window else 0.2):
                return

    def stop(self) -> None:
        """End everything; what was seen last is still told."""
        self._room.engine.stop()

    def figures(self) -> list[CameraFigures]:
        """Return how each source did."""
        return self._room.engine.figures()

    def _refresh(self, window: Window) -> None:
        try:
            view = self._views.get(timeout=0.1)
        except queue.Empty:
            return
        window.show(drawn(view, scores=True))

    def _show(self, view: View) -> None:
        if self._film is not None:
            self._film.add(drawn(view, scores=True), view.picture.at)
        if self._windowed and self._views.empty():
            self._views.put_nowait(view)

    def _tell(self, event: CameraEvent) -> None:
        if event.kind is Sight.CONNECTED:
            self._connected.add(event.camera)
        if event.kind is Sight.LOST and event.camera not in self._connected:
            self.failure = self._room.engine.problem(event.camera)
            self._failed.set()
        for listener in self._listeners:
            listener(event)
