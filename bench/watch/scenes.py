"""An Adsum that knows people, and films of people, made of photos."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from bench.common import ROOT, photos

sys.path.insert(0, str(ROOT))

SIZE, FPS = (1280, 720), 15.0
# Photos of each person that are enrolled, and after them those that are shown.
ENROLLED, SHOWN = 3, 3


@cache
def enrolled_folder(people: int) -> Path:
    """Return a data folder with those enrolled of whom there are most photos, as a user enrols
    them: by `adsum enrol`. With BENCH_HOME it stays there for the next run."""
    home = os.environ.get("BENCH_HOME") or tempfile.mkdtemp(prefix="adsum-bench-")
    if "BENCH_HOME" not in os.environ:
        atexit.register(shutil.rmtree, home, ignore_errors=True)
    chosen, data = Path(home, f"photos-{people}"), Path(home, f"data-{people}")
    if data.exists():
        return data
    folders = sorted(photos().iterdir(), key=lambda f: (-len(list(f.iterdir())), f.name))
    # Of one in thirty, every photo is refused: others are in it, too.
    for folder in folders[: people + people // 28]:
        (chosen / folder.name).mkdir(parents=True)
        for photo in sorted(folder.iterdir())[:ENROLLED]:
            (chosen / folder.name / photo.name).symlink_to(photo)
    command = [sys.executable, "-m", "adsum", "--data", str(data), "enrol", str(chosen)]
    done = subprocess.run([*command, "--allow-lookalikes"], capture_output=True, check=False)
    shutil.rmtree(chosen)
    if done.returncode not in (0, 1):  # 1: some photos were refused
        shutil.rmtree(data, ignore_errors=True)
        sys.exit(done.stderr.decode())
    return data


@contextmanager
def adsum_with(people: int) -> Iterator[tuple[Any, list[str]]]:
    """Give an Adsum with so many people enrolled, and their names; punches of others before are
    gone."""
    from adsum.main import Application, read_settings

    with tempfile.TemporaryDirectory() as folder:
        data = shutil.copytree(enrolled_folder(people), Path(folder, "data"))
        adsum = Application(read_settings(data))
        with adsum.store.read() as records:
            names = sorted(records.people.names().values())
        try:
            yield adsum, names
        finally:
            adsum.store.close()


def walkers(names: Sequence[str], **how: Any) -> tuple[list[Any], int]:
    """Return people who walk by, from photos that were not enrolled, and how many frames that
    takes. Whoever has no photo beyond those is shown as on the first."""
    from adsum.main import Application, read_settings
    from adsum.models.runtime import Runtime, RuntimeOptions
    from adsum.models.yunet import YuNet
    from tests import crowd as crowds

    crowds.SIZE = SIZE
    detector = YuNet(Runtime(RuntimeOptions(Application(read_settings()).settings.cache)))
    people = []
    for name in names:
        shots = sorted((photos() / name).iterdir())
        shots = shots[ENROLLED : ENROLLED + SHOWN] or shots[:1]
        sprites = [crowds.cut_out(shot, detector) for shot in shots]
        if any(sprites):
            people.append((name, tuple(s for s in sprites if s is not None)))
    return crowds.streams_of(people, **how)


def four_faces(path: Path, names: Sequence[str], seconds: float = 8.0, fps: float = FPS) -> None:
    """Write a film of 720p in which four people sway in view all the time, with other photos now
    and then: the first two of `names`, and two strangers."""
    from adsum.cameras.film import FilmFile
    from tests import crowd as crowds

    known = [name for name in names if len(list((photos() / name).iterdir())) >= 6][:2]
    strangers = [f.name for f in sorted(photos().iterdir()) if f.name not in names]
    standing, _ = walkers([*known, *strangers[:2]])
    frames = round(seconds * fps)
    swaying = [
        crowds.Walker(
            w.name,
            w.sprites,
            0,
            frames,
            (0.14 + 0.2 * n, 0.35 + 0.1 * (n % 2), 90),
            (0.26 + 0.2 * n, 0.45 + 0.1 * (n % 2), 125),
            hold=round(fps * 8 / 15),
        )
        for n, w in enumerate(standing)
    ]
    film = FilmFile(path)
    for frame, _ in crowds.film(swaying, frames, fps=fps):
        film.add(frame.full(), frame.at)
    film.close()
