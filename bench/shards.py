"""Memory and speed of streaming many pictures from shards.

`python -m bench.shards [--pictures 500000]`

Writes that many tiny pictures, reads them back shuffled, and says how much memory the process holds
after each tenth: it should not grow.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from adsum_lab.data import shards

SIDE, BUFFER, LABELS = 16, 1000, 10_000


def drawn(count: int) -> Iterator[shards.Sample]:
    random = np.random.default_rng(0)
    some = random.integers(0, 256, (64, SIDE, SIDE, 3)).astype(np.uint8)
    for number in range(count):
        yield some[number % len(some)], number % LABELS


def held() -> float:
    """Return the megabytes that this process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=500_000)
    count = parser.parse_args().pictures
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        paths = shards.write(Path(folder), drawn(count))
        written = time.perf_counter() - started
        print(f"{count:,} pictures written in {len(paths)} shards: {count / written:,.0f} a second")
        started, seen, sizes = time.perf_counter(), 0, []
        for sample in shards.shuffled(paths, BUFFER, seed=1):
            seen += shards.decoded(sample) is not None
            if seen % (count // 10) == 0:
                sizes.append(held())
        taken = time.perf_counter() - started
    print(f"read shuffled: {seen / taken:,.0f} a second")
    print("megabytes held after each tenth: " + " ".join(f"{size:.0f}" for size in sizes))
    print(f"grown since the first tenth by {max(sizes) - sizes[0]:.1f} MB; {seen:,} pictures seen")


if __name__ == "__main__":
    main()
