"""Runs every benchmark, one after the other, in this order."""

from __future__ import annotations

from bench import enrol, identify


def main() -> None:
    """Run all."""
    for name, benchmark in (("identify", identify), ("enrol", enrol)):
        print(f"\n== {name}")
        benchmark.main()


if __name__ == "__main__":
    main()
