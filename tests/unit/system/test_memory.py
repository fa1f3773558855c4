"""The cycle collector."""

from __future__ import annotations

import gc
import weakref

from adsum.system.memory import collect_less_often


class Node:
    other: Node


def test_cycles_are_still_collected_but_seldom() -> None:
    before = gc.get_threshold()
    try:
        collect_less_often()
        assert gc.isenabled()
        assert gc.get_threshold()[0] > before[0]
        node = Node()
        node.other = node
        gone = weakref.ref(node)
        del node
        # None of these is freed before the collector has run.
        kept = [[number] for number in range(2 * gc.get_threshold()[0])]
        assert gone() is None
        assert kept
    finally:
        gc.set_threshold(*before)
