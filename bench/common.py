"""What the benchmarks share: photos, a server, and a plain way to print a table."""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def photos() -> Path:
    """Return the folder of LFW photos (ADSUM_DATA, else ../shared/data), or leave with a hint."""
    data = Path(os.environ.get("ADSUM_DATA", ROOT.parent / "shared" / "data"))
    folder = data / "lfw-dev" / "images"
    if not folder.is_dir():
        sys.exit(f"no photos in {folder}: set ADSUM_DATA")
    return folder


def milliseconds(work: Callable[[], object], *, runs: int = 30, warm_up: int = 3) -> list[float]:
    """Return the duration of each of `runs` calls after `warm_up` uncounted ones."""
    for _ in range(warm_up):
        work()
    durations = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        durations.append((time.perf_counter() - started) * 1000)
    return durations


def row(name: str, durations: list[float], unit: str = "ms") -> str:
    """Return one line: the median with the spread."""
    middle = statistics.median(durations)
    return f"{name:<52} {middle:8.1f} {unit}  ({min(durations):.1f} to {max(durations):.1f})"


@contextmanager
def server(data: Path) -> Iterator[tuple[str, str]]:
    """Run `adsum serve` on `data`, set it up, and give its address and a token."""
    command = [sys.executable, "-m", "adsum", "--data", str(data), "serve", "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        setup, address = "", ""
        assert process.stderr is not None
        while not address:
            line = process.stderr.readline()
            if not line:
                raise RuntimeError("the server did not start")
            setup = (re.findall(r"owner: (\S+)", line) or [setup])[0]
            address = (re.findall(r"http://\S+", line) or [""])[0]
        body = {"token": setup, "login": "owner", "password": "a long pass phrase"}
        yield address, post(f"{address}/api/v1/setup", json.dumps(body).encode())["token"]
    finally:
        process.terminate()
        process.wait(300)  # a report that is being worked out is finished first


def post(url: str, body: bytes, token: str = "", kind: str = "application/json") -> dict[str, str]:
    """Send `body` and return the JSON answer."""
    request = urllib.request.Request(url, body, {"Content-Type": kind})
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request) as answer:
        return dict(json.load(answer))


def form(field: str, content: bytes) -> tuple[bytes, str]:
    """Return a multipart body with one JPEG, and its content type."""
    head = (
        "--bench\r\n"
        f'Content-Disposition: form-data; name="{field}"; filename="photo.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    return head.encode() + content + b"\r\n--bench--\r\n", "multipart/form-data; boundary=bench"
