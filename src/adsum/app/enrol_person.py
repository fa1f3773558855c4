"""Enrol the chosen photos of one person, and note who did it."""

from __future__ import annotations

from collections.abc import Sequence

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.enrol import Enrol, EnrolOutcome, EnrolRequest, Status
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store


class EnrolPerson:
    """Enrol photos of one person, each with the checks of every enrolment, and note in the audit
    log who added how many."""

    def __init__(self, store: Store, clock: Clock, enrol: Enrol) -> None:
        self._store = store
        self._clock = clock
        self._enrol = enrol

    def execute(
        self, actor: Actor, requests: Sequence[EnrolRequest], *, allow_lookalikes: bool = False
    ) -> list[EnrolOutcome]:
        """Return one outcome per photo, in order; all requests have the same name."""
        outcomes = list(self._enrol.execute(requests, allow_lookalikes=allow_lookalikes))
        added = sum(one.status is Status.ENROLLED for one in outcomes)
        if added:
            with self._store.write() as records:
                person = records.people.by_name(outcomes[0].name)
                if person is not None:
                    subject = Subject("person", person.id, person.id)
                    detail = {"photos": str(added)}
                    journal = Journal(actor, self._clock.now())
                    records.audit.append(journal.act("person.enrolled", subject, detail=detail))
        return outcomes
