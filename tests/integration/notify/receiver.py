"""A real HTTP server on loopback that does as it is told."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    """What came, and what to answer. drip: send the answer so slowly that it never ends."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: bool = False
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        receiver = self.server.receiver
        length = int(self.headers.get("Content-Length", "0"))
        receiver.came.append((self.path, dict(self.headers), self.rfile.read(length)))
        self.server.released.wait(receiver.delay)
        if receiver.drip:
            self._drip()
            return
        self.send_response(receiver.status)
        for name, value in receiver.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _drip(self) -> None:
        for byte in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: x\r\n" * 1000:
            self.wfile.write(bytes([byte]))
            if self.server.released.wait(0.1):
                return

    def log_message(self, format: str, *args: object) -> None:
        return


class _Server(ThreadingHTTPServer):
    def __init__(self, receiver: Receiver) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.receiver = receiver
        self.released = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        return  # a client that hangs up is what some tests are about


@contextmanager
def receiving(receiver: Receiver, context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Serve `receiver` on a free port of 127.0.0.1, with TLS if there is a context."""
    server = _Server(receiver)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def free_port() -> int:
    """Return a port on which nobody listens."""
    with receiving(Receiver()) as closed:
        port = closed.port
    return port
