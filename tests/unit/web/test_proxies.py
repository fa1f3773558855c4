"""Whose address a request has behind a reverse proxy."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from adsum.config.settings import BadSetting, Settings
from adsum.web.server import proxy_options

TRUSTED = "10.0.0.0/8, 127.0.0.1"


def seen(peer: str, forwarded: str, trusted: str = TRUSTED) -> str:
    """Return the client's address as the application sees it."""
    found: list[str] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        found.append(scope["client"][0])

    options = proxy_options(trusted)
    guarded = ProxyHeadersMiddleware(app, trusted_hosts=options["forwarded_allow_ips"])
    scope: Any = {
        "type": "http",
        "scheme": "http",
        "client": (peer, 1234),
        "headers": [(b"x-forwarded-for", forwarded.encode())],
    }

    async def nothing(*_: Any) -> Any:
        return None

    asyncio.run((guarded if options["proxy_headers"] else app)(scope, nothing, nothing))
    return found[0]


def test_behind_a_trusted_proxy_the_client_has_its_own_address() -> None:
    assert seen("10.1.2.3", "198.51.100.7") == "198.51.100.7"
    assert seen("127.0.0.1", "198.51.100.7, 10.9.9.9") == "198.51.100.7"


def test_what_a_client_writes_into_the_header_itself_is_not_believed() -> None:
    assert seen("10.1.2.3", "6.6.6.6, 198.51.100.7") == "198.51.100.7"
    assert seen("198.51.100.7", "6.6.6.6") == "198.51.100.7"
    assert seen("127.0.0.1", "6.6.6.6", trusted="") == "127.0.0.1"


@pytest.mark.parametrize("value", ["proxy.local", "10.0.0.0/99", "10.0.0.1/8"])
def test_what_is_no_address_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match="trusted_proxies"):
        Settings(trusted_proxies=value)
