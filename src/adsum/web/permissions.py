"""Who may do what over HTTP: one table, read by every route."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from adsum.app.principal import Role


class Permission(StrEnum):
    """What a route asks for. OPEN: anybody, even signed out. SIGNED_IN: any role."""

    OPEN = "open"
    SIGNED_IN = "signed_in"
    PEOPLE_READ = "people.read"
    PEOPLE_WRITE = "people.write"
    PEOPLE_FORGET = "people.forget"
    PHOTOS_READ = "photos.read"
    IDENTIFY = "identify"
    SCORES_READ = "scores.read"
    PUNCH_BY_PHOTO = "punches.by_photo"
    PUNCH_MANUALLY = "punches.manual"
    PUNCHES_READ = "punches.read"
    ATTENDANCE_READ = "attendance.read"


_OWNER = frozenset({Role.OWNER})

# Only owners exist so far. A role that is not in a row may not; OPEN has no row because no role is
# asked for.
ROLES: Mapping[Permission, frozenset[Role]] = MappingProxyType(
    {
        Permission.SIGNED_IN: frozenset(Role),
        Permission.PEOPLE_READ: _OWNER,
        Permission.PEOPLE_WRITE: _OWNER,
        Permission.PEOPLE_FORGET: _OWNER,
        Permission.PHOTOS_READ: _OWNER,
        Permission.IDENTIFY: _OWNER,
        Permission.SCORES_READ: _OWNER,
        Permission.PUNCH_BY_PHOTO: _OWNER,
        Permission.PUNCH_MANUALLY: _OWNER,
        Permission.PUNCHES_READ: _OWNER,
        Permission.ATTENDANCE_READ: _OWNER,
    }
)


def may(role: Role, permission: Permission) -> bool:
    """Return whether `role` has `permission`."""
    return permission is Permission.OPEN or role in ROLES[permission]
