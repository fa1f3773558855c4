"""Enrolment in the administration: before the camera in five poses, and by photos."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.e2e.ui import film
from tests.e2e.ui.admin import Desk
from tests.e2e.ui.conftest import Server, browser, need_browser

# Photos of one person who looks ahead, left, right and up; some are mirrored to look the other way.
PERSON = "Pete_Sampras"
POSES = ((1, True), (4, True), (3, False), (4, False))
SECONDS = 2.5


@pytest.fixture(scope="module")
def poses(lfw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody who looks ahead, left, right and up before the camera, but cannot lower the chin."""
    need_browser()
    path = tmp_path_factory.mktemp("films") / "poses.mjpeg"
    return film.write(path, *(film.stay(_photo(lfw, *one), SECONDS) for one in POSES))


def _photo(lfw: Path, number: int, mirrored: bool) -> film.Picture:
    picture = film.read(lfw / PERSON / f"{PERSON}_{number:04}.jpg")
    return np.ascontiguousarray(picture[:, ::-1]) if mirrored else picture


@pytest.fixture(scope="module")
def desk(server: Server, poses: Path) -> Iterator[Desk]:
    with browser(poses) as chromium:
        made = Desk(chromium.new_context(locale="en-GB").new_page(), server.address)
        made.sign_in("owner")
        yield made
        assert made.errors == []


def _add(desk: Desk, name: str) -> None:
    desk.visit("People")
    desk.press("Add a person")
    desk.fill(Name=name)
    desk.press("Add")
    desk.heading(name)


def test_the_poses_before_the_camera_are_shown_and_then_saved(server: Server, desk: Desk) -> None:
    _add(desk, "Pete Sampras")
    desk.press("Take with the camera")
    desk.page.get_by_role("status").filter(has_text="Look straight at the camera").wait_for()
    assert desk.complaints(idle=False) == []
    lower = desk.page.get_by_role("status").filter(has_text="Lower your chin")
    lower.wait_for(timeout=60_000)
    desk.press("Skip this pose")
    save = desk.page.get_by_role("button", name=re.compile(r"Save \d photos"))
    save.wait_for(timeout=60_000)
    shots = desk.page.get_by_role("list", name="Photos").get_by_role("listitem")
    assert shots.count() == len(POSES)
    assert desk.complaints() == []
    (person,) = server.ask("GET", "people?search=Pete")["items"]
    assert server.ask("GET", f"people/{person['id']}/photos") == []
    save.click()
    desk.sees("photos are enrolled")
    desk.press("Done")
    kept = server.ask("GET", f"people/{person['id']}/photos")
    assert len(kept) >= 3
    desk.page.get_by_role("img", name=f"Photo {len(kept)} of Pete Sampras").wait_for()
    assert desk.complaints() == []


def test_a_camera_that_is_refused_is_said_in_words(desk: Desk) -> None:
    page = desk.page.context.new_page()
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia ="
        " () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )
    other = Desk(page, desk.address)
    # Signed in already, as the first tab is.
    other.open("app/people?lang=en")
    other.heading("People")
    _add(other, "Nobody Filmed")
    other.press("Take with the camera")
    other.sees("The camera is not allowed")
    assert other.complaints() == []


def test_many_people_are_enrolled_from_one_archive_after_its_preview(
    server: Server, desk: Desk, lfw: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "new-people.zip"
    with zipfile.ZipFile(archive, "w") as content:
        for folder in ("Tony_Blair", "Vicente_Fox"):
            for photo in sorted((lfw / folder).iterdir())[:2]:
                content.write(photo, f"{folder.replace('_', ' ')}/{photo.name}")
        content.writestr("Tony Blair/letter.jpg", b"no picture")
    desk.visit("People")
    desk.press("Enrol many")
    desk.page.get_by_label("Choose a ZIP file").set_input_files(archive)
    assert desk.complaints() == []
    desk.press("Send and check")
    desk.page.get_by_text("Look at the preview, then confirm").wait_for(timeout=60_000)
    desk.page.get_by_text("Tony Blair/letter.jpg").wait_for()
    desk.page.get_by_text(re.compile(r"image\.\w+")).first.wait_for()
    assert desk.complaints() == []
    assert server.ask("GET", "people?search=Vicente")["items"] == []
    desk.page.get_by_role("button", name=re.compile(r"Enrol \d photos")).click()
    desk.page.get_by_text("The photos are enrolled").wait_for(timeout=60_000)
    assert desk.complaints() == []
    assert [one["name"] for one in server.ask("GET", "people?search=Vicente")["items"]] == [
        "Vicente Fox"
    ]
