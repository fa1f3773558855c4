"""How often Python looks for cycles of garbage."""

from __future__ import annotations

import gc

# Python looks after every 700 new objects, and a report makes millions that hold no cycles: looking
# took a tenth of its time. So seldom, the cycles that do arise (in web requests) cost some MB.
_NEW_OBJECTS, _YOUNG, _MIDDLE = 50_000, 20, 20


def collect_less_often() -> None:
    """Make the cycle collector run seldom enough for reports over many punches."""
    gc.set_threshold(_NEW_OBJECTS, _YOUNG, _MIDDLE)
