"""Watch the cameras that are set up, and follow every change of their records."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from adsum.app import codec
from adsum.app.camera import Camera
from adsum.app.camera_figures import CameraFigures
from adsum.app.documents import secret_name
from adsum.app.keep_visit import KeepVisit
from adsum.app.kinds import kind_of
from adsum.app.ports.clock import Clock
from adsum.app.ports.documents import RULES
from adsum.app.ports.store import Store
from adsum.app.video_engine import VideoEngine
from adsum.app.watched import View, Watched
from adsum.errors import AdsumError

_log = logging.getLogger(__name__)
# Seconds between two questions whether a camera was changed.
_FOLLOW = 2.0
_HOUSEKEEPING = timedelta(hours=1)


class CameraRoom(Protocol):
    """An engine that is running, and a way to give it cameras."""

    @property
    def engine(self) -> VideoEngine: ...

    def add(self, watched: Watched, source: str) -> None: ...


@dataclass(frozen=True, slots=True)
class RoomTools:
    """open_room: starts an engine; called when the first camera is to be watched. draw: a view as
    JPEG. place: of cameras that name none. close: what the room left open, once it has ended."""

    open_room: Callable[[], CameraRoom]
    draw: Callable[[View], bytes]
    keep: KeepVisit
    place: str
    close: Callable[[], None] = lambda: None


class RunCameras:
    """Watch every camera that is set up and enabled, while the server runs.

    A camera that is added, changed or switched off is so within seconds, on whichever server of
    these records it was changed. Models are loaded when there is a first camera. Shots of unknown
    people whose retention is over are deleted, whether or not anything is watched.
    Implements `app.ports.cameras.LiveCameras`.
    """

    def __init__(self, store: Store, clock: Clock, tools: RoomTools) -> None:
        self._store = store
        self._clock = clock
        self._tools = tools
        self._room: CameraRoom | None = None
        self._running: dict[str, int] = {}
        self._generation: int | None = None
        self._cleaned = clock.now() - _HOUSEKEEPING
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="cameras", daemon=True)

    def start(self) -> None:
        """Begin to watch, beside the caller."""
        self._thread.start()

    def stop(self) -> bool:
        """Watch no more; return whether all ended in time."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(10)
        ended = self._room is None or self._room.engine.stop()
        self._tools.close()
        return ended

    def figures(self) -> Sequence[CameraFigures]:
        return [] if self._room is None else self._room.engine.figures()

    def picture(self, camera_id: str) -> tuple[float, bytes] | None:
        view = None if self._room is None else self._room.engine.view(camera_id)
        return None if view is None else (view.picture.at, self._tools.draw(view))

    def execute(self) -> None:
        """Bring what is watched in line with the records, once.

        Raises:
            AdsumError: the records or the models cannot be used.
        """
        with self._store.read() as records:
            generation = records.generations.of(RULES)
            if generation == self._generation:
                return
            stored = records.documents.all("camera")
            kind = kind_of("camera")
            wanted = {
                one.id: (one.revision, codec.loads(Camera, one.body))
                for one in stored
                if codec.loads(Camera, one.body).enabled
            }
            sources = {id: records.secrets.get(secret_name(kind, id, "source")) for id in wanted}
        for id, revision in list(self._running.items()):
            if id not in wanted or wanted[id][0] != revision:
                self._remove(id)
        for id, (revision, camera) in wanted.items():
            if id not in self._running:
                self._add(camera, sources[id] or "")
                self._running[id] = revision
        self._generation = generation

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.execute()
                self._clean()
            except AdsumError as error:
                # A busy or absent database, weights that are missing: asked again.
                _log.warning("cameras wait: %s: %s", error.code, error)
            self._stopping.wait(_FOLLOW)

    def _clean(self) -> None:
        if self._clock.now() - self._cleaned >= _HOUSEKEEPING:
            self._tools.keep.purge()
            self._cleaned = self._clock.now()

    def _add(self, camera: Camera, source: str) -> None:
        if self._room is None:
            self._room = self._tools.open_room()
        watched = Watched(
            camera.id,
            camera.name,
            camera.place or self._tools.place,
            clocks=camera.clocks,
            opens_door=camera.opens_door,
            zone=camera.zone,
            line=camera.line,
            fps=camera.fps,
        )
        self._room.add(watched, source)

    def _remove(self, camera_id: str) -> None:
        if self._room is not None:
            self._room.engine.remove(camera_id)
        del self._running[camera_id]
