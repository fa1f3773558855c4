"""The audit log is narrowed by the server; a camera's area is drawn with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.harness import Terminal
from tests.e2e.ui.admin import Desk
from tests.e2e.ui.conftest import Server, browser, eventually, need_browser

ROWS = "table.data tbody tr"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Server]:
    need_browser()
    root = tmp_path_factory.mktemp("audit")
    (root / "here").mkdir()
    environment = {"ADSUM_CACHE": str(cache), "ADSUM_ZONE": "Etc/GMT"}
    made = Server(Terminal(root / "home", root / "here", environment))
    made.start()
    for name in ("Ada Brandt", "Ben Okafor"):
        made.ids[name] = made.ask("POST", "people", {"name": name})["id"]
    for number in range(60):
        made.ask("POST", "teams", {"id": f"t{number}", "name": f"Team {number}"})
    made.ask("PUT", f"people/{made.ids['Ada Brandt']}/pin", {"pin": "27182818"})
    yield made
    made.stop()


@pytest.fixture
def desk(office: Server) -> Iterator[Desk]:
    with browser() as chromium:
        context = chromium.new_context(
            locale="en-GB", timezone_id="UTC", viewport={"width": 1280, "height": 1000}
        )
        made = Desk(context.new_page(), office.address)
        made.sign_in("owner")
        yield made
        assert made.errors == []


def test_the_audit_log_is_narrowed_to_a_person_an_actor_a_kind_and_days(desk: Desk) -> None:
    desk.visit("Audit log")
    page = desk.page
    page.locator(ROWS).first.wait_for()
    rows = page.locator(ROWS)
    desk.press("Next")  # of everything there is more than a page
    desk.sees("Page 2")
    desk.choose("About what", "PIN")
    assert eventually(lambda: rows.count() == 1)
    assert "Ada Brandt" in rows.first.inner_text()
    desk.choose("About what", "Team")
    assert eventually(lambda: rows.count() == 50)
    assert all(" t" in text for text in rows.all_inner_texts()), rows.all_inner_texts()[:3]
    desk.choose("By whom", "owner")
    desk.choose("About what", "PIN")
    desk.choose("Whose record", "Ben Okafor")
    desk.sees("No entries")
    page.get_by_role("combobox", name="Whose record").fill("Ada")  # found by the server
    page.get_by_role("option", name="Ada Brandt").click()
    assert eventually(lambda: rows.count() == 1)
    today = datetime.now(UTC).date()
    desk.fill(To=str(today - timedelta(days=1)))
    desk.sees("No entries")
    desk.fill(To=str(today + timedelta(days=1)), From=str(today - timedelta(days=1)))
    assert eventually(lambda: rows.count() == 1)
    assert desk.complaints() == []


def test_an_area_and_a_line_are_drawn_without_a_mouse(office: Server, desk: Desk) -> None:
    office.ask("POST", "cameras", {"id": "yard", "name": "Yard", "source": "rtsp://127.0.0.1:9/x"})
    desk.visit("Cameras")
    page = desk.page
    page.get_by_role("button", name="Edit Yard").click()
    page.get_by_role("application", name="Draw into the picture: Area").focus()
    keys = page.keyboard
    for turn in ("ArrowLeft", "ArrowUp", "ArrowRight"):
        for _ in range(3):
            keys.press(f"Shift+{turn}")
        keys.press("Enter")
    desk.sees("3 corners")
    keys.press("Backspace")
    desk.sees("2 corners")
    keys.press("ArrowDown")
    keys.press(" ")
    desk.sees("3 corners")
    page.get_by_text("Line", exact=True).click()
    page.get_by_role("application", name="Draw into the picture: Line").focus()
    keys.press("Enter")
    desk.sees("The line begins here")
    keys.press("Shift+ArrowDown")
    keys.press("Enter")
    desk.sees("The line is set")
    assert desk.complaints(idle=False) == []
    desk.press("Save")
    desk.sees("Saved")
    body = office.ask("GET", "cameras/yard")["body"]
    assert body["zone"] == [[0.2, 0.5], [0.2, 0.2], [0.5, 0.22]]
    assert body["line"] == [[0.5, 0.5], [0.5, 0.6]]
