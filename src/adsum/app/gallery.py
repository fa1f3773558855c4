"""The gallery in memory, always as new as the database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from adsum.app.ports.store import Store
from adsum.vision.gallery import DecisionRule, Gallery
from adsum.vision.types import RecogniserId, Vector

Calibrate = Callable[[Sequence[tuple[str, Vector]]], DecisionRule | None]
"""Given (person id, unit vector) of all templates, the rule for them, or None for the default."""


class LiveGallery:
    """Loads all templates once and again whenever anybody, in any process, has changed them."""

    def __init__(
        self, store: Store, made_by: RecogniserId, calibrate: Calibrate | None = None
    ) -> None:
        """`calibrate` finds the decision rule for each new state of the gallery."""
        self._calibrate = calibrate
        self._store = store
        self._made_by = made_by
        self._lock = threading.Lock()
        self._generation = -1
        self._gallery = Gallery((), made_by)

    def current(self) -> Gallery:
        """Return the gallery as of now. Costs one small query while nothing changes."""
        with self._lock, self._store.read() as records:
            generation = records.photos.generation()
            if generation != self._generation:
                templates = records.photos.templates(self._made_by)
                rule = self._calibrate(templates) if self._calibrate else None
                self._gallery = Gallery(templates, self._made_by, rule)
                self._generation = generation
            return self._gallery
