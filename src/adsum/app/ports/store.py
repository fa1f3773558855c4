"""The records, behind one transaction at a time."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from adsum.app.ports.accounts import Accounts
from adsum.app.ports.audit import AuditLog
from adsum.app.ports.consents import Consents
from adsum.app.ports.corrections import Corrections
from adsum.app.ports.credentials import Credentials, Pins
from adsum.app.ports.documents import Documents, Generations
from adsum.app.ports.idempotency import IdempotencyKeys
from adsum.app.ports.jobs import Jobs
from adsum.app.ports.leave import LeaveRequests
from adsum.app.ports.outbox import Outbox
from adsum.app.ports.people import People
from adsum.app.ports.periods import Periods
from adsum.app.ports.photos import Photos
from adsum.app.ports.punches import Punches
from adsum.app.ports.recent import Recent
from adsum.app.ports.secrets import Secrets
from adsum.app.ports.templates import Templates
from adsum.app.ports.visitors import Visitors


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

    @property
    def recent(self) -> Recent: ...

    @property
    def jobs(self) -> Jobs: ...

    @property
    def consents(self) -> Consents: ...

    @property
    def visitors(self) -> Visitors: ...

    @property
    def templates(self) -> Templates: ...


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
