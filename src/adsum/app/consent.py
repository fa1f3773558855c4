"""Consent to being recognised by face: recorded by version, withdrawn with effect at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adsum.app import codec
from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.ids import new_id
from adsum.app.masterdata import ConsentText
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Records, Store
from adsum.app.principal import Role
from adsum.app.punch import UnknownPerson
from adsum.app.scope import OutOfScope
from adsum.domain.consent import Channel, Consent, ConsentState, newest, state
from adsum.errors import NotFound, Unavailable


class NoConsentText(NotFound):
    """There is no text that could be agreed to, or not in this version."""

    code = "consent.no_text"
    remedy = "Write a consent text first, and name one of its versions."


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody agrees to. version: None for the newest."""

    person_id: str
    channel: Channel
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What a withdrawal took away. has_pin: whether the person can still clock in and out;
    scrubbed: whether the deleted bytes are overwritten already."""

    consent: Consent
    photos: int
    templates: int
    has_pin: bool
    scrubbed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands. photos: how many are enrolled, with or without consent."""

    person_id: str
    name: str
    state: ConsentState
    last: Consent | None
    photos: int


class ManageConsent:
    """Record who agreed to which version of the text, when and how; everybody says it for
    themselves, and the office notes what was said on paper.

    A withdrawal destroys the face templates and photos and says whether there is a PIN left to
    clock with; punches stay. Nobody who withdrew can be enrolled before they agree again.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def give(self, actor: Actor, given: Given) -> Consent:
        """Record that somebody agrees.

        Raises:
            UnknownPerson, NoConsentText. OutOfScope: it is somebody else's to say.
        """
        _check(actor, given.person_id)
        with self._store.write() as records:
            _known(records, given.person_id)
            text = _text(records, given.version)
            fact = Consent(
                new_id(),
                given.person_id,
                True,
                self._clock.now(),
                actor.identity,
                given.channel,
                text.version,
                codec.digest(text.text),
            )
            self._store_fact(records, actor, fact, "consent.given")
        return fact

    def withdraw(self, actor: Actor, person_id: str, channel: Channel) -> Withdrawn:
        """Record that somebody does not agree (any more), and destroy their templates.

        Raises:
            UnknownPerson. OutOfScope: it is somebody else's to say.
        """
        _check(actor, person_id)
        now = self._clock.now()
        with self._store.write() as records:
            _known(records, person_id)
            fact = Consent(new_id(), person_id, False, now, actor.identity, channel)
            erased = records.photos.erase(person_id)
            has_pin = records.pins.hash_of(person_id) is not None
            self._store_fact(records, actor, fact, "consent.withdrawn")
        return Withdrawn(fact, erased.photos, erased.templates, has_pin, self._scrub())

    def of(self, actor: Actor, person_id: str) -> Sequence[Consent]:
        """Return all that a person said, oldest first. Raises as `give`."""
        _check(actor, person_id)
        with self._store.read() as records:
            _known(records, person_id)
            return records.consents.of(person_id)

    def standing(self, person_id: str) -> ConsentState:
        """Return where a person stands."""
        with self._store.read() as records:
            return state(newest(records.consents.of(person_id)), in_force(records))

    def report(
        self, wanted: ConsentState | None = None, *, after: str = "", limit: int = 100
    ) -> list[Standing]:
        """Return everybody by name, or those in one state; `after`: the last name before."""
        with self._store.read() as records:
            latest, version = records.consents.latest(), in_force(records)
            names, photos = records.people.names(), records.photos.counts()
        found = []
        for person_id, name in sorted(names.items(), key=lambda item: item[1].casefold()):
            last = latest.get(person_id)
            stands = state(last, version)
            if name.casefold() > after.casefold() and wanted in (None, stands):
                found.append(Standing(person_id, name, stands, last, photos.get(person_id, 0)))
        return found[:limit]

    def _store_fact(self, records: Records, actor: Actor, fact: Consent, name: str) -> None:
        records.consents.add(fact)
        subject = Subject("consent", fact.id, fact.person_id)
        detail = {"channel": fact.channel.value}
        if fact.version is not None:
            detail["version"] = str(fact.version)
        records.audit.append(Journal(actor, fact.at).act(name, subject, after=fact, detail=detail))

    def _scrub(self) -> bool:
        try:
            self._store.scrub()
        except Unavailable:
            return False
        return True


def texts(records: Records) -> list[ConsentText]:
    """Return all texts, oldest version first."""
    found = (codec.loads(ConsentText, row.body) for row in records.documents.all("consent_text"))
    return sorted(found, key=lambda text: (text.version, text.id))


def in_force(records: Records) -> int | None:
    """Return the newest version of the text; None while there is none."""
    found = texts(records)
    return found[-1].version if found else None


def _text(records: Records, version: int | None) -> ConsentText:
    found = [text for text in texts(records) if version in (None, text.version)]
    if not found:
        raise NoConsentText("there is no consent text of this version")
    return found[-1]


def _known(records: Records, person_id: str) -> None:
    if records.people.get(person_id) is None:
        raise UnknownPerson("the person is not enrolled")


def _check(actor: Actor, person_id: str) -> None:
    if actor.role not in (Role.OWNER, Role.HR) and actor.person_id != person_id:
        raise OutOfScope("everybody consents for themselves")
