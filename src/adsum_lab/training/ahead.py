"""Batches made while the one before is learnt from."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
# Batches that wait: one would leave either side idle whenever the other stumbles.
WAITING = 2
# How soon the maker notices that nobody takes any more, in seconds.
NOTICE = 0.1


@dataclass(frozen=True, slots=True)
class End:
    """Nothing more comes; `error` is why, if it is one."""

    error: BaseException | None = None


@dataclass(slots=True)
class Maker(Generic[T]):
    """Makes items into a queue until there are no more or nobody wants them."""

    items: Iterable[T]
    made: queue.Queue[T | End]
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        try:
            for item in self.items:
                self._put(item)
                if self.stop.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - the consumer raises it
            self._put(End(error))
        else:
            self._put(End())

    def _put(self, item: T | End) -> None:
        while not self.stop.is_set():
            try:
                return self.made.put(item, timeout=NOTICE)
            except queue.Full:
                continue


def ahead(items: Iterable[T], waiting: int = WAITING) -> Iterator[T]:
    """Yield `items` in their order, made by a thread that is up to `waiting` of them ahead.

    An error in the making is raised here, in its place. Whoever stops early stops the thread, too.
    What makes them must not draw from PyTorch's common generator, which dropout draws from here.
    """
    maker = Maker(items, queue.Queue(waiting))
    thread = threading.Thread(target=maker.run, name="batches", daemon=True)
    thread.start()
    try:
        while not isinstance(item := maker.made.get(), End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        maker.stop.set()
        thread.join()
