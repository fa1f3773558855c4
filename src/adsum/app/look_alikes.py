"""Who may be taken for whom?"""

from __future__ import annotations

from collections.abc import Collection

from adsum.app.gallery import LiveGallery
from adsum.app.ports.store import Store
from adsum.vision.gallery import DecisionRule
from adsum.vision.lookalikes import LookAlikes, look_alikes


class FindLookAlikes:
    """Name the pairs of people whom the recogniser may confuse, so that they use a PIN.

    Asked after an enrolment for those who were enrolled, or for everybody.
    """

    def __init__(self, store: Store, gallery: LiveGallery, rule: DecisionRule) -> None:
        self._store = store
        self._gallery = gallery
        self._rule = rule

    def execute(self, names: Collection[str] | None = None) -> list[LookAlikes]:
        """Return the pairs (by name) with somebody of `names` in them, most alike first.

        None: all pairs. Names of nobody enrolled are passed over.
        """
        gallery = self._gallery.current()
        with self._store.read() as records:
            known = records.people.names()
        templates = {known.get(id, id): rows for id, rows in gallery.by_person().items()}
        return look_alikes(templates, gallery.rule or self._rule, names)
