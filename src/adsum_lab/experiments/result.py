"""What an experiment leaves behind for whoever started it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Result:
    """page: the report. summary: its main figure in words. faults: photos that were left out."""

    page: Path
    summary: str
    faults: tuple[str, ...] = ()
