"""A synthetic crowd: who is punched, who is not, and how well tracks are kept, by the measures of
multi-object tracking (MOTA, IDF1, identity switches) of the library `motmetrics`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import motmetrics
import numpy as np
import pytest

from adsum.app.camera_events import CameraEvent, Sight
from adsum.app.enrol import EnrolRequest, Status
from adsum.app.watched import Watched
from adsum.config.settings import Settings
from adsum.imaging.masks import load_masks
from adsum.main import Application
from adsum.main.video import VideoRoom, Watching
from adsum.vision.dress import Mask
from adsum.vision.following import VideoEyes
from adsum.vision.scales import iou
from adsum.vision.stages import Detector
from adsum.vision.types import Box
from tests import crowd
from tests.crowd import Sprite, Truth, Walker

ENROLLED, SHOWN = 2, 2
FPS = 15


@dataclass
class Result:
    """What the engine made of a film, beside the truth."""

    events: list[CameraEvent]
    tracking: motmetrics.MOTAccumulator = field(
        default_factory=lambda: motmetrics.MOTAccumulator(auto_id=True)
    )

    @property
    def punched(self) -> list[str]:
        return sorted(e.name or "" for e in self.events if e.kind is Sight.PUNCHED)

    def measure(self, name: str) -> float:
        measures = motmetrics.metrics.create()
        return float(measures.compute(self.tracking, metrics=[name])[name].iloc[0])


class Play:
    """Implements `FrameSource` over a crowd, and writes down the truth of each frame."""

    live = False
    damaged = 0
    seconds = None

    def __init__(self, walkers: Sequence[Walker], frames: int) -> None:
        self.truth: dict[float, list[Truth]] = {}
        self._film = crowd.film(walkers, frames, fps=FPS)

    def frames(self) -> Iterator[crowd.CrowdFrame]:
        for frame, truth in self._film:
            self.truth[frame.at] = truth
            yield frame

    def close(self) -> None: ...


@pytest.fixture(scope="module")
def names(lfw: Path) -> list[str]:
    """Ten people with four photos or more, and after them four strangers."""
    folders = [f.name for f in sorted(lfw.iterdir()) if len(list(f.iterdir())) >= 4]
    # Of these two every enrolment photo shows somebody else, too, and is refused.
    usable = [name for name in folders if name not in ("Boris_Becker", "Elizabeth_Smart")]
    return usable[:: len(folders) // 14][:14]


@pytest.fixture(scope="module")
def adsum(
    names: list[str],
    lfw: Path,
    model_cache: Path,
    eyes: list[VideoEyes],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Application]:
    home = tmp_path_factory.mktemp("crowd")
    adsum = Application(Settings(data=home, cache=model_cache, zone="UTC", workers=1))
    adsum.__dict__["pipeline"] = eyes[0].pipeline
    requests = [
        EnrolRequest(name, f"{name} {photo.name}", photo.read_bytes)
        for name in names[:10]
        for photo in sorted((lfw / name).iterdir())[:ENROLLED]
    ]
    enrolled = {o.name for o in adsum.enrol.execute(requests) if o.status is Status.ENROLLED}
    assert enrolled == set(names[:10])
    yield adsum
    adsum.store.close()


def people(
    names: list[str], lfw: Path, detector: Detector, mask: Mask | None = None
) -> list[tuple[str, tuple[Sprite, ...]]]:
    """Cut out everybody from photos that were not enrolled."""
    found = []
    for name in names:
        photos = sorted((lfw / name).iterdir())[ENROLLED : ENROLLED + SHOWN]
        sprites = [crowd.cut_out(photo, detector, mask) for photo in photos]
        found.append((name, tuple(sprite for sprite in sprites if sprite is not None)))
    return found


def watch(
    adsum: Application, eyes: list[VideoEyes], walkers: Sequence[Walker], frames: int, place: str
) -> Result:
    """Show a film to a camera at a place of its own."""
    play = Play(walkers, frames)
    numbers = {walker.name: number for number, walker in enumerate(walkers)}
    result = Result([])

    def compare(view: object) -> None:
        truth = play.truth[view.picture.at]  # type: ignore[attr-defined]
        faces = view.faces  # type: ignore[attr-defined]
        distances = _distances([t.box for t in truth], [f.box for f in faces])
        result.tracking.update(
            [numbers[t.name] for t in truth], [face.track for face in faces], distances
        )

    room = VideoRoom(adsum, Watching(result.events.append, show=compare), eyes)
    room.engine.start()
    room.add_source(Watched(place, place, place, keeps=False), lambda: play)
    assert room.engine.wait(300) and room.engine.stop()
    return result


def _distances(truth: list[Box], found: list[Box]) -> np.ndarray:
    """1 - intersection over union; NaN where two boxes can not be one face."""
    overlaps = np.array([[iou(t, f) for f in found] for t in truth]).reshape(len(truth), len(found))
    return np.where(overlaps >= 0.4, 1 - overlaps, np.nan)


def test_everybody_who_walks_by_is_punched_once_and_no_stranger(
    adsum: Application, eyes: list[VideoEyes], names: list[str], lfw: Path, detector: Detector
) -> None:
    looks = (None, None, crowd.blurred(1.0), crowd.darkened(0.5))
    walkers, frames = crowd.streams_of(people(names, lfw, detector), stay=40, looks=looks)
    result = watch(adsum, eyes, walkers, frames, "hall")
    assert result.punched == sorted(names[:10])
    assert result.measure("num_switches") <= 1
    assert result.measure("idf1") > 0.9
    assert result.measure("mota") > 0.85


def test_people_who_cross_in_front_of_each_other_keep_their_names(
    adsum: Application, eyes: list[VideoEyes], names: list[str], lfw: Path, detector: Detector
) -> None:
    first, second = people(names[:2], lfw, detector)
    walkers = [
        Walker(first[0], first[1], 0, 75, (0.1, 0.5, 90), (0.9, 0.5, 90)),
        Walker(second[0], second[1], 0, 75, (0.9, 0.52, 120), (0.1, 0.52, 120)),
    ]
    result = watch(adsum, eyes, walkers, 90, "crossing")
    assert result.punched == sorted(names[:2])
    recognised = {(e.track, e.name) for e in result.events if e.kind is Sight.RECOGNISED}
    assert len({name for _, name in recognised}) == 2
    assert result.measure("num_misses") < 40


def test_somebody_behind_a_pillar_is_one_person_with_one_punch(
    adsum: Application, eyes: list[VideoEyes], names: list[str], lfw: Path, detector: Detector
) -> None:
    (person,) = people(names[2:3], lfw, detector)
    grey = np.full((540, 150, 3), 90, np.uint8)
    pillar = Sprite(grey, np.ones((540, 150), np.float32), Box(0, 0, 150, 540))
    walkers = [
        Walker(*person, 0, 60, (0.1, 0.5, 90), (0.9, 0.5, 110)),
        Walker("pillar", (pillar,), 0, 80, (0.5, 0.5, 150), (0.5, 0.5, 150)),
    ]
    result = watch(adsum, eyes, walkers, 75, "pillar")
    assert result.punched == [names[2]]


def test_people_with_masks_are_punched_as_themselves_or_not_at_all(
    adsum: Application,
    eyes: list[VideoEyes],
    names: list[str],
    lfw: Path,
    data: Path,
    detector: Detector,
) -> None:
    mask = load_masks(data / "masks")[0]
    walkers, frames = crowd.streams_of(people(names[:6], lfw, detector, mask), stay=40)
    result = watch(adsum, eyes, walkers, frames, "masks")
    assert set(result.punched) <= set(names[:6])
    assert len(result.punched) >= 4


def test_nobody_is_punched_from_a_picture_that_is_too_small_or_too_dark(
    adsum: Application, eyes: list[VideoEyes], names: list[str], lfw: Path, detector: Detector
) -> None:
    shown = people(names[:4], lfw, detector)
    far, frames = crowd.streams_of(shown, stay=36, size=(16, 20))
    assert watch(adsum, eyes, far, frames, "far").punched == []
    dark, frames = crowd.streams_of(shown, stay=36, looks=(crowd.darkened(0.06),))
    assert watch(adsum, eyes, dark, frames, "dark").punched == []
