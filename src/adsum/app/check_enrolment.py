"""What would come of an enrolment: told before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from adsum.app.enrol import Enrol, EnrolOutcome, EnrolRequest
from adsum.app.gallery import LiveGallery
from adsum.app.ports.store import Store
from adsum.domain.person import Person
from adsum.vision.gallery import DecisionRule
from adsum.vision.lookalikes import look_alikes

# A shot less similar (cosine) than this to all the others shows somebody else. SFace's authors call
# two frontal faces one person from 0.363 on; a shot turned aside comes out somewhat lower.
SAME_PERSON = 0.3


@dataclass(frozen=True, slots=True)
class EnrolmentChecked:
    """What would come of it. outcomes: one a photo, in order. claimed_by: the people whose face it
    is already. look_alikes: people whom the recogniser may confuse with this one; ask these pairs
    for a PIN. odd: the positions of photos that show another person than the rest."""

    outcomes: tuple[EnrolOutcome, ...]
    claimed_by: tuple[Person, ...]
    look_alikes: tuple[Person, ...]
    odd: tuple[int, ...]


class CheckEnrolment:
    """Rehearse an enrolment: which photos are good enough, whether the face is enrolled already,
    and who looks so much alike that the pair should use a PIN. Nothing is stored.
    """

    def __init__(
        self, store: Store, enrol: Enrol, gallery: LiveGallery, rule: DecisionRule
    ) -> None:
        self._store = store
        self._enrol = enrol
        self._gallery = gallery
        self._rule = rule

    def execute(
        self, requests: Sequence[EnrolRequest], *, allow_lookalikes: bool = False
    ) -> EnrolmentChecked:
        """Check the photos of one person; all requests have the same name."""
        outcomes = tuple(self._enrol.rehearse(requests, allow_lookalikes=allow_lookalikes))
        claimed = {one.claimed_by for one in outcomes if one.claimed_by is not None}
        alike = self._alike(outcomes)
        with self._store.read() as records:
            found = {id: records.people.get(id) for id in sorted(claimed | alike)}
        people = {id: person for id, person in found.items() if person is not None}
        return EnrolmentChecked(
            outcomes,
            tuple(person for id, person in people.items() if id in claimed),
            tuple(person for id, person in people.items() if id in alike - claimed),
            _odd(outcomes),
        )

    def _alike(self, outcomes: Sequence[EnrolOutcome]) -> set[str]:
        new = [one.vector for one in outcomes if one.vector is not None]
        if not new:
            return set()
        gallery = self._gallery.current()
        templates = dict(gallery.by_person())
        with self._store.read() as records:
            person = records.people.by_name(outcomes[0].name)
        own = person.id if person is not None else ""
        mine = np.stack(new)
        templates[own] = np.concatenate([templates[own], mine]) if own in templates else mine
        pairs = look_alikes(templates, gallery.rule or self._rule, {own})
        return {name for pair in pairs for name in (pair.first, pair.second)} - {own}


def _odd(outcomes: Sequence[EnrolOutcome]) -> tuple[int, ...]:
    """Return the positions of photos that resemble none of the others."""
    given = [(n, one.vector) for n, one in enumerate(outcomes) if one.vector is not None]
    if len(given) < 2:
        return ()
    vectors = np.stack([vector for _, vector in given])
    similar = vectors @ vectors.T
    np.fill_diagonal(similar, -1)
    return tuple(given[row][0] for row in np.flatnonzero(similar.max(axis=1) < SAME_PERSON))
