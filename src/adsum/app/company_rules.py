"""The rules of the company as of one moment: who works what, where, and for which pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from adsum.app.masterdata import Place, Site, Team
from adsum.app.shared_rules import RecentDays
from adsum.app.targets import NotificationTarget, Webhook
from adsum.domain.assignment import Membership
from adsum.domain.leave import LeaveType
from adsum.domain.leave_balance import Entitlement
from adsum.domain.pay import PayTerms
from adsum.domain.punch import Direction
from adsum.domain.rules import PersonRules, Rulebook


@dataclass(frozen=True, slots=True)
class CompanyRules:
    """Everything that decides about days and pay, as of one generation.

    memberships, pay, entitlements: by person. zone: of everybody without a site. targets: (channel,
    target) of everything that is told of events. recent: days that were worked out for punches.
    """

    rulebook: Rulebook
    zone: str
    sites: Mapping[str, Site] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    memberships: Mapping[str, tuple[Membership, ...]] = field(default_factory=dict)
    leave_types: Mapping[str, LeaveType] = field(default_factory=dict)
    entitlements: Mapping[str, tuple[Entitlement, ...]] = field(default_factory=dict)
    pay: Mapping[str, tuple[PayTerms, ...]] = field(default_factory=dict)
    targets: tuple[tuple[str, Webhook | NotificationTarget], ...] = ()
    recent: RecentDays = field(default_factory=RecentDays, compare=False, repr=False)

    def of(self, person_id: str) -> PersonRules:
        """Return what applies to one person."""
        return self.rulebook.for_person(person_id)

    def zone_at(self, place: str) -> str:
        """Return the wall clock of a place; of an unknown one the company's."""
        known = self.places.get(place)
        return self.sites[known.site].zone if known else self.zone

    def fixed_direction(self, place: str) -> Direction | None:
        """Return what every punch at a place is, if its door decides that."""
        known = self.places.get(place)
        return known.direction if known else None

    def site_of(self, place: str | None) -> str:
        """Return the id of the site of a place; empty for an unknown one."""
        known = self.places.get(place or "")
        return known.site if known else ""

    def teams_on(self, person_id: str, day: date) -> list[str]:
        """Return the teams that a person belongs to on `day`."""
        return [m.team_id for m in self.memberships.get(person_id, ()) if m.on(day)]
