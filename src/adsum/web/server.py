"""The HTTP server: uvicorn, which also ends what never ends by itself."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable

import uvicorn


class Server(uvicorn.Server):
    """Stops although somebody follows the live feed: `let_go` ends those connections first."""

    def __init__(self, config: uvicorn.Config, let_go: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._let_go = let_go

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._let_go()
        await super().shutdown(sockets)
