"""The gallery in memory, always as new as the database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from adsum.app.ports.store import Records, Store
from adsum.vision.gallery import DecisionRule, Gallery
from adsum.vision.index import ExactIndex, Scan
from adsum.vision.matchers import BLEND, Matcher, View
from adsum.vision.types import RecogniserId, Vector

FindRule = Callable[[RecogniserId, Mapping[str, Vector]], DecisionRule | None]
"""Given whose templates they are and everybody's unit vectors (n x d), the rule for them, or None
for that of the settings."""

# Below so many templates one matrix product is as quick as the int8 index.
INDEX_FROM = 10_000


@dataclass(frozen=True, slots=True)
class Matching:
    """How a gallery answers. scan: for the index of large galleries; None: none is made."""

    matcher: Matcher = BLEND
    find_rule: FindRule | None = None
    scan: Scan | None = None
    index_from: int = INDEX_FROM


@dataclass(slots=True)
class _Loaded:
    """What is in memory of one recogniser's templates: person and vector by template id."""

    generation: int = -1
    templates: dict[str, tuple[str, Vector]] = field(default_factory=dict)
    index: ExactIndex | None = None
    gallery: Gallery = field(default_factory=lambda: Gallery(()))


class LiveGallery:
    """Loads all templates once, and what changed whenever anybody, in any process, changed them."""

    def __init__(
        self,
        store: Store,
        made_by: RecogniserId | Callable[[], RecogniserId],
        matching: Matching | None = None,
    ) -> None:
        """`made_by`: whose templates; a function where the recogniser may be changed."""
        self._store = store
        self._made_by = made_by
        self._matching = matching or Matching()
        self._lock = threading.Lock()
        self._loaded: dict[RecogniserId, _Loaded] = {}

    def current(self, made_by: RecogniserId | None = None) -> Gallery:
        """Return the gallery as of now; of another recogniser's templates if asked for.

        Costs one small query while nothing changes.
        """
        wanted = made_by or self._in_use()
        with self._lock, self._store.read() as records:
            generation = records.photos.generation()
            loaded = self._loaded.get(wanted)
            if loaded is None:
                # The one before is kept: after a change of recogniser its last probes come still.
                self._loaded = dict(list(self._loaded.items())[-1:])
                loaded = self._loaded[wanted] = _Loaded()
            if loaded.generation != generation:
                self._update(loaded, wanted, records)
                loaded.generation = generation
            return loaded.gallery

    def _in_use(self) -> RecogniserId:
        return self._made_by() if callable(self._made_by) else self._made_by

    def _update(self, loaded: _Loaded, made_by: RecogniserId, records: Records) -> None:
        """Read what came, drop what went, and make the gallery anew from what is in memory."""
        before = {template: person for template, (person, _) in loaded.templates.items()}
        owners = records.templates.owners(made_by)
        came = owners.keys() - before.keys()
        vectors = records.templates.vectors(made_by, came)
        loaded.templates = {
            template: (owners[template], loaded.templates[template][1])
            for template in owners.keys() & before.keys()
        } | {template: (owners[template], vector) for template, vector in vectors.items()}
        changed = {owners[t] for t in came} | {before[t] for t in before.keys() - owners.keys()}
        # In a settled order: equal similarities are then decided alike in every process.
        rows = [loaded.templates[template] for template in sorted(loaded.templates)]
        rows.sort(key=lambda row: row[0])
        self._index(loaded, rows, changed)
        matching = self._matching
        people = Gallery(rows, made_by, matcher=matching.matcher)
        rule = matching.find_rule(made_by, people.by_person()) if matching.find_rule else None
        loaded.gallery = Gallery(rows, made_by, rule, matcher=matching.matcher, index=loaded.index)

    def _index(self, loaded: _Loaded, rows: list[tuple[str, Vector]], changed: set[str]) -> None:
        """Keep the index of a large gallery up to date."""
        matching = self._matching
        if matching.scan is None or not isinstance(matching.matcher, View):
            return
        if len(rows) < matching.index_from:
            loaded.index = None
            return
        wanted: dict[str, list[Vector]] = {}
        for person, vector in rows:
            if loaded.index is None or person in changed:
                wanted.setdefault(person, []).append(vector)
        if loaded.index is None:
            loaded.index = ExactIndex(len(rows[0][1]), matching.scan, matching.matcher)
        for person in changed - wanted.keys():
            loaded.index.remove(person)
        loaded.index.put({person: np.stack(vectors) for person, vectors in wanted.items()})
