"""What a user may name as a source, and how each is opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from adsum.app.camera import SCHEMES, without_credentials
from adsum.app.ports.video import Frame, FrameSource
from adsum.cameras.faults import SourceDamaged, UnknownSource
from adsum.cameras.files import pictures
from adsum.cameras.stream import StreamSource
from adsum.cameras.webcam import Webcam, WebcamFrame
from adsum.vision.types import Image

_DEVICE = re.compile(r"\d{1,2}|/dev/video\d{1,2}")
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"})
# Pictures in a folder are shown as a film of so many a second.
_PICTURES_A_SECOND = 10.0

Decode = Callable[[Path], Image]
"""Reads a picture file as BGR."""


def open_source(name: str, decode: Decode) -> FrameSource:
    """Open a webcam ("0", "/dev/video1"), a stream's address, a video, a picture or a folder.

    Raises:
        UnknownSource: it is none of these. Unavailable: it cannot be opened (codes `camera.*`).
    """
    if _DEVICE.fullmatch(name):
        return Webcam(name)
    if name.partition("://")[0] in SCHEMES:
        return StreamSource(name, without_credentials(name), live=True)
    path = Path(name)
    if path.is_dir() or path.suffix.lower() in _PICTURES:
        return FolderSource(path, decode)
    if path.is_file():
        return StreamSource(name, path.name, live=False)
    raise UnknownSource(f"{without_credentials(name)} is no camera, address, file or folder")


class FolderSource:
    """Pictures and videos, one after the other as one film. Implements `FrameSource`."""

    live = False
    seconds = None

    def __init__(self, path: Path, decode: Decode) -> None:
        self.damaged = 0
        self._paths = list(pictures([path]))
        self._decode = decode
        if not self._paths:
            raise UnknownSource(f"{path} is empty or does not exist")

    def frames(self) -> Iterator[Frame]:
        """Yield every picture and every frame of every video, in the order of their names."""
        start = 0.0
        for path in self._paths:
            last = start
            for frame in self._of(path, start):
                last = frame.at
                yield frame
            start = last + 1 / _PICTURES_A_SECOND

    def close(self) -> None:
        """Nothing is held open between two files."""

    def _of(self, path: Path, start: float) -> Iterator[Frame]:
        if path.suffix.lower() in _PICTURES:
            yield WebcamFrame(self._decode(path), start)
            return
        try:
            video = StreamSource(str(path), path.name, live=False)
        except SourceDamaged:
            self.damaged += 1
            return
        with closing(video):
            for frame in video.frames():
                frame.at += start
                yield frame
            self.damaged += video.damaged
