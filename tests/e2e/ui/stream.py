"""A camera on the network: shows a film as Motion JPEG to whoever asks, again and again."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import cv2

from tests.e2e.ui.film import RATE, Picture

PASSWORD = "s3cret"


@contextmanager
def camera(scene: Iterable[Picture], slower: int = 3) -> Iterator[str]:
    """Yield the camera's address, which ends in a secret. slower: only every so many frames."""
    shown = list(scene)[::slower]
    frames = [cv2.imencode(".jpg", picture)[1].tobytes() for picture in shown]

    class Film(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            try:
                while True:
                    for frame in frames:
                        head = (
                            f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(frame)}"
                        )
                        self.wfile.write(head.encode() + b"\r\n\r\n" + frame + b"\r\n")
                        time.sleep(slower / RATE)
            except OSError:  # whoever looked has gone
                return

        def log_message(self, *_: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Film)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/stream?key={PASSWORD}"
    server.shutdown()
    server.server_close()
