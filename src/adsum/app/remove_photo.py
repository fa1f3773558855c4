"""Delete one enrolment photo."""

from __future__ import annotations

from contextlib import suppress

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.ports.clock import Clock
from adsum.app.ports.photos import Erased
from adsum.app.ports.store import Store
from adsum.errors import Conflict, NotFound, Unavailable


class UnknownPhoto(NotFound):
    """There is no such photo (any more)."""

    code = "photo.unknown"
    remedy = "A person's photos are listed at /api/v1/people/{id} and by `adsum people show`."


class LastPhoto(Conflict):
    """Without this photo the person is no longer recognised."""

    code = "photo.last"
    remedy = "Add another photo first, or say that the person is to clock by PIN from now on."


class RemovePhoto:
    """Delete one enrolment photo: the kept face and the templates that every recogniser made of it,
    also in the database's own free space and log.

    The last photo of a person goes only if that is said: they are no longer recognised then, and
    clock by PIN.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def execute(self, actor: Actor, photo_id: str, *, also_last: bool = False) -> Erased:
        """Return what was deleted.

        Raises:
            UnknownPhoto. LastPhoto: it is the last one, and not `also_last`.
        """
        with self._store.write() as records:
            owner = records.photos.owner(photo_id)
            if owner is None:
                raise UnknownPhoto("there is no such photo")
            if not also_last and len(records.photos.of(owner)) == 1:
                raise LastPhoto("it is the person's last photo: without it nobody recognises them")
            erased = records.photos.remove(photo_id)
            journal = Journal(actor, self._clock.now())
            detail = {"templates": str(erased.templates)}
            subject = Subject("photo", photo_id, owner)
            records.audit.append(journal.act("photo.removed", subject, detail=detail))
        with suppress(Unavailable):  # whoever holds the database overwrites when it lets go
            self._store.scrub()
        return erased
