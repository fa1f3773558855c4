"""Every scenario file is a test: its figures were worked out by hand, not by the program."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adsum.domain.attendance import person_days
from adsum.domain.closing import adjustments, close
from adsum.domain.correction import as_corrected
from adsum.domain.explanation import explain
from adsum.domain.explanation_english import english
from adsum.domain.figures import all_figures
from adsum.domain.overtime import PremiumKind
from adsum.domain.pay import pay_slip
from adsum.domain.pay_adjustment import adjustment_lines
from adsum.domain.proposal import proposals
from adsum.domain.punch import Punch
from adsum.domain.resolve import Role
from adsum.domain.summary import hours_by_place, summary
from adsum.domain.workday import WorkDay
from tests.scenarios.reading import Scenario, duration, money

FILES = sorted(Path(__file__).parent.glob("*/*.yaml"))
_TIMES = (
    "worked",
    "breaks",
    "late",
    "early",
    "target",
    "credited",
    "unpaid",
    "absent",
    "balance",
    "regular",
)


def test_there_are_at_least_80_scenarios() -> None:
    assert len(FILES) >= 80


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_scenario(path: Path) -> None:
    scenario = Scenario(path)
    expect = scenario.expect
    assert expect, "a scenario expects something"
    days = _days(scenario, as_corrected(scenario.punches, scenario.corrections))
    if "days" in expect:
        _check_days(days, expect["days"], scenario.span is None)
    if "as_recorded" in expect:
        recorded = _days(scenario, scenario.punches)
        _check_days(recorded, expect["as_recorded"], exhaustive=False)
    _check_explanations(days, expect.get("explain", {}))
    _check_proposals(days, expect.get("proposals", {}))
    _check_totals(days, expect.get("totals", {}))
    _check_pay(scenario, days)
    _check_adjustments(scenario, days)


def _days(scenario: Scenario, punches: list[Punch]) -> dict[str, WorkDay]:
    found = {}
    for person in scenario.people():
        own = [p for p in punches if p.person_id == person]
        rules = scenario.rules.for_person(person)
        for day in person_days(person, own, rules, scenario.span, as_of=scenario.as_of):
            found[f"{person} {day.date}"] = day
    return found


def _check_days(days: dict[str, WorkDay], expected: dict, exhaustive: bool) -> None:
    if exhaustive:
        assert set(days) == set(expected)
    for key, values in expected.items():
        assert {k: _actual(days[key], k) for k in values} == {
            k: _wanted(k, v) for k, v in values.items()
        }, key


def _wanted(key: str, value: object) -> object:
    if key in _TIMES:
        return duration(str(value))
    if key in ("overtime", "night"):
        return {m: duration(time) for m, time in value.items()} if value else {}
    if key == "flags":
        return sorted(value)
    return value


def _actual(day: WorkDay, key: str) -> object:
    if key in _TIMES:
        return getattr(day, key)
    if key in ("in", "out"):
        at = day.first_in if key == "in" else day.last_out
        return at.astimezone(ZoneInfo(day.zone)).strftime("%H:%M") if at else "none"
    if key in ("overtime", "night"):
        found: dict[str, timedelta] = {}
        for premium in day.premiums:
            if (premium.kind is PremiumKind.NIGHT) is not (key == "night"):
                continue
            name = str(premium.multiplier)
            found[name] = found.get(name, timedelta(0)) + premium.time
        return found
    if key == "flags":
        return sorted(flag.value for flag in day.flags)
    if key == "directions":
        words = {Role.QUIET: "quiet", Role.BETWEEN: "between"}
        return " ".join(words.get(e.role) or str(e.direction) for e in day.punches)
    return str(getattr(day, key))


def _check_explanations(days: dict[str, WorkDay], expected: dict) -> None:
    for day in days.values():
        for step in explain(day).steps:
            signed = [o for o in step.operands if o.sign]
            if not signed:
                continue
            if isinstance(signed[0].value, timedelta):
                assert sum((o.value * o.sign for o in signed), timedelta(0)) == step.result
            else:
                assert signed[0].value - signed[1].value == step.result
    for key, lines in expected.items():
        said = english(explain(days[key]))
        for line in lines:
            assert line in said, "\n".join(said)


def _check_proposals(days: dict[str, WorkDay], expected: dict) -> None:
    for key, wanted in expected.items():
        found = [
            f"{p.direction} {p.at.astimezone(ZoneInfo(p.zone)):%Y-%m-%d %H:%M} {p.basis}"
            for p in proposals(days[key])
        ]
        assert found == wanted, key


def _check_totals(days: dict[str, WorkDay], expected: dict) -> None:
    for person, values in expected.items():
        own = [d for d in days.values() if person in ("all", d.person_id)]
        total = summary(all_figures(own))
        for key, value in values.items():
            if key in ("overtime", "night"):
                actual: object = {str(m): time for m, time in getattr(total, key).items()}
            elif key == "places":
                actual = hours_by_place(own)
            elif key in _TIMES:
                actual = getattr(total, key)
            else:
                actual = str(getattr(total, key, None) or total.count(key))
            wanted: object = value
            if isinstance(value, dict):
                wanted = {k: duration(v) for k, v in value.items()}
            elif key in _TIMES:
                wanted = duration(value)
            assert actual == wanted, f"{person} {key}"


def _check_pay(scenario: Scenario, days: dict[str, WorkDay]) -> None:
    for person, wanted in scenario.expect.get("pay", {}).items():
        own = all_figures(d for d in days.values() if d.person_id == person)
        slip = pay_slip(scenario.terms[person], own, scenario.span)
        lines = {f"{line.name} x {line.multiplier}": line.amount for line in slip.lines}
        if "lines" in wanted:
            assert lines == {name: money(amount) for name, amount in wanted["lines"].items()}
        assert slip.total == money(wanted["total"])


def _check_adjustments(scenario: Scenario, days: dict[str, WorkDay]) -> None:
    """Close the period as recorded, then learn of late punches and corrections."""
    if scenario.closed is None:
        return
    first = all_figures(_days(scenario, scenario.punches).values())
    closed = close(
        scenario.closed, first, (), by="hr", at=_some_instant(scenario), even_if_open=True
    )
    everything = [*scenario.punches, *scenario.late_punches]
    later = _days(scenario, as_corrected(everything, scenario.corrections))
    posted_on = date.fromisoformat(str(scenario.closed.last)) + timedelta(days=1)
    found = adjustments(closed, all_figures(later.values()), posted_on)
    assert closed.figures == tuple(d for d in first if d.date in scenario.closed)
    wanted = scenario.expect["adjustments"]
    actual = {}
    for change in found:
        before = change.before.worked if change.before else timedelta(0)
        actual[f"{change.person_id} {change.date}"] = change.after.worked - before
    assert actual == {key: duration(value) for key, value in wanted.items()}
    again = adjustments(closed, all_figures(later.values()), posted_on, found)
    assert again == (), "each difference is accounted for once"
    for person, amount in scenario.expect.get("adjustment_pay", {}).items():
        own = [change for change in found if change.person_id == person]
        paid = adjustment_lines(scenario.terms[person], own)
        assert sum(p.amount.amount for p in paid) == money(amount).amount


def _some_instant(scenario: Scenario):
    return scenario.punches[0].recorded_at
