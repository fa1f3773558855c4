"""Give a person another name."""

from __future__ import annotations

from dataclasses import replace

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.app.punch import UnknownPerson
from adsum.domain.person import Person, clean_name
from adsum.errors import Conflict


class StaleName(Conflict):
    """Somebody else has renamed the person meanwhile."""

    code = "person.stale"
    remedy = "Read the person again, then decide whether your change still makes sense."


class RenamePerson:
    """Give a person another name, under which they type their PIN and are greeted from now on.

    Everything that is recorded of them is theirs by id and shows the new name; sheets that were
    signed and files that were exported keep the old one. Enrolments in bulk that are under way go
    on under the new name, so that the old one is not made anew.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def execute(self, actor: Actor, person_id: str, name: str, *, was: str | None = None) -> Person:
        """Return the person with the new name. was: the name that is changed, None: any.

        Raises:
            UnknownPerson, StaleName. InvalidName: it cannot be a name. Conflict: it is taken.
        """
        wanted = clean_name(name)
        with self._store.write() as records:
            person = records.people.get(person_id)
            if person is None:
                raise UnknownPerson("there is no such person")
            if was is not None and person.name != was:
                raise StaleName("the person has another name by now")
            if person.name == wanted:
                return person
            records.people.rename(person_id, wanted)
            records.jobs.rename(person.name, wanted)
            journal = Journal(actor, self._clock.now())
            subject = Subject("person", person_id, person_id)
            act = journal.act("person.renamed", subject, before=person.name, after=wanted)
            records.audit.append(act)
        return replace(person, name=wanted)
