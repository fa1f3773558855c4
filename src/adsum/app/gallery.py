"""The gallery in memory, always as new as the database."""

from __future__ import annotations

import threading

from adsum.app.ports.store import Store
from adsum.vision.gallery import Gallery
from adsum.vision.types import RecogniserId


class LiveGallery:
    """Loads all templates once and again whenever anybody, in any process, has changed them."""

    def __init__(self, store: Store, made_by: RecogniserId) -> None:
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
                self._gallery = Gallery(records.photos.templates(self._made_by), self._made_by)
                self._generation = generation
            return self._gallery
