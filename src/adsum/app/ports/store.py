"""The records, behind one transaction at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from adsum.app.ports.audit import AuditLog
from adsum.app.ports.corrections import Corrections
from adsum.app.ports.credentials import Credentials, Pins
from adsum.app.ports.documents import Documents, Generations
from adsum.app.ports.idempotency import IdempotencyKeys
from adsum.app.ports.leave import LeaveRequests
from adsum.app.ports.outbox import Outbox
from adsum.app.ports.periods import Periods
from adsum.app.ports.secrets import Secrets
from adsum.domain.person import Person
from adsum.domain.punch import Punch
from adsum.vision.types import Embedding, Points, RecogniserId, Vector


@dataclass(frozen=True, slots=True, eq=False)
class EnrolledPhoto:
    """What is kept of an enrolment photo: never the photo itself, only the face with some margin.

    sha256: hash of the file as given, so that the same file is not enrolled twice.
    crop: JPEG bytes, encrypted at rest. landmarks: 5 x 2, pixels of the crop.
    quality: 0 to 1, see `vision.quality.score`.
    """

    id: str
    person_id: str
    sha256: str
    crop: bytes
    landmarks: Points
    quality: float
    embedding: Embedding
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PhotoSummary:
    """An enrolment photo without its picture."""

    id: str
    person_id: str
    quality: float
    made_by: RecogniserId
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """How many records a deletion took away."""

    photos: int
    templates: int


class People(Protocol):
    """Everybody who is known by name."""

    def add(self, person: Person) -> None:
        """Store a new person. Raises `Conflict` if the name is taken."""
        ...

    def get(self, person_id: str) -> Person | None: ...

    def by_name(self, name: str) -> Person | None:
        """Find by name, whatever its case."""
        ...

    def page(self, *, after: str = "", limit: int = 100, search: str = "") -> Sequence[Person]:
        """Return people by name, those after the name `after`, whose name contains `search`."""
        ...

    def names(self, ids: Iterable[str] | None = None) -> dict[str, str]:
        """Return name by id; of everybody if `ids` is None."""
        ...

    def remove(self, person_id: str) -> None: ...


class Photos(Protocol):
    """Enrolment photos and the templates made from them."""

    def add(self, photo: EnrolledPhoto) -> None:
        """Store a photo. Raises `Conflict` if the person has the same file already."""
        ...

    def has(self, person_id: str, sha256: str) -> bool: ...

    def hashes(self) -> set[tuple[str, str]]:
        """Return (person id, SHA-256) of all enrolled files."""
        ...

    def of(self, person_id: str) -> Sequence[PhotoSummary]: ...

    def counts(self) -> dict[str, int]:
        """Return the number of photos by person id; people without photos are left out."""
        ...

    def crop(self, photo_id: str) -> bytes | None:
        """Return the JPEG bytes of one kept crop."""
        ...

    def templates(self, made_by: RecogniserId) -> Sequence[tuple[str, Vector]]:
        """Return (person id, unit vector) of every template made by this recogniser."""
        ...

    def recognisers(self) -> Sequence[tuple[RecogniserId, int]]:
        """Return who made the stored templates, and how many each."""
        ...

    def generation(self) -> int:
        """Return a number that changes whenever any template is added or removed."""
        ...

    def erase(self, person_id: str) -> Erased:
        """Delete every photo, crop and template of a person for good."""
        ...


@dataclass(frozen=True, slots=True)
class Origin:
    """Who or what made a punch. author: of a punch by hand. device_id: its credential."""

    author: str | None = None
    device_id: str | None = None


NO_ORIGIN = Origin()


class Punches(Protocol):
    """The punch log: facts, only ever added to."""

    def add(self, punch: Punch, origin: Origin = NO_ORIGIN) -> None:
        """Store a punch. Raises `Conflict` if its client id is known."""
        ...

    def get(self, punch_id: str) -> Punch | None: ...

    def origins(self, punch_ids: Iterable[str]) -> dict[str, Origin]:
        """Return the origin of those that have one."""
        ...

    def by_person(
        self, start: datetime, end: datetime, people: Iterable[str] | None = None
    ) -> dict[str, list[Punch]]:
        """Return the punches with start <= at < end, oldest first, by person."""
        ...

    def punchers(self, start: datetime, end: datetime) -> frozenset[str]:
        """Return who has punches with start <= at < end."""
        ...

    def recorded_since(self, at: datetime, start: datetime, end: datetime) -> frozenset[str]:
        """Return whose punches with start <= at < end were recorded at or after `at`."""
        ...

    def by_client_id(self, client_id: str) -> Punch | None: ...

    def between(
        self, start: datetime, end: datetime, person_id: str | None = None
    ) -> Sequence[Punch]:
        """Return the punches with start <= at < end, oldest first."""
        ...

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        """Give a person's punches to `pseudonym`; the times stay, the link and the score go."""
        ...


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `password_hash` is an Argon2id string.

    person_id: who it belongs to, if anybody enrolled. team_ids: the teams that a manager leads.
    disabled_at: since when it opens nothing.
    """

    id: str
    login: str
    role: str
    password_hash: str
    created_at: datetime
    person_id: str | None = None
    team_ids: frozenset[str] = frozenset()
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A bearer token as stored: only its SHA-256, so that a stolen database opens no door."""

    token_hash: str
    account_id: str
    created_at: datetime
    expires_at: datetime


class Accounts(Protocol):
    """Who may use the HTTP interface."""

    def add(self, account: Account) -> None:
        """Store an account. Raises `Conflict` if the login is taken, whatever its case."""
        ...

    def count(self) -> int: ...

    def by_login(self, login: str) -> Account | None: ...

    def get(self, account_id: str) -> Account | None: ...

    def page(self, *, after: str = "", limit: int = 100, search: str = "") -> Sequence[Account]:
        """Return accounts by login, those after the login `after`, whose login has `search`."""
        ...

    def update(self, account: Account) -> None:
        """Replace everything but the login of an account."""
        ...

    def count_role(self, role: str) -> int:
        """Return how many accounts of a role may sign in."""
        ...

    def remove_tokens_of(self, account_id: str) -> int:
        """End all sessions of an account; return how many there were."""
        ...

    def add_token(self, token: AccessToken) -> None: ...

    def by_token(self, token_hash: str, now: datetime) -> Account | None:
        """Return the account whose unexpired token has this hash."""
        ...

    def remove_token(self, token_hash: str) -> None: ...


class Records(Protocol):
    """Everything stored, as one transaction sees it."""

    @property
    def people(self) -> People: ...

    @property
    def photos(self) -> Photos: ...

    @property
    def punches(self) -> Punches: ...

    @property
    def accounts(self) -> Accounts: ...

    @property
    def documents(self) -> Documents: ...

    @property
    def generations(self) -> Generations: ...

    @property
    def audit(self) -> AuditLog: ...

    @property
    def corrections(self) -> Corrections: ...

    @property
    def leave(self) -> LeaveRequests: ...

    @property
    def periods(self) -> Periods: ...

    @property
    def credentials(self) -> Credentials: ...

    @property
    def pins(self) -> Pins: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def idempotency(self) -> IdempotencyKeys: ...

    @property
    def secrets(self) -> Secrets: ...


class Store(Protocol):
    """Opens transactions."""

    def read(self) -> AbstractContextManager[Records]:
        """A consistent view, as of the first question asked; nothing is changed."""
        ...

    def write(self) -> AbstractContextManager[Records]:
        """A transaction that is on disk when the block ends, or has left no trace if it raised.

        One at a time: what is read in it stays true until it ends. A `Conflict` caught inside
        leaves the rest of it as it was.
        """
        ...

    def scrub(self) -> None:
        """Make deleted bytes unrecoverable from the database's own files, where it can.

        Raises `Unavailable` while another process keeps it from doing so.
        """
        ...
