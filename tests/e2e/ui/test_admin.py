"""The administration as the people of a small company use it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import PIL.Image
import pytest

from tests.data import encoded
from tests.e2e.harness import Terminal
from tests.e2e.ui.admin import PASSWORD, Desk
from tests.e2e.ui.company import ABSENT_TODAY, ZONE, furnish
from tests.e2e.ui.conftest import Server, browser, eventually, need_browser

SignIn = Callable[[str], Desk]

# Every page that the owner can open, by its address; PERSON and DAY are filled in.
PAGES = (
    "dashboard",
    "people",
    "people/import",
    "people/PERSON",
    "people/PERSON/calendar",
    "people/PERSON/days/DAY",
    "day",
    "month",
    "corrections",
    "leave",
    "reports",
    "periods",
    "recognise",
    "company/sites",
    "company/places",
    "company/teams",
    "company/holiday-sets",
    "roster/shifts",
    "roster/rotations",
    "roster/assignments",
    "roster/memberships",
    "rules/policies",
    "rules/leave-types",
    "rules/entitlements",
    "pay/pay",
    "pay/payroll-mappings",
    "system",
    "welcome",
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Server]:
    """A server with a furnished company, shared by the tests of this file."""
    need_browser()
    root = tmp_path_factory.mktemp("company")
    (root / "here").mkdir()
    environment = {"ADSUM_CACHE": str(cache), "ADSUM_ZONE": ZONE}
    made = Server(Terminal(root / "home", root / "here", environment))
    made.start()
    made.ids = furnish(made.ask)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as made:
        yield made


@pytest.fixture
def sign_in(office: Server, chromium: Any) -> Iterator[SignIn]:
    """Sign somebody in, in a browser window of their own."""
    desks: list[Desk] = []

    def signed_in(login: str) -> Desk:
        context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
        desk = Desk(context.new_page(), office.address)
        desks.append(desk)
        desk.sign_in(login)
        return desk

    yield signed_in
    for desk in desks:
        assert desk.errors == []
        desk.page.context.close()


def test_the_dashboard_shows_who_is_in_and_punches_as_they_happen(
    office: Server, sign_in: SignIn
) -> None:
    desk = sign_in("owner")
    desk.heading("Dashboard")
    page = desk.page
    page.locator(".tile[data-presence=late]").click()
    late = page.get_by_role("region").or_(page.locator("section.card")).filter(has_text="Late by")
    late.get_by_role("link", name=ABSENT_TODAY).wait_for()
    before = int(page.locator(".tile[data-presence=in] strong").inner_text())
    office.ask("POST", "punches", {"person_id": office.ids[ABSENT_TODAY], "reason": "by phone"})
    punches = page.locator("section.card").filter(has_text="Last punches")
    punches.get_by_role("link", name=ABSENT_TODAY).wait_for()
    assert int(page.locator(".tile[data-presence=in] strong").inner_text()) == before + 1


def test_somebody_is_found_added_given_a_pin_and_forgotten(sign_in: SignIn) -> None:
    desk = sign_in("hanna")
    desk.visit("People")
    page = desk.page
    page.get_by_label("Search by name").fill("KAVY")
    page.get_by_role("link", name="Kavya Rao").wait_for()
    assert eventually(lambda: page.locator("table.data tbody tr").count() == 1)
    desk.press("Add a person")
    desk.fill(Name="Kavya Rao")
    desk.press("Add")
    desk.sees("person.exists")
    desk.fill(Name="Zoë O'Quill")
    desk.press("Add")
    desk.heading("Zoë O'Quill")
    desk.press("More")
    page.get_by_role("menuitem", name="Set a PIN").click()
    page.get_by_label("New PIN").fill("1111")
    desk.press("Set a PIN")
    desk.sees("pin.invalid")
    page.get_by_label("New PIN").fill("27182818")
    desk.press("Set a PIN")
    desk.sees("The PIN is set")
    desk.press("More")
    page.get_by_role("menuitem", name="Forget this person").click()
    page.get_by_label(re.compile("to confirm")).fill("Zoë O'Quill")
    desk.press("Forget this person")
    desk.sees("Keep this receipt")
    with page.expect_download() as saved:
        desk.press("Save the receipt")
    receipt = json.loads(Path(saved.value.path()).read_text())
    assert receipt["photos"] == 0 and receipt["digest"]
    desk.press("Done")
    desk.heading("People")


def test_photos_are_enrolled_and_each_refusal_names_its_reason(
    office: Server, sign_in: SignIn, lfw: Path, tmp_path: Path
) -> None:
    desk = sign_in("hanna")
    desk.open(f"app/people/{office.ids['Maria Santos']}?lang=en")
    desk.heading("Maria Santos")
    wall = tmp_path / "wall.png"
    wall.write_bytes(encoded(PIL.Image.new("RGB", (300, 300), "grey"), "PNG"))
    faces = sorted((lfw / "Abdullah_Gul").iterdir())[:2]
    desk.page.get_by_label("Choose photos").set_input_files([*faces, wall])
    shown = desk.page.get_by_role("dialog").get_by_role("list", name="Photos")
    shown.get_by_text("photo.no_face").wait_for()
    desk.press("Save 2 photos")
    desk.sees("2 photos are enrolled")
    desk.press("Done")
    desk.page.get_by_role("img", name="Photo 2 of Maria Santos").wait_for()
    assert desk.complaints() == []
    # The same face under another name is doubted, and enrolled only if that is wanted.
    desk.open(f"app/people/{office.ids['Noor Aziz']}?lang=en")
    desk.page.get_by_label("Choose photos").set_input_files(
        sorted((lfw / "Abdullah_Gul").iterdir())[3]
    )
    desk.sees("This face is enrolled already, as: Maria Santos")
    desk.page.get_by_label("Enrol all the same").check(force=True)
    desk.press("Save 1 photo")
    desk.press("Done")
    desk.page.get_by_role("img", name="Photo 1 of Noor Aziz").wait_for()


def test_a_list_of_people_is_imported_row_by_row(sign_in: SignIn, tmp_path: Path) -> None:
    desk = sign_in("hanna")
    desk.visit("People")
    desk.press("Import")
    desk.heading("Import")
    file = tmp_path / "people.csv"
    file.write_text('id,name\nE-1,=HYPERLINK("x")\nE-2,Petra Ode\n,Ada Brandt\n')
    desk.page.get_by_label("Choose a CSV file").set_input_files(file)
    desk.page.locator("form").get_by_role("button", name="Import").click()
    desk.sees("person.exists")
    assert "Petra Ode" in json.dumps(names(desk, "Petra"))
    assert desk.complaints() == []


def names(desk: Desk, search: str) -> list[str]:
    desk.visit("People")
    desk.page.get_by_label("Search by name").fill(search)
    desk.page.get_by_role("link", name=re.compile(search)).first.wait_for()
    return list(desk.page.locator("a.person").all_inner_texts())


def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(
    office: Server, sign_in: SignIn
) -> None:
    desk = sign_in("hanna")
    desk.visit("People")
    desk.press("Add a person")
    desk.fill(Name="Quentin Vale")
    office_token = office.token
    office.token = desk.token
    office.ask("DELETE", "session")
    office.token = office_token
    desk.press("Add")
    again = desk.page.get_by_role("dialog", name="Sign in again")
    again.wait_for()
    assert again.get_by_label(re.compile("^Login")).input_value() == "hanna"
    assert desk.complaints() == []
    again.get_by_label(re.compile("^Password")).fill("not the password")
    again.get_by_role("button", name="Sign in").click()
    again.get_by_text("sign_in.wrong").wait_for()
    again.get_by_label(re.compile("^Password")).fill(PASSWORD)
    again.get_by_role("button", name="Sign in").click()
    desk.heading("Quentin Vale")


def test_tabs_share_a_session_until_somebody_signs_out(office: Server, sign_in: SignIn) -> None:
    desk = sign_in("hanna")
    tab = Desk(desk.page.context.new_page(), office.address)
    tab.open("app/people?lang=en")
    tab.heading("People")
    office_token, office.token = office.token, desk.token
    office.ask("DELETE", "session")
    office.token = office_token
    for one in (desk, tab):
        one.go("/app/day")
        one.page.get_by_role("dialog", name="Sign in again").wait_for()
    again = desk.page.get_by_role("dialog", name="Sign in again")
    again.get_by_label(re.compile("^Password")).fill(PASSWORD)
    again.get_by_role("button", name="Sign in").click()
    for one in (desk, tab):
        one.page.get_by_role("dialog", name="Sign in again").wait_for(state="detached")
    assert tab.token == desk.token
    tab.press("Sign out")
    for one in (desk, tab):
        one.page.get_by_role("button", name="Sign in").wait_for()
    assert tab.errors == []


def test_a_day_explains_itself_and_is_corrected_by_two_people(
    office: Server, sign_in: SignIn
) -> None:
    today = datetime.now(ZoneInfo(ZONE))
    elif_ = sign_in("elif")
    elif_.heading("My days")
    elif_.open(f"app/me/days/{today:%Y-%m-%d}?lang=en")
    elif_.heading("Elif Kaya")
    elif_.sees("Shift “day”")
    elif_.press("Add a missing punch")
    elif_.fill(Time=f"{today - timedelta(minutes=30):%H:%M}", Reason="I left by the back door")
    elif_.press("Propose")
    elif_.sees("I left by the back door")
    assert elif_.complaints() == []

    marc = sign_in("marc")
    marc.visit("Corrections")
    waiting = marc.page.get_by_role("listitem").filter(has_text="back door")
    waiting.get_by_role("link", name="Elif Kaya").wait_for()
    waiting.get_by_role("button", name="Approve").click()
    marc.sees("Nothing waits for a decision")
    day = office.ask("GET", f"people/{office.ids['Elif Kaya']}/days/{today:%Y-%m-%d}")
    assert day["day"]["last_out"] is not None and not day["day"]["open"]


def test_leave_is_asked_for_and_refused_with_a_reason(office: Server, sign_in: SignIn) -> None:
    desk = sign_in("elif")
    desk.visit("My requests")
    desk.press("Ask for leave")
    dialog = desk.page.get_by_role("dialog")
    desk.choose("Kind of leave", "Annual leave")
    first = (datetime.now(UTC) + timedelta(days=50)).date()
    desk.fill(From=first.isoformat(), To=(first + timedelta(days=2)).isoformat())
    dialog.get_by_role("button", name="Ask for leave").click()
    dialog.wait_for(state="detached")
    assert desk.page.get_by_text("Waiting").count() == 2
    hanna = sign_in("hanna")
    hanna.visit("Leave")
    row = hanna.page.get_by_role("listitem").filter(has_text=f"{first:%d %b %Y}")
    row.get_by_role("button", name="Refuse").click()
    refusal = hanna.page.get_by_role("dialog")
    refusal.get_by_label(re.compile("^Reason")).fill("Stocktaking")
    refusal.get_by_role("button", name="Refuse").click()
    refusal.wait_for(state="detached")
    desk.page.reload()
    desk.sees("Stocktaking")


def test_why_a_day_has_its_figures_is_told_in_the_language_of_the_page(
    office: Server, sign_in: SignIn
) -> None:
    person = office.ids["Ada Brandt"]
    now = datetime.now(ZoneInfo(ZONE))
    day = next(
        d
        for d in (now.date() - timedelta(days=back) for back in range(1, 9))
        if office.ask("GET", f"people/{person}/days/{d}")["day"]["last_out"]
    )
    desk = sign_in("owner")
    desk.open(f"app/people/{person}/days/{day}?lang=zh-CN")
    why = desk.page.locator(".sentences li")
    why.first.wait_for()
    told = [text.strip() for text in why.all_inner_texts()]
    assert len(told) == len(office.ask("GET", f"people/{person}/days/{day}")["steps"])
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in told), told
    assert not any(re.search(r"\b(at|from|worked|policy)\b", text) for text in told), told
    assert any(text.startswith("工时：在岗") for text in told), told
    assert desk.complaints() == []


def test_reports_lead_from_a_year_to_a_person_and_are_saved_as_files(sign_in: SignIn) -> None:
    desk = sign_in("owner")
    desk.visit("Reports")
    page = desk.page
    page.locator(".chart canvas").first.wait_for()
    page.get_by_text("Year", exact=True).click()
    page.get_by_role("button", name="Sales").click()
    page.get_by_role("link", name="Ada Brandt").wait_for()
    assert page.get_by_role("link", name="Kavya Rao").count() == 0
    for kind, start in (("CSV", b"\xef\xbb\xbf"), ("Excel (XLSX)", b"PK"), ("PDF", b"%PDF")):
        with page.expect_download() as saved:
            desk.press("Export")
            page.get_by_role("menuitem", name=kind).click()
        content = Path(saved.value.path()).read_bytes()
        assert content.startswith(start) or (kind == "CSV" and b"Ada Brandt" in content)
    page.get_by_role("link", name="Ada Brandt").click()
    desk.heading("Ada Brandt")
    page.go_back()
    desk.heading("Reports")
    page.get_by_role("link", name="Ada Brandt").wait_for()


def test_a_shift_is_set_up_assigned_and_not_overwritten_unseen(
    office: Server, sign_in: SignIn
) -> None:
    desk = sign_in("hanna")
    desk.visit("Shifts")
    page = desk.page
    desk.press("Add a shift")
    desk.fill(Name="Night watch", Begins="22:00", Ends="06:00")
    desk.press("Breaks: add one")
    page.get_by_label("Length: minutes").fill("45")
    desk.press("Save")
    page.get_by_role("cell", name="Night watch", exact=True).wait_for()
    stored = office.ask("GET", "shifts/night-watch")["body"]
    assert (stored["start"], stored["end"]) == ("22:00:00", "06:00:00")
    assert stored["breaks"][0]["length"] == "PT45M"

    desk.press("Edit Night watch")
    desk.fill(Ends="06:30")
    changed = {**stored, "name": "Night guard"}
    put_shift(office, changed)
    desk.press("Save")
    desk.sees("document.stale")
    assert office.ask("GET", "shifts/night-watch")["body"]["end"] == "06:00:00"
    desk.press("Cancel")
    page.get_by_role("link", name="Rotations").click()
    desk.press("Add a rotation")
    desk.fill(Name="Nights")
    desk.choose("Day 1", "Night guard")
    page.keyboard.press("Escape")
    assert desk.complaints() == []
    desk.press("Save")
    page.get_by_role("cell", name="Nights", exact=True).wait_for()
    assert office.ask("GET", "rotations/nights")["body"]["days"][0] == ["night-watch"]
    page.get_by_role("link", name="Shifts", exact=True).last.click()
    desk.press("Remove Night guard")
    desk.press("Remove")
    desk.sees("document.referenced")


def put_shift(office: Server, body: dict[str, Any]) -> None:
    """Somebody else changes the shift meanwhile."""
    office.ask("PUT", "shifts/night-watch", body, {"If-Match": '"1"'})


def test_rules_of_a_policy_are_filled_in_and_take_effect(office: Server, sign_in: SignIn) -> None:
    desk = sign_in("hanna")
    desk.visit("Rules and leave")
    page = desk.page
    page.get_by_role("button", name="Add a version").first.click()
    page.get_by_label(re.compile("^In force from")).fill("2026-01-01")
    page.get_by_label("Grace when coming: minutes").fill("10")
    desk.press("Overtime of a day: add one")
    desk.press("Night work: add one")
    desk.fill(Ends_at="05:00")
    assert desk.complaints() == []
    desk.press("Save")
    page.get_by_role("cell", name="default", exact=True).wait_for()
    (stored,) = office.ask("GET", "policies")["items"]
    assert stored["body"]["rules"]["grace_in"] == "PT10M"
    assert stored["body"]["rules"]["overtime"]["daily"][0]["after"] == "PT8H"
    night = {"starts": "22:00:00", "ends": "05:00:00", "multiplier": "1.25"}
    assert stored["body"]["rules"]["night"] == [night]


def test_everybody_gets_the_pages_of_their_role(sign_in: SignIn) -> None:
    menus = {}
    for login in ("owner", "hanna", "marc", "elif"):
        menu = sign_in(login).page.get_by_role("navigation", name="Main menu")
        menus[login] = menu.get_by_role("link").all_inner_texts()
    assert {"Users", "API keys"} <= set(menus["owner"]) - set(menus["hanna"])
    assert {"Shifts", "Pay"} <= set(menus["hanna"]) - set(menus["marc"])
    assert {"People", "Corrections"} <= set(menus["marc"]) - set(menus["elif"])
    assert menus["elif"] == ["My days", "My requests", "My data"]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_page_is_accessible(office: Server, sign_in: SignIn, colours: str) -> None:
    desk = sign_in("owner")
    desk.page.emulate_media(color_scheme=colours)
    day = datetime.now(ZoneInfo(ZONE)).date()
    found = {}
    for page in PAGES:
        path = page.replace("PERSON", office.ids["Ada Brandt"]).replace("DAY", day.isoformat())
        desk.go(f"/app/{path}")
        found[page] = desk.complaints()
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


def test_a_phone_has_the_menu_behind_a_button_and_no_page_is_wider(
    office: Server, sign_in: SignIn
) -> None:
    desk = sign_in("owner")
    page = desk.page
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("button", name="Main menu").click()
    page.get_by_role("dialog").get_by_role("link", name="People").click()
    desk.heading("People")
    for path in PAGES:
        desk.go(
            f"/app/{path.replace('PERSON', office.ids['Ada Brandt']).replace('DAY', '2026-03-02')}"
        )
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    page.evaluate("localStorage.setItem('adsum.language', 'zh-CN')")
    page.reload()
    page.get_by_role("button", name="退出登录").wait_for()
    assert desk.complaints() == []


def test_a_file_that_is_too_large_ends_in_a_clear_message(sign_in: SignIn, tmp_path: Path) -> None:
    desk = sign_in("hanna")
    desk.visit("Recognise a photo")
    huge = tmp_path / "huge.jpg"
    huge.write_bytes(b"\xff\xd8\xff" + bytes(40_000_000))
    desk.page.get_by_label("Choose a photo").set_input_files(huge)
    desk.sees("huge.jpg has 40 MB and was not sent. A photo may have 30 MB at most.")
    assert desk.page.locator("form").get_by_role("button", name="Identify").is_disabled()
