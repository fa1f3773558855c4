"""What Adsum asks of the machine."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from adsum.system.clock import SystemClock
from adsum.system.machine import local_zone, processors


def test_the_clock_gives_aware_utc_instants_that_do_not_stand_still() -> None:
    clock = SystemClock()
    first = clock.now()
    assert first.tzinfo is UTC
    assert abs(datetime.now(UTC) - first) < timedelta(seconds=5)
    assert clock.now() >= first


@pytest.mark.parametrize("given", ["Asia/Tokyo", ":Asia/Tokyo"])
def test_the_zone_of_the_environment_counts_first(
    monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("TZ", given)
    assert local_zone() == "Asia/Tokyo"


@pytest.mark.parametrize("given", [None, "", "nonsense", "CET-1CEST,M3.5.0,M10.5.0/3", "../../etc"])
def test_a_zone_can_always_be_told(monkeypatch: pytest.MonkeyPatch, given: str | None) -> None:
    if given is None:
        monkeypatch.delenv("TZ", raising=False)
    else:
        monkeypatch.setenv("TZ", given)
    assert ZoneInfo(local_zone())


def test_processors_are_those_that_this_process_may_use() -> None:
    assert 1 <= processors() <= (os.cpu_count() or 1)
