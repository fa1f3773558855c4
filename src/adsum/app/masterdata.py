"""What HR sets up: places, teams, shifts, rules, pay and targets, as documents.

References are ids of other documents; `company` resolves them into the values of the domain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from adsum.domain.breaks import BreakRule
from adsum.domain.calendar import CompanyDay
from adsum.domain.instants import zone
from adsum.domain.pay import PayTerms
from adsum.domain.policy import Policy
from adsum.domain.punch import Direction
from adsum.domain.shift import Shift
from adsum.errors import InvalidInput

MASK = "********"
"""Stands for a secret in answers; sent back, it means that the secret stays as it is."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,47}")


class InvalidDocument(InvalidInput):
    """A document that does not say what its kind has to say."""

    code = "document.invalid"
    remedy = "Correct the named field; the reference lists the fields of each kind."


def check_id(id: str) -> None:
    """Refuse an id that cannot stand in an address or a spreadsheet."""
    if not _ID.fullmatch(id):
        raise InvalidDocument(f"the id {id!r} is not 1 to 48 letters, digits and . _ : -")


@dataclass(frozen=True, slots=True)
class Site:
    """Where people work: its zone is the wall clock, its holiday set the calendar."""

    id: str
    name: str
    zone: str
    holidays: str | None = None

    def __post_init__(self) -> None:
        zone(self.zone)


@dataclass(frozen=True, slots=True)
class Place:
    """A door or a kiosk of a site. direction: what every punch there is; None: as the policy says.

    The id is what punches carry as their place.
    """

    id: str
    name: str
    site: str
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """People who are led and reported on together. site: where they usually work."""

    id: str
    name: str
    site: str | None = None


@dataclass(frozen=True, slots=True)
class TeamMembership:
    """A person belongs to a team from `first` to `last`, both included; None: no end yet."""

    id: str
    person: str
    team: str
    first: date = date.min
    last: date | None = None

    def __post_init__(self) -> None:
        _check_order(self.first, self.last)


@dataclass(frozen=True, slots=True)
class ShiftModel:
    """A named shift; see `domain.shift.Shift`."""

    id: str
    name: str
    start: time
    end: time
    breaks: tuple[BreakRule, ...] = ()
    hours: timedelta | None = None
    core: tuple[time, time] | None = None
    grace_in: timedelta | None = None
    grace_out: timedelta | None = None

    def __post_init__(self) -> None:
        self.shift()

    def shift(self) -> Shift:
        """Return the shift of the domain, which also checks the times."""
        return Shift(
            self.id,
            self.start,
            self.end,
            self.breaks,
            self.hours,
            self.core,
            self.grace_in,
            self.grace_out,
        )


@dataclass(frozen=True, slots=True)
class RotationModel:
    """A cycle of days, each a list of shift ids. anchor: a date on which it is at its first day."""

    id: str
    name: str
    days: tuple[tuple[str, ...], ...]
    anchor: date = date(2024, 1, 1)

    def __post_init__(self) -> None:
        if not self.days:
            raise InvalidDocument("a rotation has at least one day; a free day is an empty list")


@dataclass(frozen=True, slots=True)
class ShiftAssignment:
    """A person or a team follows a rotation at a site from `first` to `last`, both included.

    holidays: replaces the site's holiday set.
    """

    id: str
    rotation: str
    site: str
    person: str | None = None
    team: str | None = None
    first: date = date.min
    last: date | None = None
    holidays: str | None = None

    def __post_init__(self) -> None:
        if (self.person is None) == (self.team is None):
            raise InvalidDocument("an assignment is for one person or for one team")
        _check_order(self.first, self.last)


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One version of a policy. policy: its name; "default" is for everybody without another.

    `rules.valid_from` is the work day from which it is in force.
    """

    id: str
    rules: Policy
    policy: str = "default"


@dataclass(frozen=True, slots=True)
class PolicyUse:
    """A person or a team follows a policy other than the default from `first` to `last`.

    A person's own wins over the team's.
    """

    id: str
    policy: str
    person: str | None = None
    team: str | None = None
    first: date = date.min
    last: date | None = None

    def __post_init__(self) -> None:
        if (self.person is None) == (self.team is None):
            raise InvalidDocument("a policy is given to one person or to one team")
        _check_order(self.first, self.last)


@dataclass(frozen=True, slots=True)
class HolidaySet:
    """The free days of a country or region, as changed by the company's own days.

    country: ISO 3166-1 alpha-2, region: ISO 3166-2 subdivision; empty: only the company's days.
    """

    id: str
    name: str
    country: str = ""
    region: str = ""
    company_days: tuple[CompanyDay, ...] = ()


@dataclass(frozen=True, slots=True)
class LeaveEntitlement:
    """The days of leave of a type that a person has from `first` to `last`, usually a year."""

    id: str
    person: str
    type: str
    first: date
    last: date
    days: Decimal
    carried: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        _check_order(self.first, self.last)
        if not (self.days.is_finite() and self.carried.is_finite()):
            raise InvalidDocument("days of leave are a finite number")


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of what people agree to when they are recognised by face. Every version is a
    document of its own; the one with the highest number is in force."""

    id: str
    name: str
    version: int
    text: str

    def __post_init__(self) -> None:
        if self.version < 1 or not self.text.strip():
            raise InvalidDocument("a consent text has a version from 1 and some words")


@dataclass(frozen=True, slots=True)
class Pay:
    """A person's terms of pay; see `domain.pay.PayTerms`."""

    id: str
    terms: PayTerms


def _check_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise InvalidDocument(f"{first} to {last} ends before it begins")
