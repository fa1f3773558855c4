"""The adapters of one data folder, each built when first used."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from adsum.app.gallery import LiveGallery
from adsum.app.ports.clock import Clock
from adsum.app.recognition import LivePipeline
from adsum.cameras.files import PhotoFile, pictures
from adsum.config.settings import Settings
from adsum.domain.instants import zone
from adsum.imaging.decode import DecodeLimits, PhotoDecoder
from adsum.main.databases import open_store, open_uploads
from adsum.main.matching import gallery_matching, settings_rule
from adsum.main.recognition import build_pipeline
from adsum.models import recognisers
from adsum.storage.spool import SealedSpool
from adsum.storage.store import SqlStore
from adsum.system.clock import SystemClock
from adsum.system.machine import processors
from adsum.vision.gallery import DecisionRule
from adsum.vision.pipeline import FacePipeline
from adsum.vision.types import RecogniserId


class Foundation:
    """What the use cases of one data folder stand on: its records, its pictures, its recogniser.
    Parts are built when first used, so that a command that looks at no picture loads no model."""

    def __init__(self, settings: Settings, *, threads: int = 1, clock: Clock | None = None) -> None:
        zone(settings.zone)
        self.settings = settings
        self.clock = clock or SystemClock()
        self._threads = threads
        self._recognisers: dict[str, FacePipeline] = {}

    @property
    def workers(self) -> int:
        """How many photos are examined side by side."""
        return self.settings.workers or processors()

    @cached_property
    def store(self) -> SqlStore:
        """The records; the data folder, its key and its tables are made if they are missing."""
        return open_store(self.settings)

    @cached_property
    def decoder(self) -> PhotoDecoder:
        limits = DecodeLimits(self.settings.max_upload_bytes, self.settings.max_pixels)
        return PhotoDecoder(limits)

    @cached_property
    def pipeline(self) -> LivePipeline:
        """The recogniser in use, whichever the data folder has."""
        return LivePipeline(self.store, self.recogniser)

    def recogniser(self, name: str) -> FacePipeline:
        """Return a recogniser by its name, or by a user's `.toml` file; empty: the default."""
        wanted = name or recognisers.DEFAULT
        if wanted not in self._recognisers:
            built = build_pipeline(self.settings, threads=self._threads, recogniser=wanted)
            self._recognisers[wanted] = built
        return self._recognisers[wanted]

    @cached_property
    def gallery(self) -> LiveGallery:
        return self.gallery_of(lambda: self.pipeline.made_by)

    def gallery_of(self, made_by: RecogniserId | Callable[[], RecogniserId]) -> LiveGallery:
        """Return the gallery of one recogniser's templates, or of those of the one in use."""
        return LiveGallery(self.store, made_by, gallery_matching(self.settings, self.pipeline))

    @property
    def rule(self) -> DecisionRule:
        """The decision rule of the settings."""
        return settings_rule(self.settings)

    @cached_property
    def uploads(self) -> SealedSpool:
        return open_uploads(self.settings)

    def photo(self, path: Path) -> PhotoFile:
        """Return a photo file that refuses to be read when it is too large."""
        return PhotoFile(path, self.settings.max_upload_bytes)

    def pictures(self, paths: list[Path]) -> list[Path]:
        """Return the picture files that `paths` name, folders expanded."""
        return list(pictures(paths))
