"""Live video: frames a second, many cameras on few processors, memory, and who is punched.

    python -m bench.watch speed            one 720p film with four faces, beside other pipelines
    python -m bench.watch cameras          1 to 16 cameras of 720p at 15 frames a second
    python -m bench.watch memory [MINUTES] a looped film with 1,000 people enrolled
    python -m bench.watch crowd            a stream of people, some of them strangers
    python -m bench.watch                  all of them

`speed` also runs the tutorial's pipeline (facenet-pytorch: MTCNN twice, Inception-ResNet-v1 for
each face; random weights for the second) on the same frames, if BENCH_TORCH names a Python with it:
    python -m venv torch && torch/bin/pip install torch numpy pillow opencv-python-headless \\
        && torch/bin/pip install --no-deps facenet-pytorch
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.common import ROOT, photos

sys.path.insert(0, str(ROOT))

SIZE, FPS = (1280, 720), 15.0
TUTORIAL = Path(__file__).with_name("watch_torch.py")


def main(arguments: Sequence[str]) -> None:
    """Run what was asked for."""
    every = {"speed": speed, "cameras": cameras, "crowd": crowd, "memory": memory}
    wanted = arguments[:1] or list(every)
    for name in wanted:
        print(f"\n== {name}")
        every[name](*map(float, arguments[1:]))


@contextmanager
def adsum_with(people: int = 0) -> Iterator[tuple[Any, list[str]]]:
    """Give an Adsum with so many people enrolled, and their names. Their vectors are made from two
    photos where there are some, and are random otherwise."""
    from adsum.app.enrol import EnrolRequest, Status
    from adsum.main import Application, read_settings

    with tempfile.TemporaryDirectory() as folder:
        adsum = Application(read_settings(Path(folder)))
        folders = sorted(photos().iterdir(), key=lambda f: (-len(list(f.iterdir())), f.name))
        requests = [
            EnrolRequest(f.name, str(photo), photo.read_bytes)
            for f in folders[:people]
            for photo in sorted(f.iterdir())[:3]
        ]
        done = adsum.enrol.execute(requests, allow_lookalikes=True)
        names = {o.name for o in done if o.status is Status.ENROLLED}
        try:
            yield adsum, sorted(names)
        finally:
            adsum.store.close()


def walkers(names: Sequence[str], **how: Any) -> tuple[list[Any], int]:
    """Return people who walk by, from photos that were not enrolled."""
    from adsum.main import Application, read_settings
    from adsum.models.runtime import Runtime, RuntimeOptions
    from adsum.models.yunet import YuNet
    from tests import crowd as crowds

    crowds.SIZE = SIZE
    detector = YuNet(Runtime(RuntimeOptions(Application(read_settings()).settings.cache)))
    people = []
    for name in names:
        shots = sorted((photos() / name).iterdir())
        shots = shots[3:6] or shots[:1]
        sprites = [crowds.cut_out(shot, detector) for shot in shots]
        if any(sprites):
            people.append((name, tuple(s for s in sprites if s is not None)))
    return crowds.streams_of(people, **how)


def four_faces(path: Path, seconds: float = 8.0) -> None:
    """Write a film of 720p in which four people sway in view all the time."""
    from adsum.cameras.film import FilmFile
    from tests import crowd as crowds

    folders = [f.name for f in sorted(photos().iterdir()) if len(list(f.iterdir())) >= 6][:40:10]
    standing, _ = walkers(folders, size=(95, 95))
    frames = round(seconds * FPS)
    swaying = [
        crowds.Walker(w.name, w.sprites, 0, frames, (0.14 + 0.2 * n, 0.35 + 0.1 * (n % 2), 90),
                      (0.26 + 0.2 * n, 0.45 + 0.1 * (n % 2), 125), hold=8)
        for n, w in enumerate(standing)
    ]  # fmt: skip
    film = FilmFile(path)
    for frame, _ in crowds.film(swaying, frames, fps=FPS):
        film.add(frame.full(), frame.at)
    film.close()


def speed() -> None:
    """One film with four faces: Adsum, a plain script, the tutorial; decoding included."""
    with tempfile.TemporaryDirectory() as folder, adsum_with(20) as (adsum, _):
        path = Path(folder) / "four.mp4"
        four_faces(path)
        ours, tracked = _adsum_fps(adsum, path)
        plain = _plain_fps(path)
        print(f"Adsum, every frame tracked               {ours:7.1f} frames/s   {tracked}")
        print(
            f"plain script: YuNet 640x360, SFace/face  {plain:7.1f} frames/s   x {ours / plain:.1f}"
        )
        python = os.environ.get("BENCH_TORCH")
        if python is None:
            print("tutorial's pipeline: not run, set BENCH_TORCH")
            return
        done = subprocess.run([python, str(TUTORIAL), str(path)], capture_output=True, text=True,
                              check=True)  # fmt: skip
        theirs = float(done.stdout.split()[-1])
        print(
            f"tutorial's pipeline (facenet-pytorch)    {theirs:7.2f} frames/s   "
            f"x {ours / theirs:.1f}"
        )


def _adsum_fps(adsum: Any, path: Path) -> tuple[float, str]:
    """Return frames a second, three rounds in one film, the models loaded."""
    from adsum.app.watch_camera import Watched
    from adsum.main.video import VideoRoom, Watching, build_eyes

    eyes = build_eyes(adsum.settings, 1)
    seen: list[int] = []
    rates = []
    for round_ in range(4):
        seen.clear()
        how = Watching(lambda event: None, show=lambda view: seen.append(len(view.faces)))
        room = VideoRoom(adsum, how, eyes)
        room.engine.start()
        began = time.perf_counter()
        room.add(Watched("film", "film", "bench", clocks=False, keeps=False), str(path))
        room.engine.wait(600)
        rates.append(len(seen) / (time.perf_counter() - began))
        room.engine.stop()
        if round_ == 0:
            rates.clear()
    figures = f"{len(seen)} frames, faces in view {np.mean(seen):.2f} on average"
    return max(rates), figures


def _plain_fps(path: Path) -> float:
    """Detect at 640 x 360 and embed every face of every frame, as a plain script does."""
    from adsum.cameras.stream import StreamSource
    from adsum.main import Application, read_settings
    from adsum.models.runtime import Runtime, RuntimeOptions
    from adsum.models.sface import SFace
    from adsum.models.yunet import YuNet

    runtime = Runtime(RuntimeOptions(Application(read_settings()).settings.cache))
    detector, embedder = YuNet(runtime), SFace(runtime)
    rates = []
    for _ in range(2):
        source = StreamSource(str(path), path.name, live=False)
        began, frames = time.perf_counter(), 0
        for frame in source.frames():
            image = frame.full()
            small = cv2.resize(image, (640, 360), interpolation=cv2.INTER_AREA)
            for face in detector.detect(np.asarray(small, np.uint8)):
                embedder.embed(image, face.scaled(2.0))
            frames += 1
        rates.append(frames / (time.perf_counter() - began))
    return max(rates)


def cameras(most: float = 16) -> None:
    """1 to 16 cameras that play the film in its own time; each must get its share."""
    from adsum.app.watch_camera import Watched
    from adsum.cameras.paced import Paced
    from adsum.cameras.stream import StreamSource
    from adsum.main.video import VideoRoom, Watching, build_eyes

    with tempfile.TemporaryDirectory() as folder, adsum_with(20) as (adsum, _):
        path = Path(folder) / "four.mp4"
        four_faces(path)
        open_ = partial(StreamSource, str(path), "film", live=False)
        eyes = build_eyes(adsum.settings)
        print(
            f"{'cameras':>8} {'sent/s':>8} {'looked at/s each: least, most':>32} {'processors':>11}"
        )
        for count in [n for n in (1, 2, 4, 8, 12, 16) if n <= most]:
            room = VideoRoom(adsum, Watching(lambda event: None), eyes)
            room.engine.start()
            for number in range(count):
                watched = Watched(f"c{number}", "c", "bench", clocks=False, keeps=False)
                room.add_source(watched, lambda: Paced(open_, loop=True))
            time.sleep(4)
            before, began = room.engine.figures(), time.perf_counter()
            time.sleep(12)
            after, lapse = room.engine.figures(), time.perf_counter() - began
            pairs = list(zip(before, after, strict=True))
            rates = [(b.looked - a.looked) / lapse for a, b in pairs]
            sent = sum(b.received - a.received for a, b in pairs) / lapse / count
            cpu = sum(b.cpu - a.cpu for a, b in pairs) / lapse
            print(f"{count:>8} {sent:>8.1f} {min(rates):>20.1f}, {max(rates):>8.1f} {cpu:>12.2f}")
            room.engine.stop()


def memory(minutes: float = 60.0) -> None:
    """Loop a film with 1,000 people enrolled; report the memory and its slope."""
    from adsum.app.watch_camera import Watched
    from adsum.cameras.paced import Paced
    from adsum.cameras.stream import StreamSource
    from adsum.main.video import VideoRoom, Watching

    with tempfile.TemporaryDirectory() as folder, adsum_with(1000) as (adsum, names):
        path = Path(folder) / "four.mp4"
        four_faces(path)
        open_ = partial(StreamSource, str(path), "film", live=False)
        room = VideoRoom(adsum, Watching(lambda event: None))
        room.engine.start()
        for number in range(2):
            watched = Watched(f"c{number}", "c", "bench", keeps=True)
            room.add_source(watched, lambda: Paced(open_, loop=True))
        times, sizes = [], []
        began = time.monotonic()
        time.sleep(20)
        while time.monotonic() - began < 60 * minutes:
            gc.collect()
            times.append((time.monotonic() - began) / 3600)
            sizes.append(_resident())
            time.sleep(5)
        slope = float(np.polyfit(times, sizes, 1)[0])
        room.engine.stop()
    print(
        f"{len(names)} people, {minutes:g} minutes: {sizes[0]:.0f} MB at first, {sizes[-1]:.0f} MB"
        f" at last, {max(sizes):.0f} MB at most, slope {slope:+.1f} MB/h"
    )


def _resident() -> float:
    """Return the memory of this process in MB."""
    fields = Path("/proc/self/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def crowd(people: float = 150, strangers: float = 50) -> None:
    """A stream of people at the default threshold: who is punched, and who wrongly."""
    from adsum.app.camera_events import CameraEvent, Sight
    from adsum.app.watch_camera import Watched
    from adsum.main.video import VideoRoom, Watching, build_eyes
    from tests import crowd as crowds
    from tests.integration.video.test_crowd import Play

    events: list[CameraEvent] = []
    with adsum_with(1000) as (adsum, enrolled):
        shown = [n for n in enrolled if len(list((photos() / n).iterdir())) >= 4][: int(people)]
        others = [f.name for f in sorted(photos().iterdir()) if f.name.replace("_", " ") not in
                  enrolled and f.name not in enrolled][: int(strangers)]  # fmt: skip
        order = np.random.default_rng(0).permutation([*shown, *others])
        looks = (None, None, crowds.blurred(1.0), crowds.darkened(0.6), None)
        stream, frames = walkers([str(n) for n in order], stay=60, looks=looks, size=(75, 130))
        play = Play(stream, frames)
        room = VideoRoom(adsum, Watching(events.append), build_eyes(adsum.settings))
        room.engine.start()
        room.add_source(Watched("hall", "hall", "bench", keeps=False), lambda: play)
        room.engine.wait(3600)
        room.engine.stop()
    walked = {walker.name for walker in stream}
    punched = {event.name for event in events if event.kind is Sight.PUNCHED}
    right = punched & set(shown)
    expected = walked & set(shown)
    print(
        f"{len(enrolled)} people enrolled; {len(expected)} of them and "
        f"{len(walked - set(shown))} strangers walked by on {frames} frames"
    )
    print(
        f"punched {len(right)} of {len(expected)} ({100 * len(right) / len(expected):.1f} %), "
        f"false punches {len(punched - walked | punched & set(others))}"
    )
    print(f"missed: {', '.join(sorted(expected - punched)) or 'nobody'}")


if __name__ == "__main__":
    main(sys.argv[1:])
