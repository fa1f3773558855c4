"""Buckets of tokens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from adsum.web.ratelimit import MAX_KEYS, Buckets, Rate, TooManyRequests

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def taken(buckets: Buckets, key: str, at: datetime) -> int:
    """How many tokens there are at `at`."""
    count = 0
    while True:
        try:
            buckets.take(key, at)
        except TooManyRequests:
            return count
        count += 1


def test_a_burst_is_answered_and_then_the_pace_rules() -> None:
    buckets = Buckets(Rate(burst=5, per_second=2))
    assert taken(buckets, "a", NOW) == 5
    assert taken(buckets, "a", NOW + timedelta(seconds=1.5)) == 3
    assert taken(buckets, "a", NOW + timedelta(hours=1)) == 5


def test_the_wait_that_is_named_is_enough() -> None:
    buckets = Buckets(Rate(burst=1, per_second=0.25))
    buckets.take("a", NOW)
    with pytest.raises(TooManyRequests) as refused:
        buckets.take("a", NOW)
    assert refused.value.retry_after == 4
    buckets.take("a", NOW + timedelta(seconds=4))


def test_one_guest_s_haste_is_not_another_s_and_a_clock_set_back_gives_nothing() -> None:
    buckets = Buckets(Rate(burst=2, per_second=1))
    assert taken(buckets, "a", NOW) == 2
    assert taken(buckets, "a", NOW - timedelta(hours=1)) == 0
    assert taken(buckets, "b", NOW) == 2


def test_a_flood_of_addresses_costs_bounded_memory() -> None:
    buckets = Buckets(Rate(burst=1, per_second=1))
    for number in range(MAX_KEYS + 10):
        buckets.take(str(number), NOW)
    buckets.take("0", NOW)  # long forgotten
    with pytest.raises(TooManyRequests):
        buckets.take(str(MAX_KEYS + 9), NOW)
