"""One film with four faces through Adsum, a plain script and the tutorial's pipeline, in turns."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.watch.scenes import adsum_with, four_faces

# As a webcam gives them.
FPS = 30.0
TUTORIAL = Path(__file__).with_name("tutorial.py")
Turn = Callable[[], tuple[int, float, float]]
"""Frames looked at, seconds and processor seconds."""


@dataclass
class Rates:
    """Of one pipeline: frames a second, and processor milliseconds a frame, round by round."""

    fps: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, frames: int, seconds: float, cpu: float) -> None:
        self.fps.append(frames / seconds)
        self.cpu.append(1000 * cpu / frames)


def run(rounds: float = 4, frames: float = 6) -> None:
    """Each in turn, so that whatever else the machine does falls on all alike; the best round
    counts. Decoding is included. frames: of the tutorial's pipeline in a round."""
    with tempfile.TemporaryDirectory() as folder, adsum_with(20) as (adsum, names):
        path = Path(folder) / "four.mp4"
        four_faces(path, names, fps=FPS)
        seen: list[int] = []
        turns = {
            "Adsum, every frame tracked": _adsum(adsum, path, seen),
            "plain script: YuNet 640x360, SFace per face": _plain(path),
        }
        with _tutorial(path, round(frames)) as theirs:
            if theirs is not None:
                turns["tutorial's pipeline (facenet-pytorch)"] = theirs
            rates = {name: Rates() for name in turns}
            for number in range(1 + round(rounds)):
                for name, turn in turns.items():
                    done = turn()
                    print(".", end="", flush=True)
                    if number:  # the first loads and warms up
                        rates[name].add(*done)
    print()
    print(f"{len(seen)} frames a round, faces in view: {np.mean(seen):.2f} on average")
    ours, *_ = rates.values()
    print(f"{'':<44} {'frames/s':>9} {'x':>7} {'processor ms/frame':>19} {'x':>7}")
    for name, of in rates.items():
        faster, cheaper = max(ours.fps) / max(of.fps), min(of.cpu) / min(ours.cpu)
        print(f"{name:<44} {max(of.fps):>9.2f} {faster:>7.1f} {min(of.cpu):>19.1f} {cheaper:>7.1f}")


def _adsum(adsum: Any, path: Path, seen: list[int]) -> Turn:
    """Return what watches the film as `adsum watch` does, on as many workers as by default.
    seen: is given the number of faces in view on each frame."""
    from adsum.app.watched import Watched
    from adsum.main.video import VideoRoom, Watching, build_eyes

    eyes = build_eyes(adsum.settings)

    def turn() -> tuple[int, float, float]:
        seen.clear()
        how = Watching(lambda event: None, show=lambda view: seen.append(len(view.faces)))
        room = VideoRoom(adsum, how, eyes)
        room.engine.start()
        began, cpu = time.perf_counter(), time.process_time()
        room.add(Watched("film", "film", "bench", clocks=False, keeps=False), str(path))
        room.engine.wait(600)
        done = len(seen), time.perf_counter() - began, time.process_time() - cpu
        room.engine.stop()
        return done

    return turn


def _plain(path: Path) -> Turn:
    """Return what detects at 640 x 360 and embeds every face of every frame, one after the other,
    as a plain script does."""
    from adsum.cameras.stream import StreamSource
    from adsum.main import Application, read_settings
    from adsum.models.runtime import Runtime, RuntimeOptions
    from adsum.models.sface import SFace
    from adsum.models.yunet import YuNet

    runtime = Runtime(RuntimeOptions(Application(read_settings()).settings.cache))
    detector, embedder = YuNet(runtime), SFace(runtime)

    def turn() -> tuple[int, float, float]:
        source = StreamSource(str(path), path.name, live=False)
        began, cpu, frames = time.perf_counter(), time.process_time(), 0
        for frame in source.frames():
            image = frame.full()
            small = cv2.resize(image, (640, 360), interpolation=cv2.INTER_AREA)
            for face in detector.detect(np.asarray(small, np.uint8)):
                embedder.embed(image, face.scaled(2.0))
            frames += 1
        return frames, time.perf_counter() - began, time.process_time() - cpu

    return turn


@contextmanager
def _tutorial(path: Path, frames: int) -> Iterator[Turn | None]:
    """Give the tutorial's pipeline, in a process of its own that waits between the turns; None
    without a Python that has it."""
    python = os.environ.get("BENCH_TORCH")
    if python is None:
        print("tutorial's pipeline: not run, set BENCH_TORCH")
        yield None
        return
    command = [python, str(TUTORIAL), str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        into, out = process.stdin, process.stdout
        assert into is not None and out is not None

        def turn() -> tuple[int, float, float]:
            into.write(f"{frames}\n")
            into.flush()
            _, seconds, cpu = out.readline().split()
            return frames, float(seconds), float(cpu)

        yield turn
        into.close()
