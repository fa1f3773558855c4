"""Bad input ends in a clear message with nothing lost: in the real pages, from a real server."""

from __future__ import annotations

import csv
import re
import resource
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.harness import Terminal
from tests.e2e.ui.admin import PASSWORD, Desk
from tests.e2e.ui.conftest import PIN, Kiosk, Server, browser, eventually, need_browser

HUGE = 2_000_000_000
MOST_OF_AN_ARCHIVE = 5_000_000
FORMULAS = ('=HYPERLINK("http://evil.example","Click")', "@SUM(1+1)", "+1-1|cmd", "\t=1+1", "＝1+1")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Server]:
    """A server on which nobody is enrolled."""
    need_browser()
    root = tmp_path_factory.mktemp("bad")
    (root / "here").mkdir()
    environment = {
        "ADSUM_CACHE": str(cache),
        "ADSUM_MAX_ARCHIVE_BYTES": str(MOST_OF_AN_ARCHIVE),
    }
    made = Server(Terminal(root / "home", root / "here", environment))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def desk(server: Server) -> Iterator[Desk]:
    """The owner, in a browser that asks before it opens the camera: nobody is there to allow it."""
    with browser(camera=False) as chromium:
        made = Desk(chromium.new_context(locale="en-GB").new_page(), server.address)
        made.sign_in("owner")
        yield made
        assert made.errors == []


@pytest.fixture
def huge(tmp_path: Path) -> Path:
    """A file of 2 GB that takes no space."""
    path = tmp_path / "huge.zip"
    with path.open("wb") as file:
        file.write(b"PK\3\4")
        file.truncate(HUGE)
    return path


@pytest.mark.parametrize(
    ("page", "button", "label"),
    [
        ("People", "Enrol many", "Choose a ZIP file"),
        ("People", "Import", "Choose a CSV file"),
        ("Recognise a photo", "", "Choose a photo"),
    ],
)
def test_a_file_of_2_gb_is_refused_by_the_page_before_it_is_sent(
    desk: Desk, huge: Path, page: str, button: str, label: str
) -> None:
    desk.visit(page)
    if button:
        desk.press(button)
    sent: list[str] = []
    desk.page.on("request", lambda request: sent.append(request.method))
    desk.page.get_by_label(label).set_input_files(huge)
    alert = desk.page.get_by_role("alert")
    alert.wait_for()
    assert re.search(r"huge\.zip has 2 GB and was not sent.*(5|30) MB at most", alert.inner_text())
    assert desk.complaints() == []
    assert not {"POST", "PUT"} & set(sent)


def test_photos_of_a_person_that_are_too_large_leave_the_others(
    server: Server, desk: Desk, huge: Path, tmp_path: Path
) -> None:
    small = tmp_path / "small.jpg"
    small.write_bytes(b"no picture")
    paula = server.ask("POST", "people", {"name": "Paula Photo"})["id"]
    desk.go(f"/app/people/{paula}")
    desk.heading("Paula Photo")
    desk.page.get_by_label("Choose photos").set_input_files([huge, small])
    desk.page.get_by_role("dialog").get_by_text("image.not_an_image").wait_for()
    desk.press("Cancel")
    desk.sees("huge.zip has 2 GB and was not sent")


@pytest.mark.parametrize(
    ("method", "path", "media"),
    [
        ("PUT", "enrolment-jobs/{job}/archive", "application/zip"),
        ("POST", "identify", "multipart/form-data; boundary=b"),
    ],
)
def test_a_program_that_announces_2_gb_is_answered_before_it_sends_them(
    server: Server, method: str, path: str, media: str
) -> None:
    job = server.ask("POST", "enrolment-jobs", {"file_name": "huge.zip"})["id"]
    assert server.process is not None
    before = _memory(server.process.pid)
    head = (
        f"{method} /api/v1/{path.format(job=job)} HTTP/1.1\r\nHost: adsum\r\n"
        f"Authorization: Bearer {server.token}\r\nContent-Type: {media}\r\n"
        f"Content-Length: {HUGE}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.sendall(head.encode() + bytes(1000))
        answer = b""
        while b"request.too_large" not in answer:
            answer += (received := line.recv(65_536))
            assert received, answer
    assert b" 413 " in answer.splitlines()[0]
    assert _memory(server.process.pid) - before < 20_000_000
    assert [path for path in server.terminal.home.rglob("*") if job in path.name] == []
    server.ask("POST", f"enrolment-jobs/{job}/cancellation")


def _memory(pid: int) -> int:
    """Return the bytes of memory that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


def _zeros(archive: zipfile.ZipFile, path: str, count: int) -> None:
    with archive.open(path, "w", force_zip64=True) as member:
        for _ in range(count):
            member.write(bytes(1_000_000))


@pytest.mark.parametrize(("members", "code"), [(1, "archive.bad_member"), (3, "archive.too_large")])
def test_a_zip_bomb_is_not_unpacked_and_said_so(
    server: Server, desk: Desk, tmp_path: Path, members: int, code: str
) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(members):
            _zeros(archive, f"Person {number}/bomb.jpg", 10)
    assert bomb.stat().st_size < 100_000
    desk.visit("People")
    desk.press("Enrol many")
    desk.page.get_by_label("Choose a ZIP file").set_input_files(bomb)
    desk.press("Send and check")
    desk.page.get_by_text(code).first.wait_for()
    assert desk.complaints() == []
    assert server.ask("GET", "people?search=Person")["items"] == []


def test_an_archive_whose_line_breaks_leaves_no_job_that_waits_for_ever(
    server: Server, desk: Desk, tmp_path: Path
) -> None:
    good = tmp_path / "good.zip"
    with zipfile.ZipFile(good, "w") as archive:
        archive.writestr("Person/one.jpg", b"no picture")
    desk.visit("People")
    desk.press("Enrol many")
    desk.page.get_by_label("Choose a ZIP file").set_input_files(good)
    desk.page.route("**/archive", lambda route: route.abort())
    desk.press("Send and check")
    desk.sees("The server cannot be reached")
    desk.page.unroute("**/archive")
    assert eventually(lambda: _states(server)[0] == "cancelled")
    desk.press("Send and check")  # the file is still chosen
    desk.page.get_by_text("image.not_an_image").wait_for()


def _states(server: Server) -> list[str]:
    return [job["state"] for job in server.ask("GET", "enrolment-jobs")["items"]]


def test_a_formula_is_no_name_of_a_person_and_the_other_rows_are_kept(
    server: Server, desk: Desk, tmp_path: Path
) -> None:
    file = _table(tmp_path / "people.csv", [("p-1", FORMULAS[0]), ("p-2", "Petra Plain")])
    desk.visit("People")
    desk.press("Import")
    desk.page.get_by_label("Choose a CSV file").set_input_files(file)
    desk.page.locator("form").get_by_role("button", name="Import").click()
    desk.sees("begins like a spreadsheet formula")
    assert desk.complaints() == []
    assert [one["id"] for one in server.ask("GET", "people?search=Petra%20Plain")["items"]] == [
        "p-2"
    ]
    assert server.ask("GET", "people?search=HYPERLINK")["items"] == []


def test_formulas_in_other_lists_stay_text_on_the_way_in_and_out(
    server: Server, desk: Desk, tmp_path: Path
) -> None:
    rows = [(f"f-{number}", formula) for number, formula in enumerate(FORMULAS)]
    server.ask("POST", "sites", {"id": "hq", "name": "Headquarters", "zone": "Europe/Berlin"})
    file = _table(tmp_path / "teams.csv", rows)
    desk.visit("Company")
    desk.page.get_by_role("navigation", name="Company").get_by_role("link", name="Teams").click()
    desk.press("More")
    desk.page.get_by_role("menuitem", name="Import from a file").click()
    desk.page.get_by_label("Choose a CSV file").set_input_files(file)
    desk.page.get_by_role("dialog").get_by_role("button", name="Import").click()
    desk.page.get_by_role("table").get_by_text(FORMULAS[0]).wait_for()
    known = {one["id"]: one["body"]["name"] for one in server.ask("GET", "teams")["items"]}
    assert known == dict(rows)
    desk.press("More")
    with desk.page.expect_download() as download:
        desk.page.get_by_role("menuitem", name="Export as CSV").click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as exported:
        written = {row["id"]: row["name"] for row in csv.DictReader(exported)}
    assert written == {id: f"'{formula}" for id, formula in rows}


def _table(path: Path, rows: list[tuple[str, str]]) -> Path:
    with path.open("w", newline="") as out:
        csv.writer(out).writerows([("id", "name"), *rows])
    return path


def test_guided_enrolment_without_a_camera_says_what_to_do(server: Server, desk: Desk) -> None:
    nobody = server.ask("POST", "people", {"name": "Nobody Filmed"})["id"]
    desk.go(f"/app/people/{nobody}")
    desk.press("Take with the camera")
    desk.sees("The camera is not allowed")
    assert desk.complaints() == []
    desk.press("Close")


def test_a_kiosk_without_a_camera_says_so_and_takes_pins(server: Server, desk: Desk) -> None:
    name = "Petra Pin"
    server.ask("POST", "people", {"name": name})
    server.set_pin(name, PIN)
    page = desk.page.context.new_page()
    page.goto(f"{server.address}/kiosk?lang=en")
    code = server.ask("POST", "kiosk/pairings", {"name": "Tablet"})["code"]
    page.get_by_label("Pairing code").fill(code)
    page.get_by_role("button", name="Pair").click()
    kiosk = Kiosk(page, [])
    kiosk.wait("error")
    page.get_by_text("The camera is not allowed").first.wait_for()
    kiosk.type_pin(name)
    assert eventually(lambda: server.punches(name) == [(name, "pin")])
    page.close()


def test_a_session_that_ends_keeps_a_long_form_whatever_is_pressed(
    server: Server, desk: Desk
) -> None:
    desk.visit("Shifts")
    desk.page.get_by_role("button", name="Add a shift").first.click()
    desk.fill(Name="Night watch", Begins="22:00", Ends="06:00")
    own, server.token = server.token, desk.token
    server.ask("DELETE", "session")
    server.token = own
    desk.press("Save")
    again = desk.page.get_by_role("dialog", name="Sign in again")
    again.wait_for()
    desk.page.keyboard.press("Escape")
    desk.page.mouse.click(5, 5)
    assert again.is_visible() and desk.complaints() == []
    again.get_by_label(re.compile("^Password")).fill(PASSWORD)
    again.get_by_role("button", name="Sign in", exact=True).click()
    desk.page.get_by_role("cell", name="Night watch", exact=True).wait_for()
    (shift,) = server.ask("GET", "shifts")["items"]
    assert (shift["body"]["start"][:5], shift["body"]["end"][:5]) == ("22:00", "06:00")
