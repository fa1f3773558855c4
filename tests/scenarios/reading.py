"""Scenario files: readable YAML turned into domain values, with nothing of the rules in it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from adsum.domain.assignment import Assignment, Membership
from adsum.domain.breaks import BreakRule
from adsum.domain.calendar import CompanyDay, Portion, calendar
from adsum.domain.correction import Act, Approval, Correction
from adsum.domain.leave import LeaveRequest, LeaveType, RequestState
from adsum.domain.money import Money
from adsum.domain.pay import Allowance, PayKind, PayTerms
from adsum.domain.policy import (
    DirectionPolicy,
    NightWindow,
    OvertimeRule,
    OvertimeTier,
    Policy,
    PolicyBook,
)
from adsum.domain.punch import Direction, Punch, Source
from adsum.domain.rotation import Rotation, weekly
from adsum.domain.rounding import Rounding, RoundTo
from adsum.domain.rules import Rulebook
from adsum.domain.shift import Shift
from adsum.domain.span import DateSpan

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RECORDED = datetime(2026, 1, 1, tzinfo=UTC)
_DURATIONS = {
    "quiet",
    "early_arrival",
    "late_departure",
    "longest_session",
    "grace_in",
    "grace_out",
}
Data = dict[str, Any]


def duration(text: str) -> timedelta:
    """Read `h:mm`, `h:mm:ss` (with a sign) or `90s`."""
    if text.endswith("s"):
        return timedelta(seconds=float(text[:-1]))
    sign = -1 if text.startswith("-") else 1
    hours, minutes, *seconds = text.lstrip("+-").split(":")
    return sign * timedelta(
        hours=int(hours), minutes=int(minutes), seconds=int(seconds[0]) if seconds else 0
    )


def moment(text: str, zone: str) -> datetime:
    """Read a wall-clock time of `zone`, or any time with an offset of its own."""
    read = datetime.fromisoformat(text)
    return (read if read.tzinfo else read.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def money(text: str) -> Money:
    amount, currency = text.split()
    return Money(Decimal(amount), currency)


class Scenario:
    """One file. Everything that it does not say has the domain's default."""

    def __init__(self, path: Path) -> None:
        data: Data = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        self.data = data
        self.expect: Data = data["expect"]
        self.zone: str = data.get("zone", "UTC")
        self.rules = self._rulebook()
        self.punches = self._punches("punches")
        self.late_punches = self._punches("delivered_after_closing")
        self.corrections = [
            self._correction(i, c) for i, c in enumerate(data.get("corrections", []))
        ]
        self.span = _span(data["span"]) if "span" in data else None
        self.closed = _span(data["closed"]) if "closed" in data else None
        self.as_of = moment(data["as_of"], self.zone) if "as_of" in data else None
        self.terms = {
            person: [_terms(person, one) for one in (t if isinstance(t, list) else [t])]
            for person, t in data.get("pay", {}).items()
        }

    def people(self) -> list[str]:
        named = [a["person"] for a in self.data.get("assignments", []) if "person" in a]
        named += [m["person"] for m in self.data.get("members", [])]
        return sorted({*named, *(p.person_id for p in self.punches), *self.terms})

    def _rulebook(self) -> Rulebook:
        data = self.data
        shifts = {id: _shift(id, s) for id, s in data.get("shifts", {}).items()}
        versions = data.get("policies") or [data.get("policy", {})]
        return Rulebook(
            policies=PolicyBook(tuple(_policy(v, i + 1) for i, v in enumerate(versions))),
            assignments=tuple(self._assignment(a, shifts) for a in data.get("assignments", [])),
            memberships=tuple(
                Membership(m["person"], m["team"], *_bounds(m)) for m in data.get("members", [])
            ),
            leave=tuple(_leave(i, one) for i, one in enumerate(data.get("leave", []))),
            home_zone=self.zone,
        )

    def _assignment(self, data: Data, shifts: dict[str, Shift]) -> Assignment:
        def named(text: str) -> tuple[Shift, ...]:
            return tuple(shifts[name] for name in text.replace("free", "").split())

        if "week" in data:
            week = {}
            for days, names in data["week"].items():
                first, _, last = days.partition("-")
                begin, end = _WEEKDAYS.index(first), _WEEKDAYS.index(last or first)
                week.update({n: named(names) for n in range(begin, end + 1)})
            rotation = weekly("week", week)
        else:
            days = tuple(named(names) for names in data["cycle"])
            rotation = Rotation("cycle", days, date.fromisoformat(data["anchor"]))
        company = [
            CompanyDay(
                date.fromisoformat(d["date"]),
                d["name"],
                None if d.get("free") == "no" else Portion(d.get("free", "whole")),
            )
            for d in self.data.get("company_days", [])
        ]
        holidays = {date.fromisoformat(d): n for d, n in self.data.get("holidays", {}).items()}
        first, last = _bounds(data)
        return Assignment(
            rotation,
            data.get("zone", self.zone),
            data.get("person"),
            data.get("team"),
            first,
            last,
            calendar("here", holidays, company),
        )

    def _punches(self, key: str) -> list[Punch]:
        found = []
        for person, lines in self.data.get(key, {}).items():
            found += [self._punch(person, n, line, key) for n, line in enumerate(lines)]
        return found

    def _punch(self, person: str, number: int, line: str, key: str) -> Punch:
        """Read `2026-03-02 08:00 [in|out] [@place] [zone=Z] [source=S] [client=C]`."""
        day, clock, *rest = line.split()
        options = dict(part.split("=", 1) for part in rest if "=" in part)
        zone = options.get("zone", self.zone)
        declared = next((Direction(r) for r in rest if r in ("in", "out")), None)
        place = next((r[1:] for r in rest if r.startswith("@")), "door")
        id = options.get("id", f"{key}-{person}-{number}")
        return Punch(
            id,
            person,
            moment(f"{day} {clock}", zone),
            zone,
            place,
            Source(options.get("source", "face")),
            _RECORDED + timedelta(seconds=number),
            options.get("client", id),
            declared,
        )

    def _correction(self, number: int, data: Data) -> Correction:
        act = Act(data["act"])
        added = None
        if act is Act.ADD:
            added = self._punch(data["person"], number, data["punch"] + " source=correction", "add")
        return Correction(
            data.get("id", f"c{number}"),
            data["person"],
            act,
            data.get("author", "hr"),
            data["reason"],
            _RECORDED + timedelta(days=30, seconds=number),
            data.get("target"),
            added,
            Direction(data["direction"]) if "direction" in data else None,
            Approval(data.get("approval", "approved")),
        )


def _span(text: str) -> DateSpan:
    first, last = re.split(r"\s+to\s+", text)
    return DateSpan(date.fromisoformat(first), date.fromisoformat(last))


def _bounds(data: Data) -> tuple[date, date | None]:
    first = date.fromisoformat(data["first"]) if "first" in data else date.min
    return first, date.fromisoformat(data["last"]) if "last" in data else None


def _breaks(data: Data) -> tuple[BreakRule, ...]:
    return tuple(
        BreakRule(
            duration(b["length"]),
            b.get("paid") == "yes",
            duration(b.get("after", "0:00")),
            time.fromisoformat(b["starts"]) if "starts" in b else None,
        )
        for b in data.get("breaks", [])
    )


def _shift(id: str, data: Data) -> Shift:
    core = data.get("core")
    return Shift(
        id,
        time.fromisoformat(data["start"]),
        time.fromisoformat(data["end"]),
        _breaks(data),
        duration(data["hours"]) if "hours" in data else None,
        (time.fromisoformat(core[0]), time.fromisoformat(core[1])) if core else None,
        duration(data["grace_in"]) if "grace_in" in data else None,
        duration(data["grace_out"]) if "grace_out" in data else None,
    )


def _policy(data: Data, version: int) -> Policy:
    values: Data = {key: duration(data[key]) for key in _DURATIONS if key in data}
    if "direction" in data:
        values["direction"] = DirectionPolicy(data["direction"])
    if "day_starts" in data:
        values["day_starts"] = time.fromisoformat(data["day_starts"])
    if "valid_from" in data:
        values["valid_from"] = date.fromisoformat(data["valid_from"])
    if "week_starts" in data:
        values["week_starts"] = _WEEKDAYS.index(data["week_starts"])
    if "rounding" in data:
        step, coming, going = data["rounding"].split()
        values["rounding"] = Rounding(duration(step), RoundTo(coming), RoundTo(going))
    for key in ("count_before_shift", "count_after_shift"):
        values[key] = data.get(key, "yes") == "yes"
    overtime = data.get("overtime", {})
    single = ("beyond_plan", "holiday", "rest_day")
    rule = OvertimeRule(
        _tiers(overtime.get("daily", {})),
        _tiers(overtime.get("weekly", {})),
        **{key: Decimal(overtime[key]) for key in single if key in overtime},
    )
    night = tuple(_window(span, m) for span, m in data.get("night", {}).items())
    return Policy(version=version, breaks=_breaks(data), overtime=rule, night=night, **values)


def _window(text: str, multiplier: str) -> NightWindow:
    """Read `22:00-06:00`."""
    starts, ends = (time.fromisoformat(part) for part in text.split("-"))
    return NightWindow(starts, ends, Decimal(multiplier))


def _tiers(data: Data) -> tuple[OvertimeTier, ...]:
    return tuple(OvertimeTier(duration(after), Decimal(m)) for after, m in data.items())


def _leave(number: int, data: Data) -> LeaveRequest:
    name = data.get("type", "annual leave")
    return LeaveRequest(
        f"l{number}",
        data["person"],
        LeaveType(name, name, data.get("paid", "yes") == "yes"),
        _span(data["dates"]),
        data["person"],
        _RECORDED,
        Portion(data.get("portion", "whole")),
        RequestState(data.get("state", "approved")),
    )


def _terms(person: str, data: Data) -> PayTerms:
    first, last = _bounds(data)
    return PayTerms(
        person,
        PayKind(data["kind"]),
        money(data["rate"]),
        first,
        last,
        Decimal(data.get("monthly_hours", "173.33")),
        data.get("deduct_absence", "yes") == "yes",
        tuple(
            Allowance(a["name"], money(a["amount"]), duration(a.get("at_least", "0:00")))
            for a in data.get("allowances", [])
        ),
    )
