"""Pictures of every page of the administration: both languages, light and dark, desktop and phone.

The real pages on a real server with an invented company. Needs the built bundle, `pip install
playwright`, a Chromium at /usr/bin/chromium and the photos of the test data. From the repository's
root: `python -m ui.scripts.admin_screenshots`; with words such as `phone dark` only those pictures,
with `page=people/enrol` only pages whose address begins like that.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.common import server
from playwright.sync_api import Browser, Page, Route, sync_playwright
from ui.scripts.admin_scenes import PASSING, looking, scenes

from tests.e2e.ui.company import PASSWORD, ZONE, furnish

TARGET = Path(__file__).resolve().parents[1] / "screenshots"
SIZES = {"desktop": (1360, 900), "phone": (390, 844)}
LANGUAGES = ("en", "zh-CN")
# PERSON, DAY and the words of `admin_scenes` are filled in.
PAGES = {
    "owner": (
        "dashboard",
        "people",
        "people/import",
        "people/enrol",
        "people/enrol/JOB_WAITING",
        "people/enrol/JOB_CHECKING",
        "people/enrol/JOB_READY",
        "people/enrol/JOB_RUNNING",
        "people/enrol/JOB_DONE",
        "people/enrol/JOB_CANCELLED",
        "people/enrol/JOB_FAILED",
        "people/PERSON",
        "people/PERSON/calendar",
        "people/PERSON/days/DAY",
        "day",
        "month",
        "corrections",
        "leave",
        "reports",
        "reports?by=person",
        "reports?by=company",
        "reports?span=year",
        "visitors",
        "visitors/VISITOR",
        "cameras",
        "consents",
        "consents/texts",
        "periods",
        "recognise",
        "company/sites",
        "company/holiday-sets",
        "roster/shifts",
        "roster/rotations",
        "roster/assignments",
        "rules/policies",
        "rules/entitlements",
        "pay/pay",
        "devices",
        "users",
        "keys",
        "targets/webhooks",
        "audit",
        "system",
        "welcome",
    ),
    "elif": ("me/days", "me/days/DAY", "me/requests", "me/data"),
}
GUIDED = "guided"
FLAGS = ["--no-sandbox", "--disable-gpu"]
CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


class Api:
    """The furnished server, asked as its owner."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token = address, token

    def __call__(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/api/v1/{path}", data, method=method)
        request.add_header("Content-Type", "application/json")
        request.add_header("Authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or b"null")


@contextmanager
def company() -> Iterator[tuple[Api, dict[str, str]]]:
    """A server with the company, and what the words in the addresses of pages stand for."""
    os.environ["ADSUM_ZONE"] = ZONE
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as (address, token):
        ask = Api(address, token)
        ids = furnish(ask)
        today = ask("GET", "attendance/day")["first"]
        forgot = {"person_id": ids["Elif Kaya"], "act": "add", "direction": "in"}
        reason = {"at": f"{today}T00:30:00Z", "reason": "The tablet was switched off"}
        ask("POST", "corrections", {**forgot, **reason})
        with scenes(ask, address, token, ids["Elif Kaya"]) as words:
            yield ask, {"PERSON": ids["Elif Kaya"], "DAY": today, **words}


def sign_in(page: Page, login: str) -> None:
    """Sign in and wait for the first page."""
    page.fill("input[autocomplete=username]", login)
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".shell h1")


def shoot(browser: Browser, ask: Api, words: dict[str, str], look: tuple[str, str, str]) -> None:
    """Take all pictures of one language, colour scheme and size."""
    language, colours, size = look
    width, height = SIZES[size]
    for login, pages in PAGES.items():
        wanted = [path for path in pages if chosen(path)]
        if not wanted and not (login == "owner" and chosen(GUIDED)):
            continue
        viewport = {"width": width, "height": height}
        context = browser.new_context(viewport=viewport, color_scheme=colours, locale=language)
        page = context.new_page()
        page.goto(f"{ask.address}/?lang={language}")
        page.wait_for_selector("input[autocomplete=username]")
        page.screenshot(path=str(TARGET / f"admin-sign-in-{'-'.join(look)}.png"))
        sign_in(page, login)
        for path in wanted:
            play_state(page, path, words)
            go(page, filled(path, words))
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(500)
            picture(page, path, look, full_page=True)
            page.unroute_all(behavior="ignoreErrors")
        if login == "owner" and chosen(GUIDED):
            guided(page, words, look)
        context.close()


def chosen(path: str) -> bool:
    """Whether this page is wanted."""
    only = [word.removeprefix("page=") for word in sys.argv[1:] if word.startswith("page=")]
    return not only or path.startswith(tuple(only))


def filled(path: str, words: dict[str, str]) -> str:
    for word, value in sorted(words.items(), key=lambda item: -len(item[0])):
        path = path.replace(word, value)
    return path


def go(page: Page, path: str) -> None:
    step = "history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate'))"
    page.evaluate(f"path => {{ {step} }}", f"/app/{path}")
    page.wait_for_selector("main[aria-busy=false] h1")


def picture(page: Page, path: str, look: tuple[str, str, str], **options: bool) -> None:
    name = "".join(c if c.isalnum() else "-" for c in path.lower())
    page.screenshot(path=str(TARGET / f"admin-{name}-{'-'.join(look)}.png"), **options)


def play_state(page: Page, path: str, words: dict[str, str]) -> None:
    """Let a job that is ready look as if it were in a state that passes too fast for a picture."""
    for state in PASSING:
        if path.endswith(f"JOB_{state.upper()}"):
            address = f"**/api/v1/enrolment-jobs/{words['JOB_READY']}"
            page.route(address, as_state(state))
            go(page, "people/enrol")
            page.reload()  # what was read before is not to be shown


def as_state(state: str) -> Callable[[Route], None]:
    """Return what answers for the server, with the job in another state."""

    def play(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), "state": state})

    return play


def guided(page: Page, words: dict[str, str], look: tuple[str, str, str]) -> None:
    """Take the guided enrolment, with somebody before the camera."""
    go(page, f"people/{words['PERSON']}")
    page.locator("button:has(svg.lucide-camera)").click()
    page.get_by_role("dialog").get_by_role("status").first.wait_for()
    page.wait_for_timeout(4000)
    picture(page, GUIDED, look)


def main() -> None:
    """Take all pictures."""
    TARGET.mkdir(exist_ok=True)
    asked = [word for word in sys.argv[1:] if not word.startswith("page=")]
    with (
        company() as (ask, words),
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
    ):
        shown = f"--use-file-for-fake-video-capture={looking(Path(folder) / 'film.mjpeg')}"
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=[*FLAGS, *CAMERA, shown]
        )
        for look in itertools.product(LANGUAGES, ("light", "dark"), SIZES):
            if all(word in look for word in asked):
                shoot(browser, ask, words, look)
        browser.close()


if __name__ == "__main__":
    main()
