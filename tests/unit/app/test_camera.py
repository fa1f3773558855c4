"""The camera's document: what it takes, and what it never shows."""

from __future__ import annotations

from typing import Any

import pytest

from adsum.app.camera import Camera, without_credentials
from adsum.app.masterdata import MASK, InvalidDocument


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("rtsp://admin:s3cret@10.0.0.7:554/stream1", "rtsp://10.0.0.7:554/stream1"),
        ("http://cam/video?user=admin&pwd=s3cret", "http://cam/video?user=***&pwd=***"),
        ("rtsp://cam/user=admin&password=s3cret&channel=1", "rtsp://cam/user=***"),
        ("rtsp://ad%40min:s3@cret@cam/1", "rtsp://cam/1"),
        ("0", "0"),
        ("/dev/video2", "/dev/video2"),
    ],
)
def test_the_address_never_holds_a_password(source: str, shown: str) -> None:
    assert without_credentials(source) == shown
    assert Camera("c", "C", source).address == shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": "file:///etc/passwd"},
        {"source": "/etc/passwd"},
        {"source": "rtsp://"},
        {"source": "rtsp://[broken"},
        {"source": MASK},
        {"zone": ((0.1, 0.1), (0.2, 0.2))},
        {"zone": ((0.1, 0.1), (0.2, 0.2), (1.2, 0))},
        {"line": ((0.5, 0.5), (0.5, 0.5))},
        {"fps": 0},
    ],
)
def test_what_cannot_be_watched_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidDocument):
        Camera("c", "C", **({"source": "rtsp://cam/1"} | wrong))
