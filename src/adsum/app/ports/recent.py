"""What was recorded last, whenever it happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from adsum.domain.punch import Punch


class Recent(Protocol):
    """The punch log in the order in which it was written, for what follows it live."""

    def people_since(self, at: datetime) -> frozenset[str]:
        """Return whose punches were recorded at or after `at`."""
        ...

    def punches_since(self, at: datetime, *, limit: int = 1000) -> Sequence[Punch]:
        """Return the punches that were recorded at or after `at`, in the order of recording."""
        ...
