"""The cameras of a server, and who hears of what they see."""

from __future__ import annotations

from contextlib import ExitStack

from adsum.app.camera_events import CameraEvent, Sight
from adsum.app.open_door import OpenDoor
from adsum.app.run_cameras import CameraRoom, RoomTools, RunCameras
from adsum.app.watched import View
from adsum.imaging.encode import JpegEncoder
from adsum.main.application import Application
from adsum.main.listeners import listeners
from adsum.main.video import VideoRoom, Watching, drawn

_JPEG_QUALITY = 80


def run_cameras(adsum: Application) -> RunCameras:
    """Return what watches the cameras, to be started and stopped."""
    encoder = JpegEncoder(_JPEG_QUALITY)
    open_ = ExitStack()

    def open_room() -> CameraRoom:
        heard = listeners(adsum.settings)
        for listener in heard:
            open_.callback(listener.close)

        def tell(event: CameraEvent) -> None:
            if event.kind is Sight.PUNCHED or event.visit_id is not None:
                adsum.deliveries.wake()
            for listener in heard:
                listener(event)

        door = OpenDoor(adsum.store, adsum.clock, adsum.deliveries.wake)
        room = VideoRoom(adsum, Watching(tell, door), gallery=adsum.gallery)
        room.engine.start()
        return room

    def draw(view: View) -> bytes:
        return encoder.encode(drawn(view))

    tools = RoomTools(open_room, draw, adsum.keep_visit, adsum.settings.place, open_.close)
    return RunCameras(adsum.store, adsum.clock, tools)
