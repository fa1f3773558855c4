"""The records in memory: implements `app.ports.store.Store`."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime

from adsum.app.ports.store import (
    AccessToken,
    Account,
    EnrolledPhoto,
    Erased,
    PhotoSummary,
)
from adsum.domain.instants import instant
from adsum.domain.person import Person
from adsum.domain.punch import Punch
from adsum.errors import Conflict
from adsum.vision.types import RecogniserId, Vector


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

    def page(self, *, after: str = "", limit: int = 100, search: str = "") -> Sequence[Person]:
        found = sorted(self.rows.values(), key=lambda p: p.name.casefold())
        return [
            p
            for p in found
            if (not after or p.name.casefold() > after.casefold())
            and search.casefold() in p.name.casefold()
        ][:limit]

    def names(self, ids: Iterable[str] | None = None) -> dict[str, str]:
        wanted = set(self.rows if ids is None else ids)
        return {p.id: p.name for p in self.rows.values() if p.id in wanted}

    def remove(self, person_id: str) -> None:
        self.rows.pop(person_id, None)


@dataclass
class FakePhotos:
    rows: dict[str, EnrolledPhoto] = field(default_factory=dict)
    changes: int = 0

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
            PhotoSummary(p.id, p.person_id, p.quality, p.embedding.made_by, p.created_at)
            for p in found
            if p.person_id == person_id
        ]

    def counts(self) -> dict[str, int]:
        return dict(Counter(p.person_id for p in self.rows.values()))

    def crop(self, photo_id: str) -> bytes | None:
        photo = self.rows.get(photo_id)
        return photo.crop if photo else None

    def templates(self, made_by: RecogniserId) -> Sequence[tuple[str, Vector]]:
        return [
            (p.person_id, p.embedding.vector)
            for p in self.rows.values()
            if p.embedding.made_by == made_by
        ]

    def recognisers(self) -> Sequence[tuple[RecogniserId, int]]:
        counted = Counter(p.embedding.made_by for p in self.rows.values())
        return sorted(counted.items(), key=lambda item: astuple(item[0]))

    def generation(self) -> int:
        return self.changes

    def erase(self, person_id: str) -> Erased:
        gone = [p.id for p in self.rows.values() if p.person_id == person_id]
        for photo_id in gone:
            del self.rows[photo_id]
        self.changes += 1
        return Erased(photos=len(gone), templates=len(gone))


@dataclass
class FakePunches:
    rows: dict[str, Punch] = field(default_factory=dict)

    def add(self, punch: Punch) -> None:
        if self.by_client_id(punch.client_id) is not None:
            raise Conflict(f"the punch {punch.client_id} is recorded already")
        self.rows[punch.id] = punch

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
        return len(own)


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

    def add_token(self, token: AccessToken) -> None:
        kept = {k: t for k, t in self.tokens.items() if t.expires_at > token.created_at}
        self.tokens = kept | {token.token_hash: token}

    def by_token(self, token_hash: str, now: datetime) -> Account | None:
        token = self.tokens.get(token_hash)
        return self.rows.get(token.account_id) if token and token.expires_at > now else None

    def remove_token(self, token_hash: str) -> None:
        self.tokens.pop(token_hash, None)


@dataclass
class FakeRecords:
    people: FakePeople = field(default_factory=FakePeople)
    photos: FakePhotos = field(default_factory=FakePhotos)
    punches: FakePunches = field(default_factory=FakePunches)
    accounts: FakeAccounts = field(default_factory=FakeAccounts)

    def copy(self) -> FakeRecords:
        """Return the same rows in tables of their own; the rows are frozen."""
        return FakeRecords(
            FakePeople(copy(self.people.rows)),
            FakePhotos(copy(self.photos.rows), self.photos.changes),
            FakePunches(copy(self.punches.rows)),
            FakeAccounts(copy(self.accounts.rows), copy(self.accounts.tokens)),
        )


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
