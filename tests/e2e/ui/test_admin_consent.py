"""Consent: its texts, what the office notes, and what everybody decides for themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.ui.admin import PASSWORD, Desk
from tests.e2e.ui.conftest import Server, browser, need_browser

TITLE = "Recognition at the door"


@pytest.fixture(scope="module")
def chromium(server: Server) -> Iterator[object]:
    need_browser()
    with browser() as made:
        yield made


def _desk(chromium: object, server: Server, login: str) -> Desk:
    page = chromium.new_context(locale="en-GB").new_page()  # type: ignore[attr-defined]
    desk = Desk(page, server.address)
    desk.sign_in(login)
    return desk


def test_a_text_is_put_in_force_noted_on_paper_and_withdrawn_with_the_photos(
    server: Server, chromium: object
) -> None:
    desk = _desk(chromium, server, "owner")
    desk.visit("Consent")
    desk.page.get_by_role("link", name="Texts").click()
    desk.sees("No text yet")
    assert desk.complaints() == []
    desk.press("New version")
    desk.fill(Title=TITLE, Text="We keep photos of your face. A PIN will do as well.")
    assert desk.complaints() == []
    desk.press("Put in force")
    desk.sees("In force")
    assert desk.complaints() == []

    person = server.ask("POST", "people", {"name": "Paula Paper"})["id"]
    desk.go(f"/app/people/{person}")
    desk.press("Note consent")
    desk.sees("A PIN will do as well.")
    assert desk.complaints() == []
    desk.press("Save")
    desk.sees("Agreed to version 1")
    desk.press("Note withdrawal")
    assert desk.complaints() == []
    desk.press("Withdraw")
    desk.sees("0 photos and what was computed from them are destroyed")
    desk.sees("There is no PIN yet")
    desk.press("Done")
    desk.visit("Consent")
    desk.page.get_by_text("Withdrawn", exact=True).first.click()
    desk.page.get_by_role("link", name="Paula Paper").wait_for()
    assert desk.complaints() == []
    assert desk.errors == []


def test_somebody_agrees_and_withdraws_by_themselves_and_sees_who_looked(
    server: Server, chromium: object
) -> None:
    person = server.ask("POST", "people", {"name": "Erika Employee"})["id"]
    account = {"role": "employee", "person_id": person, "team_ids": []}
    server.ask("POST", "users", {"login": "erika", "password": PASSWORD, **account})
    server.ask("GET", f"people/{person}")
    desk = _desk(chromium, server, "erika")
    desk.visit("My data")
    desk.sees("a PIN is enough")
    desk.page.get_by_role("main").get_by_text("owner").first.wait_for()
    assert desk.complaints() == []
    desk.press("Agree")
    desk.sees(TITLE)
    desk.page.get_by_role("dialog").get_by_role("button", name="Agree").click()
    desk.sees("Agreed to version 1")
    desk.press("Withdraw")
    desk.page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    desk.sees("Consent was withdrawn")
    desk.press("Done")
    assert desk.complaints() == []
    states = [one["given"] for one in server.ask("GET", f"people/{person}/consents")["history"]]
    assert sorted(states) == [False, True]
    assert desk.errors == []
