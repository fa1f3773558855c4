"""A webhook never reaches into the own network, however the address is written."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address

import pytest

from adsum.notify.addresses import Forbidden, is_public, resolve


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "::7f00:1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)
def test_addresses_that_are_not_public(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111"])
def test_addresses_that_are(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.0.0.1", "::1"])
def test_every_spelling_of_this_machine_is_refused(host: str) -> None:
    with pytest.raises(Forbidden):
        asyncio.run(resolve(host, 80, allow_private=False))


def test_a_setting_allows_the_own_network() -> None:
    assert asyncio.run(resolve("127.0.0.1", 80, allow_private=True)) == ["127.0.0.1"]
