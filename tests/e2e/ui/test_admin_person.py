"""The page of one person: another name, and one photo less."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.ui.admin import Desk
from tests.e2e.ui.conftest import Server, Staff, browser


@pytest.fixture(scope="module")
def desk(server: Server) -> Iterator[Desk]:
    with browser() as chromium:
        made = Desk(chromium.new_context(locale="en-GB").new_page(), server.address)
        made.sign_in("owner")
        yield made
        assert made.errors == []


def _open(desk: Desk, server: Server, name: str) -> str:
    person = next(p for p in server.ask("GET", "people")["items"] if p["name"] == name)
    desk.go(f"/app/people/{person['id']}")
    desk.heading(name)
    return str(person["id"])


def test_somebody_is_renamed_but_not_unseen(server: Server, staff: Staff, desk: Desk) -> None:
    name, other = list(staff.enrolled)[:2]
    id = _open(desk, server, name)
    desk.press("More")
    desk.page.get_by_role("menuitem", name="Rename").click()
    desk.fill(Name=other)
    desk.press("Rename")
    desk.sees("person.exists")
    assert desk.complaints() == []
    server.ask("PUT", f"people/{id}", {"name": "Named Meanwhile"}, {"If-Match": "*"})
    desk.fill(Name="Wanda Newname")
    desk.press("Rename")
    desk.sees("etag.stale")
    desk.press("Cancel")
    desk.heading("Named Meanwhile")
    desk.press("More")
    desk.page.get_by_role("menuitem", name="Rename").click()
    desk.fill(Name="Wanda Newname")
    desk.press("Rename")
    desk.heading("Wanda Newname")
    assert server.ask("GET", f"people/{id}")["name"] == "Wanda Newname"


def test_photos_are_deleted_one_by_one_and_the_last_is_explained(
    server: Server, staff: Staff, desk: Desk
) -> None:
    name = list(staff.enrolled)[2]
    id = _open(desk, server, name)
    photos = server.ask("GET", f"people/{id}/photos")
    assert len(photos) > 1
    for left in range(len(photos) - 1, -1, -1):
        desk.press(f"Remove Photo 1 of {name}")
        dialog = desk.page.get_by_role("dialog")
        dialog.get_by_text("destroyed for good").wait_for()
        assert dialog.get_by_text("no longer recognised and clocks by PIN").count() == (left == 0)
        assert desk.complaints() == []
        desk.press("Delete the photo")
        dialog.wait_for(state="detached")
        assert len(server.ask("GET", f"people/{id}/photos")) == left
    desk.sees("No photos yet")
