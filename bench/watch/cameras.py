"""One to 16 cameras of 720p at 15 frames a second, on the processors that there are."""

from __future__ import annotations

import os
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from bench.watch.scenes import adsum_with, four_faces

COUNTS = (1, 2, 4, 6, 8, 12, 16)
WARM_UP, MEASURED = 4.0, 12.0


def run(most: float = 16) -> None:
    """Each camera plays the film with four faces in its own time; each must get its share."""
    from adsum.main.video import build_eyes

    with tempfile.TemporaryDirectory() as folder, adsum_with(20) as (adsum, names):
        path = Path(folder) / "four.mp4"
        four_faces(path, names)
        eyes = build_eyes(adsum.settings)
        print(f"{os.cpu_count()} processors, {len(eyes)} workers")
        print(
            f"{'cameras':>8} {'sent/s each':>12} {'looked at/s: least':>19} {'most':>6} "
            f"{'all':>7} {'processors':>11} {'ms/frame':>9}",
            flush=True,
        )
        for count in [n for n in COUNTS if n <= most]:
            _measure(adsum, eyes, path, count)


def _measure(adsum: Any, eyes: Any, path: Path, count: int) -> None:
    from adsum.app.watched import Watched
    from adsum.cameras.paced import Paced
    from adsum.cameras.stream import StreamSource
    from adsum.main.video import VideoRoom, Watching

    open_ = partial(StreamSource, str(path), "film", live=False)
    room = VideoRoom(adsum, Watching(lambda event: None), eyes)
    room.engine.start()
    for number in range(count):
        watched = Watched(f"c{number}", "c", "bench", clocks=False, keeps=False)
        room.add_source(watched, lambda: Paced(open_, loop=True))
    time.sleep(WARM_UP)
    before, began, busy = room.engine.figures(), time.perf_counter(), time.process_time()
    time.sleep(MEASURED)
    after, lapse = room.engine.figures(), time.perf_counter() - began
    busy = time.process_time() - busy
    room.engine.stop()
    pairs = list(zip(before, after, strict=True))
    rates = [(b.looked - a.looked) / lapse for a, b in pairs]
    sent = sum(b.received - a.received for a, b in pairs) / lapse / count
    print(
        f"{count:>8} {sent:>12.1f} {min(rates):>19.1f} {max(rates):>6.1f} {sum(rates):>7.1f} "
        f"{busy / lapse:>11.2f} {1000 * busy / lapse / sum(rates):>9.1f}",
        flush=True,
    )
