"""Values that are made by the hundred thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """A frozen dataclass with slots, where the type checker does the freezing.

    Python's own freezing makes an object five times as slow to build. A report over a month builds
    a million of them, and that was a third of its time.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
