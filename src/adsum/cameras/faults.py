"""What can be wrong with a source of frames. Messages never hold a password."""

from __future__ import annotations

from adsum.errors import InvalidInput, Unavailable


class CameraUnreachable(Unavailable):
    """Nothing answers at the source's address."""

    code = "camera.unreachable"
    remedy = "Check the address, and that the camera is on and in this network."


class CameraRefused(Unavailable):
    """The camera wants another user or password."""

    code = "camera.refused"
    remedy = "Check user and password: rtsp://user:password@camera/path"


class NoSuchStream(Unavailable):
    """The camera answers, but has nothing at this path."""

    code = "camera.no_such_stream"
    remedy = "Check the path of the stream in the camera's manual."


class NoVideo(Unavailable):
    """The source holds no video that can be decoded."""

    code = "camera.no_video"
    remedy = "Set the camera to H.264, H.265 or MJPEG."


class CameraSilent(Unavailable):
    """A live source stopped sending."""

    code = "camera.silent"
    remedy = "Check the camera and the network; it is asked again by itself."


class SourceDamaged(Unavailable):
    """A source sends what is no video, or breaks off."""

    code = "camera.damaged"
    remedy = "Check the cable, the Wi-Fi or the file."


class UnknownSource(InvalidInput):
    """A source that is no address, no device, no file and no folder."""

    code = "camera.unknown_source"
    remedy = "Give a webcam's number, an rtsp:// or http:// address, a file or a folder."
