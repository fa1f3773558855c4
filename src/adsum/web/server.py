"""The HTTP server: uvicorn, which also ends what never ends by itself."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn


class Server(uvicorn.Server):
    """Stops although somebody follows the live feed: `let_go` ends those connections first."""

    def __init__(self, config: uvicorn.Config, let_go: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._let_go = let_go

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._let_go()
        await super().shutdown(sockets)


def proxy_options(trusted: str) -> dict[str, Any]:
    """Return the options of `uvicorn.Config` for reverse proxies at these addresses.

    The client is the last address of X-Forwarded-For that is no trusted proxy: whatever a client
    writes into that header itself stands before it. Without proxies nobody is believed.
    """
    given = [part.strip() for part in trusted.split(",") if part.strip()]
    return {"proxy_headers": bool(given), "forwarded_allow_ips": given}
