"""The effect of changed rules on past days, before anything is stored."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from adsum.app.documents import StillReferenced, UnknownReference
from adsum.app.masterdata import InvalidDocument
from adsum.app.preview_rules import Effect, PreviewQuery, PreviewTooLarge, Proposed
from adsum.domain.punch import Direction
from adsum.domain.span import DateSpan
from adsum.domain.workday import Status
from tests.integration.attendance.conftest import HR, Office

MONDAY = DateSpan(date(2026, 3, 2), date(2026, 3, 2))
LATER = {"name": "Day", "start": "09:00", "end": "17:30"}


@pytest.fixture
def monday(firm: Office) -> Office:
    """Ada came ten minutes late on Monday and went on time; Bob was absent."""
    firm.punch("ada", "03-02", "08:10", Direction.IN)
    firm.punch("ada", "03-02", "16:30", Direction.OUT)
    return firm


def preview(office: Office, *proposed: Proposed, **query: str) -> Effect:
    return office.do.preview_rules.execute(HR, proposed, PreviewQuery(MONDAY, **query))


def test_a_later_shift_takes_lateness_away_and_nothing_is_stored(monday: Office) -> None:
    effect = preview(monday, Proposed("shifts", "day", LATER))
    ada = next(change for change in effect.changes if change.name == "Ada")
    assert (ada.before.late, ada.after.late) == (timedelta(minutes=10), timedelta(0))
    assert ada.after.early == timedelta(hours=1)
    assert (effect.before.late, effect.after.late) == (timedelta(minutes=10), timedelta(0))
    again = preview(monday, Proposed("shift", "day", LATER))
    assert again == effect


def test_a_new_policy_and_a_new_assignment_have_an_effect(monday: Office) -> None:
    grace = {"rules": {"grace_in": "PT15M", "valid_from": "2026-03-01"}}
    effect = preview(monday, Proposed("policy", "p1", grace))
    assert [(c.name, c.after.late) for c in effect.changes] == [("Ada", timedelta(0))]
    cleo = {"rotation": "week", "site": "hq", "person": "cleo"}
    effect = preview(monday, Proposed("assignment", "cleo", cleo))
    assert [(c.name, c.before.status, c.after.status) for c in effect.changes] == [
        ("Cleo", Status.UNPLANNED, Status.ABSENT)
    ]


def test_removing_an_assignment_frees_those_who_followed_it(monday: Office) -> None:
    effect = preview(monday, Proposed("assignment", "north-week", None))
    assert {c.name: c.after.status for c in effect.changes}["Bob"] is Status.UNPLANNED
    assert (effect.days, effect.people) == (2, 2)
    only = preview(monday, Proposed("assignment", "north-week", None), person="bob")
    assert [c.name for c in only.changes] == ["Bob"]


def test_what_could_not_be_stored_is_refused(monday: Office) -> None:
    with pytest.raises(InvalidDocument):
        preview(monday, Proposed("shift", "day", {"name": "Day"}))
    with pytest.raises(UnknownReference):
        preview(monday, Proposed("rotation", "week", {"name": "Week", "days": [["none"]]}))
    with pytest.raises(StillReferenced):
        preview(monday, Proposed("rotation", "week", None))


def test_a_span_that_is_too_long_is_refused(
    monday: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adsum.app.preview_rules.MOST_DAYS", 2)
    with pytest.raises(PreviewTooLarge):
        preview(monday, Proposed("shift", "day", LATER))


def test_rules_that_begin_later_are_shown_as_if_they_had_begun(monday: Office) -> None:
    grace = {"rules": {"grace_in": "PT15M", "valid_from": "2026-05-01"}}
    effect = preview(monday, Proposed("policy", "p1", grace))
    assert effect.assumed
    assert [(c.name, c.after.late) for c in effect.changes] == [("Ada", timedelta(0))]
    monday.put("policy", "p0", rules={"grace_in": "PT5M", "valid_from": "2026-03-02"})
    assert preview(monday, Proposed("policy", "p1", grace)).changes == effect.changes
    assert not preview(monday, Proposed("shifts", "day", LATER)).assumed
    cleo = {"rotation": "week", "site": "hq", "person": "cleo", "first": "2026-05-01"}
    effect = preview(monday, Proposed("assignment", "cleo", cleo))
    assert effect.assumed and [change.name for change in effect.changes] == ["Cleo"]
