"""Runs every benchmark, one after the other, in this order."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import enrol, identify


def main() -> None:
    """Run all."""
    for name, benchmark in (("identify", identify), ("enrol", enrol)):
        print(f"\n== {name}")
        benchmark.main()


if __name__ == "__main__":
    main()
