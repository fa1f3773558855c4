"""Memory while two cameras watch a looped film, with 1,000 people enrolled."""

from __future__ import annotations

import os
import resource
import tempfile
import time
from functools import partial
from pathlib import Path

import numpy as np

from bench.watch.scenes import adsum_with, enrolled_folder, four_faces

WARM_UP, EVERY = 30.0, 2.0


def run(minutes: float = 60.0) -> None:
    """Report the memory of enrolling and of watching, and the slope of the latter."""
    from adsum.app.watched import Watched
    from adsum.cameras.paced import Paced
    from adsum.cameras.stream import StreamSource
    from adsum.main.video import VideoRoom, Watching

    enrolled_folder(1000)
    enrolling = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
    with tempfile.TemporaryDirectory() as folder, adsum_with(1000) as (adsum, names):
        path = Path(folder) / "four.mp4"
        four_faces(path, names)
        open_ = partial(StreamSource, str(path), "film", live=False)
        room = VideoRoom(adsum, Watching(lambda event: None))
        room.engine.start()
        for number in range(2):
            watched = Watched(f"c{number}", "c", "bench", keeps=True)
            room.add_source(watched, lambda: Paced(open_, loop=True))
        times, sizes = _watched(minutes)
        looked = sum(figures.looked for figures in room.engine.figures())
        room.engine.stop()
    late = [n for n, at in enumerate(times) if at >= times[-1] / 2]
    slope = float(np.polyfit([times[n] / 3600 for n in late], [sizes[n] for n in late], 1)[0])
    told = f"took {enrolling:.0f} MB at most" if enrolling else "was done before"
    print(f"{len(names)} people; `adsum enrol` of their photos {told}")
    print("MB: " + " ".join(f"{size:.0f}" for size in sizes[:: max(1, len(sizes) // 20)]))
    print(
        f"2 cameras, {minutes:g} minutes, {looked} frames: {sizes[0]:.0f} MB at first, "
        f"{sizes[-1]:.0f} MB at last, {max(sizes):.0f} MB at most, "
        f"slope of the second half {slope:+.1f} MB/h"
    )


def _watched(minutes: float) -> tuple[list[float], list[float]]:
    """Return seconds since the start, and the process's memory in MB at each."""
    times, sizes = [], []
    began = time.monotonic()
    time.sleep(min(WARM_UP, 20 * minutes))
    while time.monotonic() - began < 60 * minutes:
        times.append(time.monotonic() - began)
        sizes.append(_resident())
        time.sleep(EVERY)
    return times, sizes


def _resident() -> float:
    """Return the memory of this process in MB."""
    fields = Path("/proc/self/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
