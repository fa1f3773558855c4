"""Who may do what over HTTP: one table, read by every route.

Whose records a role may see or change is another question, which `scope` answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from adsum.app.principal import Principal, Role


class Permission(StrEnum):
    """What a route asks for. OPEN: anybody, even signed out. SIGNED_IN: any role."""

    OPEN = "open"
    SIGNED_IN = "signed_in"
    PROFILE = "profile"
    PEOPLE_READ = "people.read"
    PEOPLE_WRITE = "people.write"
    PEOPLE_FORGET = "people.forget"
    PHOTOS_READ = "photos.read"
    IDENTIFY = "identify"
    SCORES_READ = "scores.read"
    PUNCH_BY_PHOTO = "punches.by_photo"
    PUNCH_BY_PIN = "punches.by_pin"
    PUNCHES_DELIVER = "punches.deliver"
    PUNCH_MANUALLY = "punches.manual"
    PUNCHES_READ = "punches.read"
    ATTENDANCE_READ = "attendance.read"
    DASHBOARD_READ = "dashboard.read"
    CORRECTIONS_READ = "corrections.read"
    CORRECTIONS_PROPOSE = "corrections.propose"
    CORRECTIONS_DECIDE = "corrections.decide"
    LEAVE_READ = "leave.read"
    LEAVE_REQUEST = "leave.request"
    LEAVE_DECIDE = "leave.decide"
    PERIODS_READ = "periods.read"
    PERIODS_CLOSE = "periods.close"
    CATALOGUE_READ = "catalogue.read"
    CONSENTS_READ = "consents.read"
    CONSENTS_WRITE = "consents.write"
    SETUP_READ = "setup.read"
    SETUP_WRITE = "setup.write"
    ROSTER_READ = "roster.read"
    ROSTER_WRITE = "roster.write"
    POLICIES_READ = "policies.read"
    POLICIES_WRITE = "policies.write"
    ENTITLEMENTS_READ = "entitlements.read"
    ENTITLEMENTS_WRITE = "entitlements.write"
    PAY_READ = "pay.read"
    PAY_WRITE = "pay.write"
    TARGETS_READ = "targets.read"
    TARGETS_WRITE = "targets.write"
    USERS_READ = "users.read"
    USERS_WRITE = "users.write"
    KEYS_READ = "keys.read"
    KEYS_WRITE = "keys.write"
    DEVICES_READ = "devices.read"
    DEVICES_WRITE = "devices.write"
    CAMERAS_READ = "cameras.read"
    CAMERAS_WRITE = "cameras.write"
    CAMERAS_VIEW = "cameras.view"
    VISITORS_READ = "visitors.read"
    VISITORS_WRITE = "visitors.write"
    METRICS_READ = "metrics.read"
    RECOGNITION_READ = "recognition.read"
    AUDIT_READ = "audit.read"


_OWNER = frozenset({Role.OWNER})
_OFFICE = _OWNER | {Role.HR}
_LEADERS = _OFFICE | {Role.MANAGER}
_STAFF = _LEADERS | {Role.EMPLOYEE}
_DOOR = _OFFICE | {Role.DEVICE}

# A role that is not in a row may not; OPEN has no row because no role is asked for. Managers and
# employees meet only the records in their scope, whatever the row says.
ROLES: Mapping[Permission, frozenset[Role]] = MappingProxyType(
    {
        Permission.SIGNED_IN: frozenset(Role),
        Permission.PROFILE: _STAFF,
        Permission.PEOPLE_READ: _LEADERS,
        Permission.PEOPLE_WRITE: _OFFICE,
        Permission.PEOPLE_FORGET: _OFFICE,
        Permission.PHOTOS_READ: _OFFICE,
        Permission.IDENTIFY: _DOOR,
        Permission.SCORES_READ: _OWNER,
        Permission.PUNCH_BY_PHOTO: _DOOR,
        Permission.PUNCH_BY_PIN: _DOOR,
        Permission.PUNCHES_DELIVER: _DOOR,
        Permission.PUNCH_MANUALLY: _LEADERS,
        Permission.PUNCHES_READ: _STAFF,
        Permission.ATTENDANCE_READ: _STAFF,
        Permission.DASHBOARD_READ: _LEADERS,
        Permission.CORRECTIONS_READ: _STAFF,
        Permission.CORRECTIONS_PROPOSE: _STAFF,
        Permission.CORRECTIONS_DECIDE: _LEADERS,
        Permission.LEAVE_READ: _STAFF,
        Permission.LEAVE_REQUEST: _STAFF,
        Permission.LEAVE_DECIDE: _LEADERS,
        Permission.PERIODS_READ: _LEADERS,
        Permission.PERIODS_CLOSE: _OFFICE,
        Permission.CATALOGUE_READ: frozenset(Role),
        Permission.CONSENTS_READ: _OFFICE,
        Permission.CONSENTS_WRITE: _OFFICE,
        Permission.SETUP_READ: _LEADERS,
        Permission.SETUP_WRITE: _OFFICE,
        Permission.ROSTER_READ: _LEADERS,
        Permission.ROSTER_WRITE: _OFFICE,
        Permission.POLICIES_READ: _OFFICE,
        Permission.POLICIES_WRITE: _OFFICE,
        Permission.ENTITLEMENTS_READ: _OFFICE,
        Permission.ENTITLEMENTS_WRITE: _OFFICE,
        Permission.PAY_READ: _OFFICE,
        Permission.PAY_WRITE: _OFFICE,
        Permission.TARGETS_READ: _OWNER,
        Permission.TARGETS_WRITE: _OWNER,
        Permission.USERS_READ: _OWNER,
        Permission.USERS_WRITE: _OWNER,
        Permission.KEYS_READ: _OWNER,
        Permission.KEYS_WRITE: _OWNER,
        Permission.DEVICES_READ: _OFFICE,
        Permission.DEVICES_WRITE: _OFFICE,
        Permission.CAMERAS_READ: _OFFICE,
        Permission.CAMERAS_WRITE: _OWNER,
        Permission.CAMERAS_VIEW: _OFFICE,
        Permission.VISITORS_READ: _OFFICE,
        Permission.VISITORS_WRITE: _OFFICE,
        Permission.METRICS_READ: _OWNER,
        Permission.RECOGNITION_READ: _OFFICE,
        Permission.AUDIT_READ: _OFFICE,
    }
)


def may(role: Role, permission: Permission) -> bool:
    """Return whether `role` has `permission`."""
    return permission is Permission.OPEN or role in ROLES[permission]


def allowed(principal: Principal, permission: Permission) -> bool:
    """Return whether the principal's role has `permission` and its scopes do not take it away."""
    within = principal.scopes is None or permission.value in principal.scopes
    return may(principal.role, permission) and (within or permission is Permission.SIGNED_IN)
