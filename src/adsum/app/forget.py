"""Forget a person."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from adsum.app import codec
from adsum.app.actor import TERMINAL, Actor
from adsum.app.audit import Journal, Subject
from adsum.app.documents import references
from adsum.app.ids import new_id
from adsum.app.kinds import KINDS, PERSON
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Records, Store
from adsum.app.punch import UnknownPerson
from adsum.domain.person import FORGOTTEN
from adsum.errors import Unavailable


@dataclass(frozen=True, slots=True)
class ErasureReceipt:
    """Proof of a deletion, to hand to the person. It holds no name.

    scrubbed: whether the deleted bytes were overwritten in the files at once. If another command
    held the database, they are overwritten when it lets go.
    `digest` is the SHA-256 of the other fields as canonical JSON, so that a copy can be checked.
    """

    receipt: str
    at: str
    pseudonym: str
    photos: int
    templates: int
    punches: int
    scrubbed: bool
    digest: str = ""

    def sealed(self) -> ErasureReceipt:
        """Return the receipt with its digest."""
        fields = {k: v for k, v in asdict(self).items() if k != "digest"}
        canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"))
        return ErasureReceipt(**fields, digest=hashlib.sha256(canonical.encode()).hexdigest())


class Forget:
    """Delete everything that identifies a person, for good, and give a receipt.

    Templates, crops and photos are destroyed, also in the database's own free space and log, and so
    are the PIN and the documents about the person (teams, shifts, pay). Punches, corrections, leave
    and closed figures stay for the books, under a random pseudonym that nothing links to the
    person; reasons that somebody wrote down go.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def execute(self, person_id: str, actor: Actor = TERMINAL) -> ErasureReceipt:
        """Forget the person.

        Raises:
            UnknownPerson: there is no such person.
        """
        pseudonym = f"{FORGOTTEN}{new_id()}"
        with self._store.write() as records:
            person = records.people.get(person_id)
            if person is None:
                raise UnknownPerson("the person is not enrolled")
            erased = records.photos.erase(person_id)
            punches = records.punches.pseudonymise(person_id, pseudonym)
            records.corrections.pseudonymise(person_id, pseudonym)
            records.leave.pseudonymise(person_id, pseudonym)
            records.periods.pseudonymise(person_id, pseudonym)
            records.jobs.forget(person.name)
            records.consents.pseudonymise(person_id, pseudonym)
            records.pins.remove(person_id)
            _remove_documents(records, person_id)
            records.people.remove(person_id)
            # Not whom: the entry must not link the pseudonym to the person.
            journal = Journal(actor, self._clock.now())
            records.audit.append(journal.act("person.forgotten", Subject("person", pseudonym)))
        scrubbed = self._scrub()
        return ErasureReceipt(
            receipt=new_id(),
            at=self._clock.now().isoformat(timespec="seconds"),
            pseudonym=pseudonym,
            photos=erased.photos,
            templates=erased.templates,
            punches=punches,
            scrubbed=scrubbed,
        ).sealed()

    def _scrub(self) -> bool:
        """Overwrite now; the deletion is done and its receipt due even where that must wait."""
        try:
            self._store.scrub()
        except Unavailable:
            return False
        return True


def _remove_documents(records: Records, person_id: str) -> None:
    """Remove every document about the person; closed days keep their frozen figures."""
    for kind in KINDS.values():
        if PERSON not in kind.references.values():
            continue
        for stored in records.documents.all(kind.name):
            value = codec.loads(kind.type, stored.body)
            if (PERSON, person_id) in {(target, id) for _, target, id in references(kind, value)}:
                records.documents.remove(kind.name, stored.id, expected=None)
