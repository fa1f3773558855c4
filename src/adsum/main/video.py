"""The parts of live video, put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import cv2

from adsum.app.camera_events import Tell
from adsum.app.camera_feed import CameraFeed, FeedTools, Reconnect
from adsum.app.gallery import LiveGallery
from adsum.app.open_door import OpenDoor
from adsum.app.ports.video import FrameSource, OpenSource
from adsum.app.presence import Presence
from adsum.app.video_engine import VideoEngine
from adsum.app.watch_camera import WatchCamera, WatchTools
from adsum.app.watched import Show, View, Watched
from adsum.cameras.bytetrack import ByteTrackTracker
from adsum.cameras.paced import Paced
from adsum.cameras.sources import open_source
from adsum.config.settings import Settings
from adsum.imaging.annotate import Label, annotate
from adsum.main.application import Application
from adsum.models import recognisers
from adsum.models.refiner import LandmarkRefiner, RefinedDetector
from adsum.models.runtime import Runtime, RuntimeOptions
from adsum.models.yunet import YuNet
from adsum.system.machine import processors
from adsum.vision.following import FollowRule, VideoEyes
from adsum.vision.pipeline import FacePipeline
from adsum.vision.types import Image
from adsum.vision.vote import Verdict

# From here on a face may go on with a track; the tracker begins one only with a surer face.
_DOUBTFUL = 0.3


def build_eyes(
    settings: Settings, count: int | None = None, recogniser: str = recognisers.DEFAULT
) -> list[VideoEyes]:
    """Return what each of `count` workers looks with (None: as many as the settings say).

    Each has a detector of its own, which every frame needs, so that workers do not wait for each
    other. The recogniser, which a frame seldom needs, is shared: it takes a hundred times the
    memory. All compute in the worker's thread, so that a camera's processor time can be measured.
    """
    cv2.setNumThreads(1)
    workers = count or settings.video_workers or max(1, min(4, processors()))
    runtime = Runtime(RuntimeOptions(settings.cache, settings.precision))
    pipeline = recognisers.build(recogniser, runtime)
    return [_eyes(settings, pipeline) for _ in range(workers)]


def _eyes(settings: Settings, pipeline: FacePipeline) -> VideoEyes:
    runtime = Runtime(RuntimeOptions(settings.cache, settings.precision))
    detector = YuNet(runtime, min_confidence=_DOUBTFUL)
    refiner = RefinedDetector(detector, LandmarkRefiner(runtime))
    return VideoEyes(detector, refiner, pipeline)


@dataclass(frozen=True, slots=True)
class Watching:
    """How sources are watched. started: when a file begins; None: now. paced: whether files are
    played in their own time. loop: whether they begin anew."""

    tell: Tell
    open_door: OpenDoor | None = None
    show: Show | None = None
    started: datetime | None = None
    paced: bool = False
    loop: bool = False
    reconnect: Reconnect = field(default_factory=Reconnect)
    rule: FollowRule = field(default_factory=FollowRule)


class VideoRoom:
    """An engine over the records of one Adsum."""

    def __init__(
        self,
        adsum: Application,
        how: Watching,
        eyes: Sequence[VideoEyes] | None = None,
        gallery: LiveGallery | None = None,
    ) -> None:
        """eyes: of the workers; built if not given. gallery: shared with the rest of the server."""
        settings = adsum.settings
        # A recogniser that is chosen while cameras run is theirs from the next start.
        eyes = eyes or build_eyes(settings, recogniser=adsum.switch_recogniser.choice().active)
        self._adsum, self._how = adsum, how
        self.engine = VideoEngine(eyes)
        self._tools = WatchTools(
            store=adsum.store,
            clock=adsum.clock,
            gallery=gallery or adsum.gallery_of(eyes[0].pipeline.made_by),
            decision=adsum.rule,
            punch=adsum.punch,
            keep=adsum.keep_visit,
            presence=Presence(timedelta(seconds=settings.quiet)),
            tell=how.tell,
            open_door=how.open_door,
            show=how.show,
            rule=how.rule,
        )

    def add(self, watched: Watched, source: str) -> None:
        """Watch a source: a webcam, an address, a file or a folder."""
        self.add_source(watched, self._opener(source))

    def add_source(self, watched: Watched, open_: OpenSource) -> None:
        """Watch what `open_` opens."""
        how = self._how
        tracker = ByteTrackTracker(memory=how.rule.patience)
        watch = WatchCamera(watched, self._tools, tracker)
        tools = FeedTools(self._adsum.clock, how.tell, how.reconnect, how.started)
        self.engine.add(CameraFeed(watch, open_, tools, self.engine.wake))

    def _opener(self, source: str) -> Callable[[], FrameSource]:
        open_ = partial(open_source, source, self._decode)
        if self._how.paced and not ("://" in source or source.isdecimal()):
            return lambda: Paced(open_, loop=self._how.loop)
        return open_

    def _decode(self, path: Path) -> Image:
        return self._adsum.decoder.decode(self._adsum.photo(path).read())


def drawn(view: View, *, longest: int = 1280, scores: bool = False) -> Image:
    """Return the view's picture (BGR) with boxes and names; scores: for the operator."""
    image = view.picture.small(longest)
    by = image.shape[1] / view.picture.size[0]
    labels = []
    for face in view.faces:
        name = view.names.get(face.track)
        stranger = face.decision.verdict is Verdict.UNKNOWN
        caption = name or ("unknown" if stranger else "...")
        if scores and face.score is not None:
            caption = f"{caption} {face.score:.2f}"
        known = True if name else (False if stranger else None)
        labels.append(Label(face.box.scaled(by), caption, known))
    return annotate(image, labels)
