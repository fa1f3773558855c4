"""A camera that the server watches, as a document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from adsum.app.masterdata import MASK, InvalidDocument

Point: TypeAlias = tuple[float, float]

SCHEMES = frozenset({"rtsp", "rtsps", "rtmp", "http", "https", "srt", "udp"})
_DEVICE = re.compile(r"\d{1,2}|/dev/video\d{1,2}")
_HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera, and what is done with the people that it sees.

    source: a stream's URL or a webcam's number; kept as a secret, because it often holds a
    password. address: the same without user, password and the values of its query; made by Adsum.
    place: the door, whose punches these are; None: the server's own place. enabled: whether the
    server watches it. clocks: whether people who are recognised are clocked. opens_door: whether
    the event `door.open` is sent for everybody who is recognised.
    zone: corners of the polygon in which faces count; empty: everywhere. line: clocks people only
    when they cross it, in from its left to its right as seen from its first point, out from right
    to left. Points are shares of the picture's width and height, from the top left.
    fps: frames a second that are looked at, at most.
    """

    id: str
    name: str
    source: str
    place: str | None = None
    enabled: bool = True
    clocks: bool = True
    opens_door: bool = False
    zone: tuple[Point, ...] = ()
    line: tuple[Point, Point] | None = None
    fps: float = 15.0
    address: str = ""

    def __post_init__(self) -> None:
        if self.source != MASK:
            _check_source(self.source)
            object.__setattr__(self, "address", without_credentials(self.source))
        elif not self.address:
            raise InvalidDocument("address: send it back as it was, or send the source again")
        if self.zone and len(self.zone) < 3:
            raise InvalidDocument("zone: a polygon has at least three corners")
        if self.line is not None and self.line[0] == self.line[1]:
            raise InvalidDocument("line: its two points are the same")
        for x, y in (*self.zone, *(self.line or ())):
            if not (0 <= x <= 1 and 0 <= y <= 1):
                raise InvalidDocument("zone and line: points are shares of the picture, 0 to 1")
        if not 0.1 <= self.fps <= 120:
            raise InvalidDocument("fps: 0.1 to 120 frames a second can be looked at")


def _check_source(source: str) -> None:
    try:
        parts = urlsplit(source)
        known = parts.scheme in SCHEMES and bool(parts.hostname)
    except ValueError as error:
        raise InvalidDocument("source: this is no address") from error
    if not known and not _DEVICE.fullmatch(source):
        raise InvalidDocument(
            "source: give a stream, for example rtsp://user:password@camera/stream1, or the number "
            "of a webcam"
        )


def without_credentials(source: str) -> str:
    """Return a source as everybody may see it: no user, no password, no values of its query.

    Some cameras take their password in the path (`/user=admin&password=...`): such a part is
    hidden, too.
    """
    try:
        parts = urlsplit(source)
        if not parts.netloc:
            return source
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return _HIDDEN
    query = urlencode([(name, _HIDDEN) for name, _ in parse_qsl(parts.query)], safe="*")
    path = re.sub(r"=[^/]*", f"={_HIDDEN}", parts.path)
    return urlunsplit((parts.scheme, host, path, query, ""))
