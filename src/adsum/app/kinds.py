"""The table of document kinds: adding a kind is adding a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from adsum.app.camera import Camera
from adsum.app.masterdata import (
    ConsentText,
    HolidaySet,
    LeaveEntitlement,
    Pay,
    Place,
    PolicyUse,
    PolicyVersion,
    RotationModel,
    ShiftAssignment,
    ShiftModel,
    Site,
    Team,
    TeamMembership,
)
from adsum.app.payroll import PayrollMapping
from adsum.app.targets import NotificationTarget, Webhook
from adsum.domain.leave import LeaveType
from adsum.errors import NotFound

PERSON = "person"
"""Stands for the enrolled people among the references; they are no documents."""


class UnknownKind(NotFound):
    """There are no documents of this kind."""

    code = "document.unknown_kind"
    remedy = "Use one of the kinds in the reference, for example sites or shifts."


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document.

    name: as stored, singular. plural: in addresses and commands. title: for people. type: the
    frozen dataclass. permission: stem of the rights to read and write it. references: field (dotted
    path) -> kind that its ids name. secrets: fields that are sealed and never shown again. rules:
    whether it decides about work days or pay, so that closed periods lock it.
    """

    name: str
    plural: str
    title: str
    type: type[Any]
    permission: str
    references: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    rules: bool = True


_ROWS = (
    Kind("site", "sites", "Site", Site, "setup", {"holidays": "holiday_set"}),
    Kind("place", "places", "Place", Place, "setup", {"site": "site"}, rules=False),
    Kind("team", "teams", "Team", Team, "setup", {"site": "site"}, rules=False),
    Kind(
        "membership",
        "memberships",
        "Team membership",
        TeamMembership,
        "roster",
        {"person": PERSON, "team": "team"},
    ),
    Kind("shift", "shifts", "Shift", ShiftModel, "roster"),
    Kind("rotation", "rotations", "Rotation", RotationModel, "roster", {"days": "shift"}),
    Kind(
        "assignment",
        "assignments",
        "Assignment",
        ShiftAssignment,
        "roster",
        {
            "rotation": "rotation",
            "site": "site",
            "person": PERSON,
            "team": "team",
            "holidays": "holiday_set",
        },
    ),
    Kind("policy", "policies", "Policy version", PolicyVersion, "policies"),
    Kind(
        "policy_use",
        "policy-uses",
        "Use of a policy",
        PolicyUse,
        "policies",
        {"person": PERSON, "team": "team"},
    ),
    Kind("holiday_set", "holiday-sets", "Holiday set", HolidaySet, "setup"),
    Kind("consent_text", "consent-texts", "Consent text", ConsentText, "setup", rules=False),
    Kind("leave_type", "leave-types", "Leave type", LeaveType, "policies", rules=False),
    Kind(
        "entitlement",
        "entitlements",
        "Leave entitlement",
        LeaveEntitlement,
        "entitlements",
        {"person": PERSON, "type": "leave_type"},
        rules=False,
    ),
    Kind("pay", "pay", "Terms of pay", Pay, "pay", {"terms.person_id": PERSON}),
    Kind(
        "payroll_mapping",
        "payroll-mappings",
        "Payroll mapping",
        PayrollMapping,
        "pay",
        rules=False,
    ),
    Kind(
        "camera",
        "cameras",
        "Camera",
        Camera,
        "cameras",
        {"place": "place"},
        secrets=("source",),
        rules=False,
    ),
    Kind("webhook", "webhooks", "Webhook", Webhook, "targets", secrets=("secret",), rules=False),
    Kind(
        "notification",
        "notifications",
        "Notification target",
        NotificationTarget,
        "targets",
        secrets=("url",),
        rules=False,
    ),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ROWS})


def kind_of(name: str) -> Kind:
    """Return the kind called `name`, singular or plural.

    Raises:
        UnknownKind: there is none.
    """
    for kind in _ROWS:
        if name in (kind.name, kind.plural):
            return kind
    raise UnknownKind(f"there is no kind of document called {name!r}")
