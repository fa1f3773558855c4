"""Batches made ahead: the same ones, errors in their place, no thread left behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from adsum_lab.training.ahead import ahead


def alive() -> int:
    return sum(thread.name == "batches" for thread in threading.enumerate())


def test_items_keep_their_order() -> None:
    assert list(ahead(range(50))) == list(range(50))
    assert list(ahead([])) == []
    assert alive() == 0


def test_an_error_comes_after_what_was_made_before_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        yield 2
        raise ZeroDivisionError("third")

    seen = []
    with pytest.raises(ZeroDivisionError, match="third"):
        for item in ahead(items()):
            seen.append(item)
    assert seen == [1, 2] and alive() == 0


def test_whoever_stops_early_stops_the_making() -> None:
    made = []

    def items() -> Iterator[int]:
        for number in range(10_000):
            made.append(number)
            yield number

    stream = ahead(items(), waiting=2)
    assert next(stream) == 0
    stream.close()
    assert alive() == 0 and len(made) < 10


def test_making_and_learning_go_on_side_by_side() -> None:
    def slow() -> Iterator[int]:
        for number in range(5):
            time.sleep(0.1)
            yield number

    started = time.perf_counter()
    for _ in ahead(slow()):
        time.sleep(0.1)
    # One after the other takes a second.
    assert time.perf_counter() - started < 0.95
