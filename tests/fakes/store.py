"""The records in memory: implements `app.ports.store.Store`."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import astuple, dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from adsum.app.ports.accounts import AccessToken, Account
from adsum.app.ports.photos import EnrolledPhoto, Erased, PhotoSummary
from adsum.app.ports.punches import NO_ORIGIN, Origin
from adsum.domain.instants import instant
from adsum.domain.person import Person
from adsum.domain.punch import Punch
from adsum.errors import Conflict
from adsum.vision.types import RecogniserId, Vector
from tests.fakes.attendance import (
    FakeAuditLog,
    FakeCorrections,
    FakeDocuments,
    FakeGenerations,
    FakeLeaveRequests,
    FakePeriods,
)
from tests.fakes.consents import FakeConsents
from tests.fakes.jobs import FakeJobs
from tests.fakes.machines import (
    FakeCredentials,
    FakeIdempotencyKeys,
    FakeOutbox,
    FakePins,
    FakeSecrets,
)
from tests.fakes.templates import FakeTemplates
from tests.fakes.visitors import FakeVisitors


@dataclass
class FakePeople:
    rows: dict[str, Person] = field(default_factory=dict)

    def add(self, person: Person) -> None:
        if self.by_name(person.name) is not None:
            raise Conflict(f"{person.name} is already known")
        self.rows[person.id] = replace(person, created_at=instant(person.created_at))

    def get(self, person_id: str) -> Person | None:
        return self.rows.get(person_id)

    def by_name(self, name: str) -> Person | None:
        wanted = name.casefold()
        return next((p for p in self.rows.values() if p.name.casefold() == wanted), None)

    def page(
        self,
        *,
        after: str = "",
        limit: int = 100,
        search: str = "",
        among: Iterable[str] | None = None,
    ) -> Sequence[Person]:
        wanted = set(self.rows if among is None else among)
        found = [p for p in self.rows.values() if p.id in wanted]
        found.sort(key=lambda p: p.name.casefold())
        return [
            p
            for p in found
            if (not after or p.name.casefold() > after.casefold())
            and search.casefold() in p.name.casefold()
        ][:limit]

    def names(self, ids: Iterable[str] | None = None) -> dict[str, str]:
        wanted = set(self.rows if ids is None else ids)
        return {p.id: p.name for p in self.rows.values() if p.id in wanted}

    def rename(self, person_id: str, name: str) -> None:
        same = self.by_name(name)
        if same is not None and same.id != person_id:
            raise Conflict(f"{name} is already known")
        self.rows[person_id] = replace(self.rows[person_id], name=name)

    def remove(self, person_id: str) -> None:
        self.rows.pop(person_id, None)


@dataclass
class FakePhotos:
    rows: dict[str, EnrolledPhoto] = field(default_factory=dict)
    more: dict[tuple[str, RecogniserId], Vector] = field(default_factory=dict)
    changes: int = 0

    def made(self) -> list[tuple[str, RecogniserId, Vector]]:
        """Photo id, recogniser and vector of every template."""
        own = [(p.id, p.embedding.made_by, p.embedding.vector) for p in self.rows.values()]
        return own + [(photo_id, made_by, v) for (photo_id, made_by), v in self.more.items()]

    def makers(self, photo_id: str) -> tuple[RecogniserId, ...]:
        """Whose templates a photo has."""
        return tuple(sorted((m for p, m, _ in self.made() if p == photo_id), key=astuple))

    def add(self, photo: EnrolledPhoto) -> None:
        if self.has(photo.person_id, photo.sha256):
            raise Conflict("the person has this photo already")
        self.rows[photo.id] = photo
        self.changes += 1

    def has(self, person_id: str, sha256: str) -> bool:
        return (person_id, sha256) in self.hashes()

    def hashes(self) -> set[tuple[str, str]]:
        return {(p.person_id, p.sha256) for p in self.rows.values()}

    def of(self, person_id: str) -> Sequence[PhotoSummary]:
        found = sorted(self.rows.values(), key=lambda p: (p.created_at, p.id))
        return [
            PhotoSummary(p.id, p.person_id, p.quality, self.makers(p.id), p.created_at)
            for p in found
            if p.person_id == person_id
        ]

    def counts(self) -> dict[str, int]:
        return dict(Counter(p.person_id for p in self.rows.values()))

    def owner(self, photo_id: str) -> str | None:
        photo = self.rows.get(photo_id)
        return photo.person_id if photo else None

    def crop(self, photo_id: str) -> bytes | None:
        photo = self.rows.get(photo_id)
        return photo.crop or None if photo else None

    def templates(self, made_by: RecogniserId) -> Sequence[tuple[str, Vector]]:
        return [(self.rows[p].person_id, v) for p, made, v in self.made() if made == made_by]

    def recognisers(self) -> Sequence[tuple[RecogniserId, int]]:
        counted = Counter(made_by for _, made_by, _ in self.made())
        return sorted(counted.items(), key=lambda item: astuple(item[0]))

    def generation(self) -> int:
        return self.changes

    def remove(self, photo_id: str) -> Erased:
        return self._erased([photo_id] if photo_id in self.rows else [])

    def erase(self, person_id: str) -> Erased:
        return self._erased([p.id for p in self.rows.values() if p.person_id == person_id])

    def _erased(self, gone: list[str]) -> Erased:
        before = len(self.made())
        for photo_id in gone:
            del self.rows[photo_id]
        self.more = {key: v for key, v in self.more.items() if key[0] not in gone}
        self.changes += 1
        return Erased(photos=len(gone), templates=before - len(self.made()))


@dataclass
class FakePunches:
    rows: dict[str, Punch] = field(default_factory=dict)
    made_by: dict[str, Origin] = field(default_factory=dict)

    def add(self, punch: Punch, origin: Origin = NO_ORIGIN) -> None:
        if self.by_client_id(punch.client_id) is not None:
            raise Conflict(f"the punch {punch.client_id} is recorded already")
        self.rows[punch.id] = punch
        self.made_by[punch.id] = origin

    def get(self, punch_id: str) -> Punch | None:
        return self.rows.get(punch_id)

    def origins(self, punch_ids: Iterable[str]) -> dict[str, Origin]:
        asked = {id: self.made_by.get(id, NO_ORIGIN) for id in punch_ids}
        return {id: origin for id, origin in asked.items() if origin != NO_ORIGIN}

    def by_person(
        self, start: datetime, end: datetime, people: Iterable[str] | None = None
    ) -> dict[str, list[Punch]]:
        wanted = None if people is None else set(people)
        found: defaultdict[str, list[Punch]] = defaultdict(list)
        for punch in self.between(start, end):
            if wanted is None or punch.person_id in wanted:
                found[punch.person_id].append(punch)
        return dict(found)

    def punchers(self, start: datetime, end: datetime) -> frozenset[str]:
        return frozenset(punch.person_id for punch in self.between(start, end))

    def pseudonyms(self) -> frozenset[str]:
        people = {punch.person_id for punch in self.rows.values()}
        return frozenset(id for id in people if id.startswith("forgotten-"))

    def recorded_since(self, at: datetime, start: datetime, end: datetime) -> frozenset[str]:
        return frozenset(p.person_id for p in self.between(start, end) if p.recorded_at >= at)

    def by_client_id(self, client_id: str) -> Punch | None:
        return next((p for p in self.rows.values() if p.client_id == client_id), None)

    def between(
        self, start: datetime, end: datetime, person_id: str | None = None
    ) -> Sequence[Punch]:
        first, beyond = instant(start), instant(end)
        found = sorted(self.rows.values(), key=lambda p: (p.at, p.recorded_at, p.id))
        return [p for p in found if first <= p.at < beyond and person_id in (None, p.person_id)]

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        own = [p for p in self.rows.values() if p.person_id == person_id]
        for punch in own:
            self.rows[punch.id] = replace(punch, person_id=pseudonym, score=None)
            self.made_by[punch.id] = replace(self.made_by.get(punch.id, NO_ORIGIN), author=None)
        return len(own)


@dataclass
class FakeRecent:
    punches: FakePunches = field(default_factory=FakePunches)

    def people_since(self, at: datetime) -> frozenset[str]:
        return frozenset(p.person_id for p in self.punches_since(at))

    def punches_since(self, at: datetime, *, limit: int = 1000) -> Sequence[Punch]:
        found = sorted(self.punches.rows.values(), key=lambda p: (p.recorded_at, p.id))
        return [p for p in found if p.recorded_at >= at][:limit]


@dataclass
class FakeAccounts:
    rows: dict[str, Account] = field(default_factory=dict)
    tokens: dict[str, AccessToken] = field(default_factory=dict)

    def add(self, account: Account) -> None:
        if self.by_login(account.login) is not None:
            raise Conflict(f"the login {account.login} is taken")
        self.rows[account.id] = account

    def count(self) -> int:
        return len(self.rows)

    def by_login(self, login: str) -> Account | None:
        wanted = login.casefold()
        return next((a for a in self.rows.values() if a.login.casefold() == wanted), None)

    def get(self, account_id: str) -> Account | None:
        return self.rows.get(account_id)

    def page(self, *, after: str = "", limit: int = 100, search: str = "") -> Sequence[Account]:
        found = sorted(self.rows.values(), key=lambda a: a.login.casefold())
        return [
            a
            for a in found
            if a.login.casefold() > after.casefold() and search.casefold() in a.login.casefold()
        ][:limit]

    def update(self, account: Account) -> None:
        known = self.rows[account.id]
        self.rows[account.id] = replace(account, login=known.login, created_at=known.created_at)

    def count_role(self, role: str) -> int:
        return sum(a.role == role and a.disabled_at is None for a in self.rows.values())

    def remove_tokens_of(self, account_id: str) -> int:
        gone = [key for key, token in self.tokens.items() if token.account_id == account_id]
        for key in gone:
            del self.tokens[key]
        return len(gone)

    def add_token(self, token: AccessToken) -> None:
        kept = {k: t for k, t in self.tokens.items() if t.expires_at > token.created_at}
        self.tokens = kept | {token.token_hash: token}

    def by_token(self, token_hash: str, now: datetime) -> Account | None:
        token = self.tokens.get(token_hash)
        account = self.rows.get(token.account_id) if token and token.expires_at > now else None
        return None if account is None or account.disabled_at is not None else account

    def remove_token(self, token_hash: str) -> None:
        self.tokens.pop(token_hash, None)


@dataclass
class FakeRecords:
    people: FakePeople = field(default_factory=FakePeople)
    photos: FakePhotos = field(default_factory=FakePhotos)
    punches: FakePunches = field(default_factory=FakePunches)
    accounts: FakeAccounts = field(default_factory=FakeAccounts)
    generations: FakeGenerations = field(default_factory=FakeGenerations)
    documents: FakeDocuments = field(default_factory=FakeDocuments)
    audit: FakeAuditLog = field(default_factory=FakeAuditLog)
    corrections: FakeCorrections = field(default_factory=FakeCorrections)
    leave: FakeLeaveRequests = field(default_factory=FakeLeaveRequests)
    periods: FakePeriods = field(default_factory=FakePeriods)
    credentials: FakeCredentials = field(default_factory=FakeCredentials)
    pins: FakePins = field(default_factory=FakePins)
    outbox: FakeOutbox = field(default_factory=FakeOutbox)
    idempotency: FakeIdempotencyKeys = field(default_factory=FakeIdempotencyKeys)
    secrets: FakeSecrets = field(default_factory=FakeSecrets)
    consents: FakeConsents = field(default_factory=FakeConsents)
    jobs: FakeJobs = field(default_factory=FakeJobs)
    visitors: FakeVisitors = field(default_factory=FakeVisitors)
    recent: FakeRecent = field(default_factory=FakeRecent)
    templates: FakeTemplates = field(default_factory=FakeTemplates)

    def __post_init__(self) -> None:
        self.recent.punches = self.punches
        self.templates.photos = self.photos
        self.documents.generations = self.leave.generations = self.generations

    def copy(self) -> FakeRecords:
        """Return the same rows in tables of their own; the rows are frozen."""
        return FakeRecords(
            **{part.name: _copied(getattr(self, part.name)) for part in fields(self)}
        )


def _copied(table: Any) -> Any:
    """Return a table of its own with the same rows."""
    kept = {part.name: getattr(table, part.name) for part in fields(table)}
    mutable = (dict, list)
    return type(table)(**{k: copy(v) if isinstance(v, mutable) else v for k, v in kept.items()})


class FakeStore:
    """One writer at a time; a transaction that raises leaves no trace."""

    def __init__(self) -> None:
        self._records = FakeRecords()
        self._lock = threading.RLock()

    @contextmanager
    def read(self) -> Iterator[FakeRecords]:
        yield self._records.copy()

    @contextmanager
    def write(self) -> Iterator[FakeRecords]:
        with self._lock:
            draft = self._records.copy()
            yield draft
            self._records = draft

    def scrub(self) -> None:
        """Memory keeps nothing of what was deleted."""
