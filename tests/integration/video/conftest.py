"""Films, a real RTSP server on the loopback, and an Adsum that knows the people of the clip."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from adsum.app.enrol import EnrolRequest
from adsum.cameras.film import FilmFile
from adsum.cameras.stream import StreamSource
from adsum.config.settings import Settings
from adsum.main import Application
from adsum.main.video import build_eyes
from adsum.vision.following import VideoEyes

SCRIPT = Path(__file__).with_name("rtsp_server.py")
SYSTEM_PYTHON = "/usr/bin/python3"


@pytest.fixture(scope="session")
def clip(data: Path) -> Path:
    return data / "video" / "short_hamilton_clip.mp4"


@pytest.fixture(scope="session")
def looped(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scene of the clip in which one man faces the camera, four times over: 17 seconds."""
    path = tmp_path_factory.mktemp("films") / "looped.mp4"
    source = StreamSource(str(clip), clip.name, live=False)
    images = [frame.full() for frame in source.frames()][84:213]
    film = FilmFile(path)
    for number, image in enumerate(images * 4):
        film.add(image, number / 30)
    film.close()
    return path


@dataclass
class Rtsp:
    """An RTSP server that can be killed and started again on the same port."""

    film: Path
    account: tuple[str, ...] = ()
    port: int = 0
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        user = f"{':'.join(self.account)}@" if self.account else ""
        return f"rtsp://{user}127.0.0.1:{self.port}/door"

    def start(self) -> None:
        if not self.port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
        command = [SYSTEM_PYTHON, str(SCRIPT), str(self.port), str(self.film), *self.account]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()
            self.process = None


@contextmanager
def rtsp_server(film: Path, *account: str) -> Iterator[Rtsp]:
    """Run a server; skips where GStreamer's RTSP server is not installed."""
    check = "import gi; gi.require_version('GstRtspServer', '1.0')"
    known = (
        shutil.which(SYSTEM_PYTHON)
        and not subprocess.run(
            [SYSTEM_PYTHON, "-c", check], capture_output=True, check=False
        ).returncode
    )
    if not known:
        pytest.skip("no RTSP server: apt-get install gir1.2-gst-rtsp-server-1.0 python3-gi")
    server = Rtsp(film, account)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="session")
def eyes(model_cache: Path) -> list[VideoEyes]:
    return build_eyes(Settings(cache=model_cache), 1)


@pytest.fixture
def adsum(
    tmp_path: Path, model_cache: Path, data: Path, eyes: list[VideoEyes]
) -> Iterator[Application]:
    """An Adsum on which the two men of the clip are enrolled."""
    adsum = Application(Settings(data=tmp_path, cache=model_cache, zone="UTC", workers=1))
    adsum.__dict__["pipeline"] = eyes[0].pipeline
    requests = [
        EnrolRequest(name, name, (data / "faces" / f"{name}.png").read_bytes)
        for name in ("lin-manuel-miranda", "alex-lacamoire")
    ]
    assert [outcome.error for outcome in adsum.enrol.execute(requests)] == [None, None]
    yield adsum
    adsum.store.close()
