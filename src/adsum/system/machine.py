"""Facts about the machine: its time zone and its processors."""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import available_timezones


def local_zone() -> str:
    """Return the machine's IANA zone, or "UTC" where it cannot be told."""
    candidates = [os.environ.get("TZ", "").removeprefix(":")]
    try:
        candidates.append(str(Path("/etc/localtime").resolve()).partition("/zoneinfo/")[2])
        candidates.append(Path("/etc/timezone").read_text().strip())
    except OSError:
        pass  # containers and Windows have neither file
    known = available_timezones()
    return next((name for name in candidates if name in known), "UTC")


def processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
