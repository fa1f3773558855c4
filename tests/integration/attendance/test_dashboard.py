"""Who is in now, who is missing, and how the last weeks went.

Ada and Bob work 08:00 to 16:30 on weekdays; Cleo has no plan. 2 March 2026 is a Monday.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from adsum.app.dashboard import PeopleQuery, Within
from adsum.app.propose_correction import CorrectionDraft
from adsum.app.put_document import Change
from adsum.app.request_leave import LeaveDraft
from adsum.domain.correction import Act
from adsum.domain.presence import Presence
from adsum.domain.punch import Direction
from adsum.domain.span import DateSpan
from tests.integration.attendance.conftest import ADA, BOSS, HR, OWNER, Office

ALL = Within()


def presences(office: Office) -> dict[str, Presence]:
    """Return everybody's presence by first name, as HR sees it."""
    found = office.do.dashboard.people(HR, PeopleQuery(ALL))
    return {one.name: one.standing.presence for one in found}


@pytest.fixture
def morning(office: Office) -> Office:
    """Tuesday, 3 March, 07:30: nobody has come yet."""
    office.set_up()
    office.move_to("03-03", "07:30")
    return office


def test_a_morning_goes_from_expected_to_in_or_late_and_at_last_to_absent(morning: Office) -> None:
    assert presences(morning) == {
        "Ada": Presence.EXPECTED,
        "Bob": Presence.EXPECTED,
        "Cleo": Presence.FREE,
    }
    morning.move_to("03-03", "07:55")
    morning.punch("ada", "03-03", "07:55")
    assert presences(morning)["Ada"] is Presence.IN
    morning.move_to("03-03", "08:01")
    assert presences(morning)["Bob"] is Presence.LATE
    morning.move_to("03-03", "12:10")
    morning.punch("ada", "03-03", "12:10")
    assert presences(morning)["Ada"] is Presence.LEFT
    morning.move_to("03-03", "16:31")
    assert presences(morning)["Bob"] is Presence.ABSENT


def test_who_is_in_has_a_place_and_a_time_since_when(morning: Office) -> None:
    morning.move_to("03-03", "09:00")
    morning.punch("ada", "03-03", "08:20")
    (one,) = morning.do.dashboard.people(HR, PeopleQuery(ALL, Presence.IN))
    assert (one.name, one.teams, one.site) == ("Ada", ("north",), "hq")
    assert one.standing.since == morning.at("03-03", "08:20")
    assert one.standing.place == "main"
    assert one.standing.late == timedelta(minutes=20)


def test_an_evening_shift_after_midnight_still_counts_as_in(morning: Office) -> None:
    morning.move_to("03-03", "20:00")
    morning.punch("cleo", "03-03", "20:00")
    morning.move_to("03-04", "01:00")
    assert presences(morning)["Cleo"] is Presence.IN


def test_a_forgotten_check_out_does_not_keep_somebody_in_for_ever(morning: Office) -> None:
    morning.punch("cleo", "03-03", "07:30")
    assert presences(morning)["Cleo"] is Presence.IN
    morning.move_to("03-04", "09:00")
    assert presences(morning)["Cleo"] is Presence.FREE


def test_the_sums_count_each_person_once_and_each_team_its_own(morning: Office) -> None:
    morning.move_to("03-03", "09:00")
    morning.punch("ada", "03-03", "08:20")
    morning.punch("cleo", "03-03", "08:45")
    found = morning.do.dashboard.execute(HR, ALL)
    assert found.people == 3
    assert dict(found.counts) == {Presence.IN: 2, Presence.LATE: 1}
    assert found.came_late == 1
    assert dict(found.by_team["north"]) == {Presence.IN: 1, Presence.LATE: 1}
    assert dict(found.by_team[""]) == {Presence.IN: 1}
    assert found.by_site["hq"][Presence.IN] == 2
    assert [(h.hour, h.came, h.went) for h in found.hours if h.came or h.went] == [(8, 2, 0)]
    assert [last.name for last in found.last_punches] == ["Cleo", "Ada"]


def test_a_manager_sees_their_team_and_an_own_record_only(morning: Office) -> None:
    morning.punch("cleo", "03-03", "07:30")
    found = morning.do.dashboard.execute(BOSS, ALL)
    assert (found.people, found.last_punches) == (2, ())
    assert [one.name for one in morning.do.dashboard.people(BOSS, PeopleQuery(ALL))] == [
        "Ada",
        "Bob",
    ]
    assert morning.do.trend.execute(BOSS).people == 2
    assert morning.do.dashboard.execute(ADA, ALL).people == 1


def test_a_team_and_a_site_narrow_the_view(morning: Office) -> None:
    assert morning.do.dashboard.execute(HR, Within(team="north")).people == 2
    assert morning.do.dashboard.execute(HR, Within(site="hq")).people == 2
    assert morning.do.dashboard.execute(HR, Within(team="nobody")).people == 0


def test_a_punch_that_is_taken_back_by_a_correction_no_longer_counts(morning: Office) -> None:
    morning.move_to("03-03", "07:59")
    made = morning.punch("ada", "03-03", "07:55")
    assert presences(morning)["Ada"] is Presence.IN
    draft = CorrectionDraft("ada", Act.IGNORE, "wrong person", target=made.punch.id, place="main")
    correction = morning.do.propose_correction.execute(HR, draft)
    assert morning.do.dashboard.execute(HR, ALL).pending_corrections == 1
    morning.do.decide_correction.execute(OWNER, correction.id, approve=True)
    assert presences(morning)["Ada"] is Presence.EXPECTED


def test_approved_leave_and_a_new_plan_show_at_once(morning: Office) -> None:
    day = date(2026, 3, 3)
    leave = morning.do.request_leave.execute(HR, LeaveDraft("ada", "holiday", DateSpan(day, day)))
    assert morning.do.dashboard.execute(HR, ALL).pending_leave == 1
    morning.do.decide_leave.execute(OWNER, leave.id, approve=True)
    assert presences(morning)["Ada"] is Presence.LEAVE
    change = Change("assignment", "cleo", {"rotation": "week", "site": "hq", "person": "cleo"})
    morning.do.put_document.execute(HR, change)
    assert presences(morning)["Cleo"] is Presence.EXPECTED


def test_the_list_is_by_name_page_by_page(morning: Office) -> None:
    query = PeopleQuery(ALL)
    first = morning.do.dashboard.people(HR, query, limit=2)
    rest = morning.do.dashboard.people(HR, query, after=first[-1].name)
    assert [one.name for one in (*first, *rest)] == ["Ada", "Bob", "Cleo"]
    found = morning.do.dashboard.people(HR, PeopleQuery(ALL, search="CLE"))
    assert [one.name for one in found] == ["Cleo"]


def test_the_trend_counts_the_days_before_today_and_follows_late_facts(firm: Office) -> None:
    firm.punch("ada", "03-02", "08:10", Direction.IN)
    firm.punch("ada", "03-02", "16:30", Direction.OUT)
    firm.punch("cleo", "03-02", "09:00", Direction.IN)
    firm.move_to("03-03", "18:00")
    past = firm.do.trend.execute(HR)
    day = past.days[-1]
    assert (len(past.days), day.date) == (30, date(2026, 3, 2))
    assert (day.present, day.late, day.absent, day.leave) == (2, 1, 1, 0)
    assert day.worked == timedelta(hours=7, minutes=50)
    assert [(one.name, one.date) for one in past.open_days] == [("Cleo", date(2026, 3, 2))]
    firm.punch("cleo", "03-02", "17:00", Direction.OUT)  # a device delivers late
    again = firm.do.trend.execute(HR)
    assert (again.open_count, again.days[-1].worked) == (0, timedelta(hours=15, minutes=50))


def test_a_large_company_s_trend_is_worked_out_in_parts(
    firm: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adsum.app.trend.AT_ONCE", 2)
    firm.move_to("03-03", "18:00")
    first, second = firm.do.trend.execute(HR), firm.do.trend.execute(HR)
    assert [(first.done, first.people), (second.done, second.people)] == [(2, 3), (3, 3)]
