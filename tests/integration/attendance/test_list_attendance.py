"""The list of people with their figures: pages, orders, filters, and that it follows new facts.

Ada and Bob work 08:00 to 16:30 on weekdays; Cleo has no plan. 2 March 2026 is a Monday.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from adsum.app import list_attendance
from adsum.app.attendance_list import ListPage, ListQuery, Only, Order
from adsum.app.forget import Forget
from adsum.app.report_query import ReportQuery
from adsum.domain.person import Person
from adsum.domain.span import DateSpan, month
from adsum.domain.workday import Status
from adsum.storage.punches import SqlPunches
from tests.integration.attendance.conftest import ADA, BOSS, HR, START, Office

MONDAY = ListQuery(DateSpan(date(2026, 3, 2), date(2026, 3, 2)))
MARCH = ListQuery(month(2026, 3))


def names(page: ListPage) -> list[str]:
    return [line.name for line in page.lines]


@pytest.fixture
def monday(firm: Office) -> Office:
    """Ada came late, Bob did not come, Cleo came without a plan and forgot to go."""
    firm.punch("ada", "03-02", "08:20")
    firm.punch("ada", "03-02", "17:30")
    firm.punch("cleo", "03-02", "07:00")
    firm.move_to("03-03", "07:00")
    return firm


def test_a_day_shows_the_clock_and_the_figures_of_each_person(monday: Office) -> None:
    ada, bob, cleo = monday.do.list_attendance.execute(HR, MONDAY).lines
    assert (ada.name, ada.own.figures.late) == ("Ada", timedelta(minutes=20))
    assert ada.own.times is not None
    assert ada.own.times.first_in == monday.at("03-02", "08:20")
    assert ada.own.times.last_out == monday.at("03-02", "17:30")
    assert bob.own.figures.count(Status.ABSENT) == 1
    assert cleo.own.times is not None and cleo.own.times.last_out is None


def test_the_figures_are_those_of_the_report(monday: Office) -> None:
    listed = monday.do.list_attendance.execute(HR, replace(MARCH, with_cost=True)).lines
    report = monday.do.attendance_report.execute(HR, ReportQuery(MARCH.span), with_cost=True)
    assert [(one.name, one.own.figures, one.own.cost) for one in listed] == [
        (line.name, line.summary, line.cost) for line in report
    ]
    assert listed[0].own.cost and not monday.do.list_attendance.execute(HR, MARCH).lines[0].own.cost


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (Only.ALL, ["Ada", "Bob", "Cleo"]),
        (Only.LATE, ["Ada"]),
        (Only.ABSENT, ["Bob"]),
        (Only.FLAGGED, ["Cleo"]),
    ],
)
def test_only_those_who_need_a_look_are_listed(
    monday: Office, only: Only, expected: list[str]
) -> None:
    by_name = replace(MONDAY, only=only)
    assert names(monday.do.list_attendance.execute(HR, by_name)) == expected
    by_figure = replace(by_name, order=Order.WORKED)
    assert set(names(monday.do.list_attendance.execute(HR, by_figure))) == set(expected)


def test_who_had_no_reason_to_come_and_did_not_is_not_expected(monday: Office) -> None:
    tuesday = ListQuery(DateSpan(date(2026, 3, 3), date(2026, 3, 3)), only=Only.EXPECTED)
    assert names(monday.do.list_attendance.execute(HR, tuesday)) == ["Ada", "Bob"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.NAME, ["Ada", "Bob", "Cleo"]),
        (Order.WORKED, ["Bob", "Cleo", "Ada"]),
        (Order.LATE, ["Bob", "Cleo", "Ada"]),
        (Order.FIRST_IN, ["Cleo", "Ada", "Bob"]),
        (Order.LAST_OUT, ["Ada", "Bob", "Cleo"]),
        (Order.BALANCE, ["Bob", "Cleo", "Ada"]),
    ],
)
def test_the_list_is_sorted_by_any_figure_and_those_without_it_come_last(
    monday: Office, order: Order, expected: list[str]
) -> None:
    query = replace(MONDAY, order=order)
    assert names(monday.do.list_attendance.execute(HR, query)) == expected


def test_the_other_way_round_those_without_a_value_are_still_last(monday: Office) -> None:
    query = replace(MONDAY, order=Order.FIRST_IN, descending=True)
    assert names(monday.do.list_attendance.execute(HR, query)) == ["Ada", "Cleo", "Bob"]
    query = replace(MONDAY, descending=True)
    assert names(monday.do.list_attendance.execute(HR, query)) == ["Cleo", "Bob", "Ada"]


@pytest.mark.parametrize("order", [Order.NAME, Order.WORKED])
def test_pages_hold_everybody_once(monday: Office, order: Order) -> None:
    query, found, after = replace(MONDAY, order=order), list[str](), 0
    while True:
        page = monday.do.list_attendance.execute(HR, query, after=after, limit=2)
        assert len(page.lines) <= 2
        found += names(page)
        if page.next is None:
            break
        after = page.next
    assert sorted(found) == ["Ada", "Bob", "Cleo"]


def test_a_part_of_the_name_a_team_and_a_site_narrow_the_list(monday: Office) -> None:
    ask = monday.do.list_attendance.execute
    assert names(ask(HR, replace(MONDAY, search=" CLE "))) == ["Cleo"]
    assert names(ask(HR, replace(MONDAY, team="north"))) == ["Ada", "Bob"]
    assert names(ask(HR, replace(MONDAY, site="hq", order=Order.WORKED))) == ["Bob", "Cleo", "Ada"]
    assert names(ask(HR, replace(MONDAY, site="elsewhere"))) == []


def test_a_manager_sees_their_team_and_an_employee_their_own_line(monday: Office) -> None:
    assert names(monday.do.list_attendance.execute(BOSS, MONDAY)) == ["Ada", "Bob"]
    assert names(monday.do.list_attendance.execute(ADA, MONDAY)) == ["Ada"]
    assert monday.acts().count("report.viewed") == 1  # nobody needs to know of a look at oneself


def test_the_list_follows_new_punches_corrections_and_the_clock(monday: Office) -> None:
    today = ListQuery(DateSpan(date(2026, 3, 3), date(2026, 3, 3)))

    def status(name: str) -> Status:
        lines = monday.do.list_attendance.execute(HR, replace(today, order=Order.WORKED)).lines
        own = next(line.own for line in lines if line.name == name)
        return next(status for status, days in own.figures.statuses.items() if days)

    assert status("Bob") is Status.PLANNED
    monday.move_to("03-03", "16:31")
    assert status("Bob") is Status.ABSENT
    monday.punch("bob", "03-03", "16:31")
    assert status("Bob") is Status.OPEN
    monday.move_to("03-05", "00:00")
    line = monday.do.list_attendance.execute(HR, replace(today, search="bob")).lines[0]
    assert line.own.figures.flagged == 1  # no longer at work, but forgotten to go


def test_whoever_was_forgotten_keeps_a_line_without_a_name(monday: Office) -> None:
    Forget(monday.store, monday.clock).execute("cleo", HR)
    found = monday.do.list_attendance.execute(HR, MONDAY)
    assert names(found)[:2] == ["Ada", "Bob"]
    assert names(found)[2].startswith("Forgotten ")
    april = ListQuery(month(2026, 4))
    assert names(monday.do.list_attendance.execute(HR, april)) == ["Ada", "Bob"]


def test_a_large_company_is_worked_out_in_parts_and_no_line_is_ever_wrong(
    monday: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_attendance, "AT_ONCE", 0)  # as few as a page needs
    with monday.store.write() as records:
        for number in range(20):
            records.people.add(Person(f"x{number:02}", f"X {number:02}", START))
    by_worked = replace(MONDAY, order=Order.WORKED, descending=True)
    pending = []
    while not pending or pending[-1]:
        page = monday.do.list_attendance.execute(HR, by_worked, limit=4)
        pending.append(page.pending)
    assert pending == [18, 13, 8, 3, 0]
    assert names(page)[0] == "Ada"
    absent = replace(MONDAY, only=Only.ABSENT)
    page = monday.do.list_attendance.execute(HR, absent, limit=1)
    assert names(page) == ["Bob"]


def test_by_name_only_the_page_is_worked_out(
    monday: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monday.store.write() as records:
        for number in range(300):
            records.people.add(Person(f"x{number:03}", f"X {number:03}", START))
    asked: list[int] = []
    by_person = SqlPunches.by_person

    def counted(own: SqlPunches, start: datetime, end: datetime, people: list[str]) -> Any:
        asked.append(len(people))
        return by_person(own, start, end, people)

    monkeypatch.setattr(SqlPunches, "by_person", counted)
    monday.do.list_attendance.execute(HR, MARCH, after=100, limit=10)
    assert max(asked) == 11
