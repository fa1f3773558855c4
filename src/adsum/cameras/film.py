"""Video files out: H.264 in MP4, which every browser and player shows."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from adsum.cameras.files import FileUnreadable
from adsum.vision.types import Image

# Fine enough for the times of frames that come when they come.
_TICKS = 90_000


class FilmFile:
    """Writes one video file, frame by frame. Not for several threads at once."""

    def __init__(self, path: Path) -> None:
        """Begin a film.

        Raises:
            FileUnreadable: it cannot be written there.
        """
        try:
            self._container = av.open(str(path), "w", format="mp4")
        except (OSError, ValueError) as error:
            raise FileUnreadable(f"{path} cannot be written: {error}") from error
        self._stream = self._container.add_stream("libx264", rate=30, options={"crf": "23"})
        self._stream.pix_fmt = "yuv420p"
        # Slices, the default, look worse, and streamed by GStreamer each is taken for a frame.
        self._stream.codec_context.thread_type = "FRAME"
        self._stream.codec_context.time_base = Fraction(1, _TICKS)
        self._began: float | None = None
        self._last = -1
        self._size = (0, 0)

    def add(self, image: Image, at: float) -> None:
        """Append a frame (BGR) that was taken at `at` seconds; the first one gives the size."""
        if self._began is None:
            self._began = at
            # The codec has colour for every second pixel only: sides must be even.
            self._size = (image.shape[1] // 2 * 2, image.shape[0] // 2 * 2)
            self._stream.width, self._stream.height = self._size
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="bgr24")
        frame = frame.reformat(*self._size, format="yuv420p")
        frame.time_base = Fraction(1, _TICKS)
        frame.pts = self._last = max(self._last + 1, round((at - self._began) * _TICKS))
        for packet in self._stream.encode(frame):
            self._container.mux(packet)

    def close(self) -> None:
        """Finish the file."""
        if self._began is not None:
            for packet in self._stream.encode():
                self._container.mux(packet)
        self._container.close()
