"""Look at a camera for some seconds, and say how well it is placed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice

from adsum.app.ports.video import Frame, FrameSource, OpenSource
from adsum.vision.following import VideoEyes
from adsum.vision.placement import FaceSample, Placement, judge, sample


class ExamineCamera:
    """Judge light, backlight, blur, the size and direction of faces, and the frame rate.

    Somebody should stand where people are to be recognised. Of a file every frame counts, of a
    camera those that come in some seconds.
    """

    def __init__(self, eyes: VideoEyes) -> None:
        self._eyes = eyes

    def execute(self, open_: OpenSource, seconds: float = 6.0) -> Placement:
        """Return what was measured, with what to do in words.

        Raises:
            AdsumError: the source cannot be opened or breaks off (codes `camera.*`).
        """
        samples: list[FaceSample] = []
        lights: list[float] = []
        times: list[float] = []
        size = (0, 0)
        with closing(open_()) as source:
            for frame in _for_a_while(source, seconds):
                times.append(frame.at)
                size = frame.size
                image = frame.full()
                lights.append(float(image[::4, ::4].mean()))
                found = self._largest(frame)
                if found is not None:
                    samples.append(found)
        spent = times[-1] - times[0] if len(times) > 1 else 0.0
        fps = (len(times) - 1) / spent if spent > 0 else 0.0
        return judge(samples, lights, fps, size)

    def _largest(self, frame: Frame) -> FaceSample | None:
        image = frame.full()
        # Larger than when watching: a face that is found here only is too far away.
        small = frame.small(960)
        by = image.shape[1] / small.shape[1]
        faces = [face for face in self._eyes.detector.detect(small) if face.confidence >= 0.6]
        largest = max(faces, key=lambda face: face.box.area, default=None)
        return None if largest is None else sample(image, largest.scaled(by))


def _for_a_while(source: FrameSource, seconds: float) -> Iterator[Frame]:
    """Yield the frames of the first seconds of a live source, or some of a file."""
    if not source.live:
        yield from islice(source.frames(), 300)
        return
    end = time.monotonic() + seconds
    for frame in source.frames():
        yield frame
        if time.monotonic() > end:
            return
