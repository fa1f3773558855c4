"""Where a webhook may go: not into the network that Adsum itself stands in."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

Address = IPv4Address | IPv6Address
_NAT64 = b"\x00\x64\xff\x9b" + bytes(8)


class Forbidden(Exception):
    """The name leads to an address that must not be asked. The message says which."""


def is_public(address: Address) -> bool:
    """Whether `address` is one of the public internet, whatever it is wrapped in."""
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a translator would make of this one."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.packed.startswith(_NAT64):
        return IPv4Address(address.packed[-4:])
    return None


async def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Return the addresses of `host`, in order of preference.

    The caller connects to one of these and not to the name, which could lead elsewhere when it is
    asked a second time.

    Raises:
        Forbidden: any of them is not public. OSError: the name is unknown.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    texts = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private:
        for text in texts:
            if not is_public(ip_address(text.partition("%")[0])):
                raise Forbidden(f"{host} leads to {text}, which is not a public address")
    return texts
