"""Tables of a large company: the server sorts, filters and pages; the page holds a page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.harness import Terminal
from tests.e2e.ui.admin import Desk
from tests.e2e.ui.conftest import Server, browser, eventually, need_browser

PEOPLE = 260
PAGE = 50
# A day of last month, so that a shift of that day is over on any clock.
DAY = (datetime.now(UTC).replace(day=1) - timedelta(days=3)).date()
ROWS = "table.data tbody tr"
# A page with fifty people has about thirty elements a row, and the menu around.
MOST_ELEMENTS = 3000


def name(number: int) -> str:
    return f"Worker {number:03}"


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Server]:
    """Everybody was to come at eight: number N came N minutes late, every tenth not at all."""
    need_browser()
    root = tmp_path_factory.mktemp("plant")
    (root / "here").mkdir()
    environment = {"ADSUM_CACHE": str(cache), "ADSUM_ZONE": "Etc/GMT"}
    made = Server(Terminal(root / "home", root / "here", environment))
    made.start()
    ask = made.ask
    ask("POST", "sites", {"id": "hq", "name": "Plant", "zone": "Etc/GMT"})
    ask("POST", "places", {"id": "gate", "name": "Gate", "site": "hq"})
    ask("POST", "teams", {"id": "all", "name": "All", "site": "hq"})
    ask("POST", "shifts", {"id": "day", "name": "Day", "start": "08:00", "end": "16:00"})
    ask("POST", "rotations", {"id": "week", "name": "Week", "days": [["day"]] * 7})
    for number in range(PEOPLE):
        made.ids[name(number)] = ask("POST", "people", {"name": name(number)})["id"]
    ask("POST", "assignments", {"rotation": "week", "site": "hq", "team": "all"})
    for id in made.ids.values():
        ask("POST", "memberships", {"person": id, "team": "all", "first": "2020-01-01"})
    _punch(made)
    yield made
    made.stop()


def _punch(plant: Server) -> None:
    punches = []
    for number in range(PEOPLE):
        if number % 10:
            for hour, minutes in ((8, number), (16, 0)):
                at = datetime(DAY.year, DAY.month, DAY.day, hour, tzinfo=UTC)
                at += timedelta(minutes=minutes)
                punch = {"client_id": f"{number}-{hour}", "person_id": plant.ids[name(number)]}
                punches.append({**punch, "device_at": at.isoformat(), "place": "gate"})
    for start in range(0, len(punches), 400):
        plant.ask("POST", "punches/batch", {"punches": punches[start : start + 400]})


@pytest.fixture
def desk(plant: Server) -> Iterator[Desk]:
    with browser() as chromium:
        context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
        made = Desk(context.new_page(), plant.address)
        made.sign_in("owner")
        yield made
        assert made.errors == []


def first(desk: Desk) -> str:
    return str(desk.page.locator(f"{ROWS} a.person").first.inner_text()).splitlines()[-1].strip()


def sort_by(desk: Desk, column: str) -> None:
    desk.page.get_by_role("columnheader", name=column).get_by_role("button").click()


def elements(desk: Desk) -> int:
    return int(desk.page.evaluate("document.querySelectorAll('*').length"))


def test_a_day_of_many_people_is_read_page_by_page(desk: Desk) -> None:
    desk.go(f"/app/day?date={DAY}")
    page = desk.page
    page.get_by_role("link", name=name(0)).wait_for()
    assert page.locator(ROWS).count() == PAGE
    assert elements(desk) < MOST_ELEMENTS
    desk.press("Next")
    page.get_by_role("link", name=name(PAGE)).wait_for()
    assert (page.locator(ROWS).count(), first(desk)) == (PAGE, name(PAGE))
    for number in range(2, 6):
        desk.press("Next")
        page.get_by_role("link", name=name(number * PAGE)).wait_for()
    page.get_by_role("link", name=name(PEOPLE - 1)).wait_for()
    assert page.locator(ROWS).count() == PEOPLE % PAGE
    assert page.get_by_role("button", name="Next", exact=True).is_disabled()
    assert desk.complaints() == []


def test_the_order_goes_over_everybody_and_not_over_the_page(desk: Desk) -> None:
    desk.go(f"/app/day?date={DAY}")
    page = desk.page
    page.get_by_role("link", name=name(0)).wait_for()
    sort_by(desk, "Late")
    page.get_by_role("link", name=name(259)).wait_for()
    assert first(desk) == name(259)
    assert page.locator("th[aria-sort=descending]").inner_text() == "Late"
    desk.press("Next")
    # Every tenth did not come: the latest fifty go down to 204.
    page.get_by_role("link", name=name(203)).wait_for()
    sort_by(desk, "Late")
    assert eventually(lambda: first(desk) in (name(0), name(10))), first(desk)
    assert page.get_by_text("Page 2").count() == 0  # another order begins at its first page


def test_filters_and_the_search_are_the_server_s(desk: Desk) -> None:
    desk.go(f"/app/day?date={DAY}")
    page = desk.page
    page.get_by_role("link", name=name(0)).wait_for()
    page.get_by_text("Absent", exact=True).first.click()
    assert eventually(lambda: page.locator(ROWS).count() == PEOPLE // 10)
    page.get_by_label("Search by name").fill("worker 25")
    assert eventually(lambda: page.locator(ROWS).count() == 1)
    assert first(desk) == name(250)
    page.get_by_label("Search by name").fill("nobody of this name")
    desk.sees("Nobody to show for this day")


@pytest.mark.parametrize("path", ["month?", "reports?by=person&"])
def test_a_month_of_many_people_holds_a_page_of_them(desk: Desk, path: str) -> None:
    desk.go(f"/app/{path}date={DAY}")
    page = desk.page
    page.get_by_role("link", name=name(0)).wait_for()
    assert page.locator(ROWS).count() == PAGE
    assert elements(desk) < MOST_ELEMENTS
    sort_by(desk, "Worked")
    # Who came one minute late worked longest; number 0 did not come.
    assert eventually(lambda: first(desk) == name(1)), first(desk)
    assert desk.complaints() == []


def test_a_list_that_the_page_has_whole_shows_a_hundred_rows_at_a_time(desk: Desk) -> None:
    desk.go("/app/roster/memberships")
    page = desk.page
    page.locator(ROWS).nth(99).wait_for()
    assert page.locator(ROWS).count() == 100
    desk.press("Next")
    desk.press("Next")
    assert eventually(lambda: page.locator(ROWS).count() == PEOPLE - 200)


def test_the_numbers_of_the_list_are_those_of_the_report(plant: Server) -> None:
    day: dict[str, Any] = plant.ask("GET", f"reports/day?date={DAY}&by=person&per=day")
    listed: list[Any] = []
    after = 0
    while after is not None:
        query = f"first={DAY}&last={DAY}&after={after}&limit=100"
        page = plant.ask("GET", f"attendance/people?{query}")
        listed, after = listed + page["items"], page["next"]
    assert [(one["person"]["name"], one["figures"]) for one in listed] == [
        (line["name"], line["figures"]) for line in day["lines"]
    ]
