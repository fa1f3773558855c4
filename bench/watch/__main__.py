"""Live video: frames a second, many cameras on few processors, memory, and who is punched.

    python -m bench.watch speed [ROUNDS FRAMES]    one 720p film with four faces, beside others
    python -m bench.watch cameras [MOST]           1 to 16 cameras of 720p at 15 frames a second
    python -m bench.watch memory [MINUTES]         a looped film with 1,000 people enrolled
    python -m bench.watch crowd [PEOPLE STRANGERS] a stream of people, some of them strangers
    python -m bench.watch                          all of them

All films are made from the photos of ADSUM_DATA. Enrolling takes minutes; if BENCH_HOME names a
folder, whoever was enrolled stays there for the next run. `speed` also runs the tutorial's pipeline
(facenet-pytorch: MTCNN twice, Inception-ResNet-v1 for each face; random weights for the second) on
the same film, if BENCH_TORCH names a Python with it:
    python -m venv torch && torch/bin/pip install torch numpy pillow opencv-python-headless \\
        && torch/bin/pip install --no-deps facenet-pytorch
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bench.watch import cameras, crowd, memory, speed

EVERY = {
    "speed": speed.run,
    "cameras": cameras.run,
    "crowd": crowd.run,
    "memory": memory.run,
}


def main(arguments: Sequence[str]) -> None:
    """Run what was asked for."""
    wanted = arguments[:1] or list(EVERY)
    for name in wanted:
        if name not in EVERY:
            sys.exit(__doc__)
        print(f"\n== {name}", flush=True)
        EVERY[name](*map(float, arguments[1:]))


main(sys.argv[1:])
