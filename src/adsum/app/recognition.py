"""The recogniser in use, which may be changed while everything runs."""

from __future__ import annotations

import threading
from collections.abc import Callable

from adsum.app.ports.store import Store
from adsum.vision.pipeline import FacePipeline
from adsum.vision.types import DescribedFace, Face, Image, Quality, RecogniserId

Build = Callable[[str], FacePipeline]
"""Builds a recogniser by its name; the empty name is the default one."""


class LivePipeline(FacePipeline):
    """The recogniser that the records name, built when it is first needed, and again when somebody,
    in any process, has chosen another."""

    def __init__(self, store: Store, build: Build) -> None:
        self._store = store
        self._build = build
        self._lock = threading.Lock()
        self._built: tuple[str, FacePipeline] | None = None

    def current(self) -> FacePipeline:
        """Return the one recogniser to use for one piece of work, from detection to match."""
        with self._store.read() as records:
            name = records.templates.choice().active
        with self._lock:
            if self._built is None or self._built[0] != name:
                self._built = name, self._build(name)
            return self._built[1]

    @property
    def made_by(self) -> RecogniserId:
        return self.current().made_by

    @property
    def threshold(self) -> float:
        return self.current().threshold

    def detect(self, image: Image) -> list[Face]:
        """Return the faces of `image`, most confident first."""
        return self.current().detect(image)

    def describe(self, image: Image, face: Face, measured: Quality | None = None) -> DescribedFace:
        """Embed one face of `image`, and measure it unless that was done before."""
        return self.current().describe(image, face, measured)

    def describe_all(self, image: Image) -> list[DescribedFace]:
        """Detect, measure and embed every face of `image`."""
        return self.current().describe_all(image)
