"""A new server: from the token on the terminal to a kiosk that is paired."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.harness import Terminal
from tests.e2e.ui.admin import PASSWORD, Desk
from tests.e2e.ui.conftest import Server, browser, need_browser


@pytest.fixture
def new_server(tmp_path: Path, cache: Path) -> Iterator[Server]:
    need_browser()
    (tmp_path / "here").mkdir()
    environment = {"ADSUM_CACHE": str(cache)}
    made = Server(Terminal(tmp_path / "home", tmp_path / "here", environment), new=True)
    made.start()
    yield made
    made.stop()


def test_the_wizard_leads_from_the_token_to_a_paired_kiosk(new_server: Server) -> None:
    with browser() as chromium:
        page = chromium.new_context(locale="en-GB", timezone_id="Europe/Berlin").new_page()
        desk = Desk(page, new_server.address)
        desk.open("?lang=en")
        desk.heading("Welcome to Adsum")
        assert desk.complaints() == []
        desk.fill(Login="olga", Password=PASSWORD)
        page.get_by_label("Set-up token").fill("not the token")
        desk.press("Create account")
        desk.sees("setup.wrong_token")
        page.get_by_label("Set-up token").fill(new_server.setup)
        desk.press("Create account")

        desk.heading("Set up Adsum")
        assert desk.complaints() == []
        page.get_by_label("Name of the company or school").fill("Northwind")
        assert page.get_by_role("combobox", name="Time zone").input_value() == "Europe/Berlin"
        desk.press("Save and go on")
        desk.fill(Begins="08:00")
        page.get_by_label("Saturday").check()
        assert desk.complaints() == []
        desk.press("Save and go on")
        desk.fill(Name="Ada Lovelace")
        page.get_by_label("PIN (optional)").fill("27182818")
        desk.press("Save and go on")
        page.get_by_label("Name of the tablet").wait_for()
        desk.press("Save and go on")
        code = page.locator(".big-code").inner_text()
        assert desk.complaints() == []

        kiosk = page.context.new_page()
        kiosk.goto(f"{new_server.address}/kiosk?lang=en")
        kiosk.get_by_label("Pairing code").fill(code)
        kiosk.get_by_role("button", name="Pair").click()
        kiosk.wait_for_selector("main.kiosk")
        desk.press("Finish")
        desk.heading("Dashboard")
        assert desk.errors == []
        new_server.token = desk.token

    (site,) = new_server.ask("GET", "sites")["items"]
    assert (site["body"]["name"], site["body"]["zone"]) == ("Northwind", "Europe/Berlin")
    (shift,) = new_server.ask("GET", "shifts")["items"]
    assert re.match("08:00", shift["body"]["start"])
    (rotation,) = new_server.ask("GET", "rotations")["items"]
    assert rotation["body"]["days"] == [["day"]] * 6 + [[]]
    (member,) = new_server.ask("GET", "memberships")["items"]
    assert member["body"]["team"] == "everybody"
    assert [device["name"] for device in new_server.ask("GET", "devices")] == ["Front door"]
