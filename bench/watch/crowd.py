"""A stream of people at the default threshold: who is punched, and who wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from bench.common import photos
from bench.watch.scenes import ENROLLED, FPS, SIZE, adsum_with, walkers

# No stranger: he is enrolled as Bison_Dele, as the basketball player later called himself.
RENAMED = {"Brian_Williams"}


def run(people: float = 150, strangers: float = 50) -> None:
    """Let people walk by at 15 frames a second, four abreast, in 4 seconds each: sharp, blurred
    and in bad light. A punch is false if the face that it was made for is somebody else's."""
    from adsum.app.camera_events import CameraEvent, Sight
    from adsum.app.watched import Watched
    from adsum.main.video import VideoRoom, Watching, build_eyes
    from tests import crowd as crowds
    from tests.integration.video.test_crowd import Play

    events: list[CameraEvent] = []
    with adsum_with(1000) as (adsum, enrolled):
        order = _order(enrolled, int(people), int(strangers))
        looks = (None, None, crowds.blurred(1.0), crowds.darkened(0.6), None)
        stream, frames = walkers(order, stay=60, looks=looks, size=(75, 130))
        play = Play(stream, frames)
        # It is watched faster than it plays, and nobody punches in the future.
        began = adsum.clock.now() - timedelta(seconds=frames / FPS)
        room = VideoRoom(adsum, Watching(events.append, started=began), build_eyes(adsum.settings))
        room.engine.start()
        room.add_source(Watched("hall", "hall", "bench", keeps=False), lambda: play)
        room.engine.wait(3600)
        room.engine.stop()
    punches = [event for event in events if event.kind is Sight.PUNCHED]
    false = [punch for punch in punches if punch.name != _shown(play, punch, began)]
    expected = {walker.name for walker in stream} & set(enrolled)
    right = {punch.name for punch in punches if punch not in false} & expected
    print(
        f"{len(enrolled)} people enrolled; {len(expected)} of them and "
        f"{len(stream) - len(expected)} strangers walked by on {frames} frames"
    )
    print(
        f"punched {len(right)} of {len(expected)} ({100 * len(right) / len(expected):.1f} %), "
        f"false punches {len(false)}"
    )
    print(f"missed: {', '.join(sorted(expected - right)) or 'nobody'}")
    for punch in false:
        print(f"false: {_shown(play, punch, began)} as {punch.name}, {punch.score or 0:.2f}")


def _order(enrolled: Sequence[str], people: int, strangers: int) -> list[str]:
    """Return enrolled people of whom there are further photos, and others, in a fixed disorder."""
    known = set(enrolled) | RENAMED
    shown = [n for n in enrolled if len(list((photos() / n).iterdir())) > ENROLLED][:people]
    others = [f.name for f in sorted(photos().iterdir()) if f.name not in known][:strangers]
    return [str(n) for n in np.random.default_rng(0).permutation([*shown, *others])]


def _shown(play: Any, punch: Any, began: datetime) -> str | None:
    """Return whose face a punch was made for, by the film's truth."""
    at = (punch.at - began).total_seconds()
    truth = play.truth[min(play.truth, key=lambda known: abs(known - at))]
    x, y, width, height = punch.box
    middle = (x + width / 2) * SIZE[0], (y + height / 2) * SIZE[1]
    inside = [one.name for one in truth if _contains(one.box, *middle)]
    return next(iter(reversed(inside)), None)


def _contains(box: Any, x: float, y: float) -> bool:
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height
