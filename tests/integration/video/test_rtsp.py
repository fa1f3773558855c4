"""A real RTSP camera: watched, lost, found again, with a password, over HTTP in the server."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adsum.app.actor import SYSTEM
from adsum.app.camera_events import CameraEvent, Sight
from adsum.app.camera_feed import Reconnect
from adsum.app.camera_figures import FeedState
from adsum.app.put_document import Change
from adsum.app.run_cameras import RoomTools, RunCameras
from adsum.app.watched import Watched
from adsum.cameras.faults import CameraRefused, CameraUnreachable, NoSuchStream
from adsum.cameras.stream import StreamSource
from adsum.imaging.decode import PhotoDecoder
from adsum.imaging.encode import JpegEncoder
from adsum.main import Application
from adsum.main.video import VideoRoom, Watching, drawn
from adsum.vision.following import VideoEyes
from adsum.web.api.live_cameras import parts
from adsum.web.app import make_app
from tests.fakes.video import until
from tests.integration.video.conftest import rtsp_server
from tests.integration.web.conftest import Client

SOON = Reconnect(first=0.2, longest=0.5)


def test_a_camera_that_dies_and_comes_back_goes_on_and_clocks_once(
    adsum: Application, looped: Path, eyes: list[VideoEyes]
) -> None:
    events: list[CameraEvent] = []
    room = VideoRoom(adsum, Watching(events.append, reconnect=SOON), eyes)
    with rtsp_server(looped) as server:
        room.engine.start()
        room.add(Watched("door", "Door", "main"), server.url)
        try:
            assert until(lambda: any(e.kind is Sight.PUNCHED for e in events), 30)
            server.kill()
            assert until(lambda: room.engine.figures()[0].state is FeedState.LOST, 30)
            server.start()
            assert until(lambda: sum(e.kind is Sight.RECOGNISED for e in events) >= 2, 40)
        finally:
            room.engine.stop()
    kinds = [event.kind for event in events]
    assert kinds.count(Sight.CONNECTED) >= 2 and Sight.LOST in kinds
    assert kinds.count(Sight.PUNCHED) == 1
    assert all("lin-manuel" in (e.name or "lin-manuel") for e in events)


def test_a_camera_that_freezes_is_silent_and_goes_on_when_it_thaws(
    adsum: Application, looped: Path, eyes: list[VideoEyes]
) -> None:
    events: list[CameraEvent] = []
    room = VideoRoom(adsum, Watching(events.append, reconnect=SOON), eyes)
    with rtsp_server(looped) as server:
        room.engine.start()
        room.add(Watched("door", "Door", "main"), server.url)
        try:
            assert until(lambda: any(e.kind is Sight.PUNCHED for e in events), 60)
            assert server.process is not None
            server.process.send_signal(signal.SIGSTOP)
            assert until(lambda: room.engine.figures()[0].state is FeedState.LOST, 40)
            problem = room.engine.problem("door")
            assert problem is not None and problem.code == "camera.silent"
            server.process.send_signal(signal.SIGCONT)
            assert until(lambda: room.engine.figures()[0].state is FeedState.WATCHING, 60)
        finally:
            room.engine.stop()
    assert [event.kind for event in events].count(Sight.PUNCHED) == 1


def test_what_is_wrong_with_a_stream_is_said_without_the_password(looped: Path) -> None:
    with rtsp_server(looped, "admin", "s3cret") as server:
        bare = f"rtsp://127.0.0.1:{server.port}/door"
        wrong = f"rtsp://admin:wrong@127.0.0.1:{server.port}/door"
        for address in (bare, wrong):
            with pytest.raises(CameraRefused) as refused:
                StreamSource(address, bare, live=True)
            assert "wrong" not in str(refused.value)
        opened = StreamSource(server.url, bare, live=True)
        assert next(opened.frames()).size == (640, 360)
        opened.close()
    with rtsp_server(looped) as server:
        with pytest.raises(NoSuchStream):
            StreamSource(f"rtsp://127.0.0.1:{server.port}/other", "x", live=True)
        server.kill()
        with pytest.raises(CameraUnreachable):
            StreamSource(server.url, "x", live=True)


@pytest.fixture
def running(
    adsum: Application, looped: Path, eyes: list[VideoEyes]
) -> Iterator[tuple[RunCameras, str]]:
    """What `adsum serve` runs, with a camera that is set up as the owner does it."""

    def open_room() -> VideoRoom:
        room = VideoRoom(adsum, Watching(lambda event: None, reconnect=SOON), eyes, adsum.gallery)
        room.engine.start()
        return room

    encoder = JpegEncoder()
    tools = RoomTools(open_room, lambda view: encoder.encode(drawn(view)), adsum.keep_visit, "main")
    cameras = RunCameras(adsum.store, adsum.clock, tools)
    with rtsp_server(looped) as server:
        cameras.start()
        yield cameras, server.url
        cameras.stop()


def put(adsum: Application, **body: Any) -> None:
    adsum.administration.put_document.execute(SYSTEM, Change("camera", "door", body))


def test_the_server_watches_what_is_set_up_and_shows_it(
    adsum: Application, running: tuple[RunCameras, str]
) -> None:
    cameras, url = running
    assert list(cameras.figures()) == []
    put(adsum, name="Door", source=url, fps=10)
    assert until(lambda: bool(cameras.figures()) and cameras.figures()[0].tracks > 0, 30)
    accounts = adsum.accounts
    app = make_app(adsum.services(), cameras=cameras)
    token = accounts.open_setup()
    assert token is not None
    session = accounts.set_up(token, "owner", "a long pass phrase")
    client = Client(app, session.token)
    (shown,) = client("GET", "/api/v1/live/cameras").json()
    assert shown["state"] == "watching" and shown["width"] == 640 and shown["problem"] is None
    image = PhotoDecoder().decode(client("GET", "/api/v1/live/cameras/door/picture").content)
    assert image.shape == (360, 640, 3)
    metrics = client("GET", "/metrics").text
    assert 'adsum_camera_up{camera="door"} 1.0' in metrics
    assert 'adsum_camera_frames_looked_at_total{camera="door"}' in metrics
    assert "lin-manuel" not in metrics and "adsum_people 2.0" in metrics
    assert Client(app)("GET", "/metrics").status_code == 401
    missing = client("GET", "/api/v1/live/cameras/none/picture").json()
    assert missing["code"] == "camera.nothing_seen"


def test_the_moving_picture_is_one_jpeg_after_the_other(
    adsum: Application, running: tuple[RunCameras, str]
) -> None:
    cameras, url = running
    put(adsum, name="Door", source=url)
    assert until(lambda: cameras.picture("door") is not None, 30)

    async def three() -> list[bytes]:
        stream = parts(cameras, "door")
        return [await anext(stream) for _ in range(3)]

    shown = asyncio.run(three())
    for part in shown:
        head, _, content = part.partition(b"\r\n\r\n")
        assert head.startswith(b"--frame\r\nContent-Type: image/jpeg")
        assert PhotoDecoder().decode(content[:-2]).shape == (360, 640, 3)
    assert len(set(shown)) == 3


def test_a_camera_that_is_switched_off_or_changed_is_so_within_seconds(
    adsum: Application, running: tuple[RunCameras, str]
) -> None:
    cameras, url = running
    put(adsum, name="Door", source=url)
    assert until(lambda: bool(cameras.figures()) and cameras.figures()[0].looked > 0, 30)
    put(adsum, name="Back door", source=url)
    assert until(lambda: [f.name for f in cameras.figures()] == ["Back door"], 20)
    put(adsum, name="Back door", source=url, enabled=False)
    assert until(lambda: list(cameras.figures()) == [], 20)


def test_the_password_of_a_camera_is_sealed_and_never_answered(adsum: Application) -> None:
    source = "rtsp://admin:s3cret@10.0.0.9/1"
    done = adsum.administration.put_document.execute(
        SYSTEM, Change("camera", "c", {"name": "C", "source": source, "enabled": False})
    )
    assert done.body["address"] == "rtsp://10.0.0.9/1"
    again = {k: v for k, v in done.body.items() if k != "id"} | {"name": "D"}
    changed = adsum.administration.put_document.execute(SYSTEM, Change("camera", "c", again))
    assert (changed.body["name"], changed.body["address"]) == ("D", "rtsp://10.0.0.9/1")
    with adsum.store.read() as records:
        assert records.secrets.get("camera/c/source") == source
    database = adsum.settings.data / "adsum.db"
    written = b"".join(p.read_bytes() for p in database.parent.glob("adsum.db*"))
    assert b"s3cret" not in written and b"10.0.0.9" in written
