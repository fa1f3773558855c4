"""What can go wrong with a database, named; the driver's own words never reach a user alone."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, StatementError

from adsum.errors import AdsumError, Unavailable


class StorageFull(Unavailable):
    """The disk has no room left."""

    code = "storage.full"
    remedy = "Free some space on the disk of the data folder, then repeat the command."


class DiskRefused(Unavailable):
    """The disk did not do what the database asked: it is full to the last byte, or failing."""

    code = "storage.disk"
    remedy = "Check that the disk of the data folder has free space and is healthy."


class StorageReadOnly(Unavailable):
    """The data folder cannot be written."""

    code = "storage.read_only"
    remedy = "Give this user write access to the data folder, or choose another with --data."


class StorageBusy(Unavailable):
    """Another process held the database for longer than Adsum waits."""

    code = "storage.busy"
    remedy = "Wait until the other command is done, then repeat this one."


class StorageDamaged(AdsumError):
    """The database file is not a database, or is damaged."""

    code = "storage.damaged"
    remedy = "Restore the data folder from a backup."


class StorageUnavailable(Unavailable):
    """The database cannot be reached or opened."""

    code = "storage.unavailable"
    remedy = "Check the data folder or the database URL with: adsum doctor"


class SchemaTooNew(AdsumError):
    """A newer Adsum has used this database."""

    code = "storage.newer_schema"
    remedy = "Install the newer version of Adsum."


class KeyUnusable(AdsumError):
    """The key file is missing, damaged, or not the one that the data was sealed with."""

    code = "storage.key_unusable"
    remedy = "Put back the key file that belongs to this data folder."


# Words of SQLite, MySQL and PostgreSQL drivers, in the order in which they are looked for.
_SIGNS: tuple[tuple[str, type[AdsumError]], ...] = (
    ("disk is full", StorageFull),
    ("no space left", StorageFull),
    ("' is full", StorageFull),
    ("disk i/o error", DiskRefused),
    ("readonly", StorageReadOnly),
    ("read-only", StorageReadOnly),
    ("locked", StorageBusy),
    ("lock wait timeout", StorageBusy),
    ("malformed", StorageDamaged),
    ("not a database", StorageDamaged),
)


@contextmanager
def translated() -> Iterator[None]:
    """Raise a driver's error as one of the above."""
    try:
        yield
    except DBAPIError as error:
        words = str(error.orig).lower()
        kind = next((kind for sign, kind in _SIGNS if sign in words), StorageUnavailable)
        raise kind(f"the database answered: {error.orig}") from error
    except StatementError as error:
        # A value that a column type refused; what it said is wrapped by SQLAlchemy.
        if isinstance(error.orig, AdsumError):
            raise error.orig from error
        raise


def folder_trouble(error: OSError, path: Path) -> AdsumError:
    """Return what an error of the operating system in the data folder means."""
    words = f"{path}: {error.strerror}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull(words)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StorageReadOnly(words)
    return StorageUnavailable(words)
