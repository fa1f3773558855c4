"""A camera is set up in the administration; whom it does not know is a visitor to be assigned."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.ui import film
from tests.e2e.ui.admin import Desk
from tests.e2e.ui.conftest import Server, Staff, browser, need_browser
from tests.e2e.ui.stream import PASSWORD, camera


@pytest.fixture(scope="module")
def desk(server: Server) -> Iterator[Desk]:
    need_browser()
    with browser() as chromium:
        made = Desk(chromium.new_context(locale="en-GB").new_page(), server.address)
        made.sign_in("owner")
        yield made
        assert made.errors == []


def test_a_stranger_before_a_camera_is_assigned_and_enrolled(
    server: Server, staff: Staff, desk: Desk
) -> None:
    desk.visit("Cameras")
    desk.sees("No camera yet")
    assert desk.complaints() == []
    scene = [*film.stay(staff.stranger, 4), *film.empty(3)]
    with camera(scene) as address:
        desk.page.get_by_role("button", name="Add a camera").first.click()
        desk.fill(Name="Hall", Address_of_the_stream=address)
        assert desk.complaints() == []
        desk.press("Save")
        desk.page.get_by_role("img", name="What Hall sees now").wait_for(timeout=40_000)
        desk.sees("Watching")
        assert desk.complaints() == []
        # The address is shown without its secret, to everybody.
        assert PASSWORD not in desk.page.inner_text("main")
        assert PASSWORD not in str(server.ask("GET", "cameras"))
        desk.page.get_by_role("button", name="Watch live").click()
        desk.page.get_by_role("button", name="Stop watching").wait_for()
        desk.visit("Unknown visitors")
        visitor = desk.page.locator(".visitors a").first
        while not visitor.is_visible():
            desk.page.wait_for_timeout(500)
            desk.visit("Cameras")
            desk.visit("Unknown visitors")
        assert desk.complaints() == []
        visitor.click()
        desk.page.get_by_role("button", name="Who is this?").wait_for()
        desk.page.get_by_role("img", name="Visit at").first.wait_for()
        assert desk.complaints() == []
        desk.visit("Cameras")
        desk.press("Remove Hall")
        desk.press("Remove")
        desk.sees("No camera yet")
    desk.visit("Unknown visitors")
    visitor.click()
    desk.press("Who is this?")
    desk.page.get_by_text("Somebody new").click()
    desk.fill(Name="Stella Stranger")
    assert desk.complaints() == []
    desk.press("Enrol")
    desk.sees("This is Stella Stranger")
    assert desk.complaints() == []
    desk.press("Open the profile")
    desk.heading("Stella Stranger")
    desk.page.get_by_role("img", name="Photo 1 of Stella Stranger").wait_for()
    assert server.ask("GET", "visitors")["items"] == []
    reasons = [one["reason"] for one in server.ask("GET", "corrections")["items"]]
    assert any(reason.startswith("seen by the camera") for reason in reasons)


def test_a_camera_that_does_not_answer_says_why(desk: Desk, server: Server) -> None:
    server.ask("POST", "cameras", {"id": "yard", "name": "Yard", "source": "rtsp://127.0.0.1:9/x"})
    desk.visit("Cameras")
    desk.page.get_by_text("camera.unreachable").wait_for(timeout=30_000)
    assert desk.complaints() == []
    server.ask("DELETE", "cameras/yard", headers={"If-Match": '"1"'})
