"""Runs the benchmarks that need no browser, film or training, one after the other.

The others: python -m bench.kiosk, bench.watch and bench.train.
"""

from __future__ import annotations

from bench import attendance, enrol, identify, search


def main() -> None:
    """Run all."""
    every = {"identify": identify, "enrol": enrol, "attendance": attendance, "search": search}
    for name, benchmark in every.items():
        print(f"\n== {name}")
        benchmark.main()


if __name__ == "__main__":
    main()
