"""Streams and video files through FFmpeg's libraries (PyAV)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress

import av
import av.error
import av.logging
import numpy as np
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from adsum.cameras.faults import (
    CameraRefused,
    CameraSilent,
    CameraUnreachable,
    NoSuchStream,
    NoVideo,
    SourceDamaged,
)
from adsum.errors import Unavailable
from adsum.vision.picture import bounded
from adsum.vision.types import Image

# Seconds to wait for an answer, and for the next frame.
OPEN_WITHIN, READ_WITHIN = 8.0, 8.0
# A playlist must not lead into the server's own files.
_PROTOCOLS = "tcp,tls,udp,rtp,srtp,http,https,rtsp,rtsps,rtmp,srt,crypto,data,httpproxy"
# More damage than that in a row is no damage but no video.
_DAMAGED_IN_A_ROW = 200
# Some of FFmpeg's errors are OSErrors, some are not.
_FAULTS = (av.error.FFmpegError, OSError, ValueError)

av.logging.set_level(av.logging.PANIC)


class StreamFrame:
    """A decoded frame, turned into BGR only when asked. Implements `app.ports.video.Frame`."""

    def __init__(self, frame: VideoFrame, at: float) -> None:
        self._frame = frame
        self._full: Image | None = None
        self._turns = round(getattr(frame, "rotation", 0) / 90) % 4
        self.at = at

    @property
    def size(self) -> tuple[int, int]:
        size = (self._frame.width, self._frame.height)
        return size[::-1] if self._turns % 2 else size

    def small(self, longest: int) -> Image:
        width, height = bounded((self._frame.width, self._frame.height), longest)
        return self._bgr(width, height)

    def full(self) -> Image:
        if self._full is None:
            self._full = self._bgr(self._frame.width, self._frame.height)
        return self._full

    def _bgr(self, width: int, height: int) -> Image:
        # In this thread alone: FFmpeg's own ones would wait for a turn beside the decoders.
        small = self._frame.reformat(
            width, height, format="bgr24", interpolation="FAST_BILINEAR", threads=1
        )
        image = np.rot90(small.to_ndarray(), self._turns) if self._turns else small.to_ndarray()
        return np.ascontiguousarray(image, np.uint8)


class StreamSource:
    """A stream (live) or a video file. Implements `app.ports.video.FrameSource`.

    One thread decodes, so that cameras share the processors by the scheduler's rule and not by
    FFmpeg's, and so that each one's share can be measured.
    """

    def __init__(self, address: str, shown: str, *, live: bool) -> None:
        """Open `address`; `shown` is the same without credentials.

        Raises:
            Unavailable: it cannot be opened, or holds no video (codes `camera.*`).
        """
        self.live = live
        self.damaged = 0
        self._damaged_in_a_row = 0
        self._shown = shown
        self._first: float | None = None
        try:
            self._container = _opened(address, live)
        except _FAULTS as error:
            raise _named(error, shown, opening=True) from error
        self._stream = self._video()
        length = None if live else self._container.duration
        self.seconds = None if length is None else length / av.time_base

    def frames(self) -> Iterator[StreamFrame]:
        """Yield frames; damaged ones are counted and passed over."""
        shown = 0
        try:
            for packet in self._container.demux(self._stream):
                for frame in self._whole(packet):
                    shown += 1
                    yield StreamFrame(frame, self._time(frame, shown))
        except av.error.EOFError:
            return
        except _FAULTS as error:
            raise _named(error, self._shown, opening=False) from error

    def _whole(self, packet: Packet[VideoStream]) -> list[VideoFrame]:
        """Return the frames of a packet; without those that the decoder had to patch, for half a
        face of now on half a face of before is nobody's."""
        try:
            found, lost = packet.decode(), 0
        except (av.error.InvalidDataError, av.error.UndefinedError):
            found, lost = [], 1
        frames = [one for one in found if isinstance(one, VideoFrame)]
        whole = [f for f in frames if not f.is_corrupt and min(f.width, f.height) >= 2]
        lost += len(frames) - len(whole)
        self.damaged += lost
        self._damaged_in_a_row = 0 if whole else self._damaged_in_a_row + lost
        if self._damaged_in_a_row > _DAMAGED_IN_A_ROW:
            raise SourceDamaged(f"{self._shown} sends no video")
        return whole

    def close(self) -> None:
        """Let the connection go."""
        with suppress(*_FAULTS):
            self._container.close()

    def _video(self) -> VideoStream:
        if not self._container.streams.video:
            self.close()
            raise NoVideo(f"{self._shown} holds no video")
        stream = self._container.streams.video[0]
        # None for a codec that FFmpeg does not know, whatever the type says.
        if getattr(stream, "codec_context", None) is None:
            self.close()
            raise NoVideo(f"{self._shown} holds a video that cannot be decoded")
        stream.codec_context.thread_count = 1
        return stream

    def _time(self, frame: VideoFrame, number: int) -> float:
        if self.live:
            return time.monotonic()
        if frame.pts is not None:
            # Many films begin at some other time than zero.
            self._first = float(frame.time) if self._first is None else self._first
            return max(0.0, float(frame.time) - self._first)
        return number / float(self._stream.average_rate or 25)


def _opened(address: str, live: bool) -> InputContainer:
    if not live:
        return av.open(address)
    options = {"protocol_whitelist": _PROTOCOLS, "fflags": "nobuffer", "analyzeduration": "2000000"}
    if address.startswith("rtsp"):
        # Over UDP, lost packets smear the picture for seconds.
        options["rtsp_transport"] = "tcp"
    return av.open(address, options=options, timeout=(OPEN_WITHIN, READ_WITHIN))


def _named(error: Exception, shown: str, *, opening: bool) -> Unavailable:
    """Return FFmpeg's error as one of ours, without the address that it was given."""
    match error:
        case av.error.HTTPUnauthorizedError() | av.error.HTTPForbiddenError():
            return CameraRefused(f"{shown} refuses user and password")
        case av.error.HTTPNotFoundError() | FileNotFoundError():
            return NoSuchStream(f"there is no stream at {shown}")
        case av.error.ExitError() | TimeoutError():
            return CameraSilent(f"{shown} sent nothing for some seconds")
        case av.error.InvalidDataError() | av.error.DecoderNotFoundError():
            return NoVideo(f"{shown} sends no video that can be decoded")
    reason = getattr(error, "strerror", None) or type(error).__name__
    if opening:
        return CameraUnreachable(f"{shown} cannot be reached: {reason}")
    return SourceDamaged(f"{shown} broke off: {reason}")
