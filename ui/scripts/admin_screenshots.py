"""Pictures of every page of the administration: both languages, light and dark, desktop and phone.

The real pages on a real server with an invented company. Needs the built bundle, `pip install
playwright` and a Chromium at /usr/bin/chromium. From the repository's root:
`python -m ui.scripts.admin_screenshots`; with words such as `phone dark` only
those pictures.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from bench.common import server
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.ui.company import PASSWORD, ZONE, furnish

TARGET = Path(__file__).resolve().parents[1] / "screenshots"
SIZES = {"desktop": (1360, 900), "phone": (390, 844)}
LANGUAGES = ("en", "zh-CN")
# PERSON and DAY are filled in.
PAGES = {
    "owner": (
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
        "reports?span=year",
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
    "elif": ("me/days", "me/requests", "me/data"),
}


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
    """A server with the company, and the ids of its people by name."""
    os.environ["ADSUM_ZONE"] = ZONE
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as (address, token):
        ask = Api(address, token)
        ids = furnish(ask)
        today = ask("GET", "attendance/day")["first"]
        forgot = {"person_id": ids["Elif Kaya"], "act": "add", "direction": "in"}
        reason = {"at": f"{today}T00:30:00Z", "reason": "The tablet was switched off"}
        ask("POST", "corrections", {**forgot, **reason})
        yield ask, ids


def sign_in(page: Page, login: str) -> None:
    """Sign in and wait for the first page."""
    page.fill("input[autocomplete=username]", login)
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".shell h1")


def shoot(browser: Browser, ask: Api, person: str, look: tuple[str, str, str]) -> None:
    """Take all pictures of one language, colour scheme and size."""
    language, colours, size = look
    width, height = SIZES[size]
    ending = "-".join(look)
    day = date.fromisoformat(ask("GET", "attendance/day")["first"]).isoformat()
    for login, pages in PAGES.items():
        viewport = {"width": width, "height": height}
        context = browser.new_context(viewport=viewport, color_scheme=colours, locale=language)
        page = context.new_page()
        page.goto(f"{ask.address}/?lang={language}")
        page.wait_for_selector("input[autocomplete=username]")
        page.screenshot(path=str(TARGET / f"admin-sign-in-{ending}.png"))
        sign_in(page, login)
        for path in pages:
            wanted = path.replace("PERSON", person).replace("DAY", day)
            step = "history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate'))"
            page.evaluate(f"path => {{ {step} }}", f"/app/{wanted}")
            page.wait_for_selector("main[aria-busy=false] h1")
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(500)
            name = "".join(c if c.isalnum() else "-" for c in path.lower())
            page.screenshot(path=str(TARGET / f"admin-{name}-{ending}.png"), full_page=True)
        context.close()


def main() -> None:
    """Take all pictures."""
    TARGET.mkdir(exist_ok=True)
    with company() as (ask, ids), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for look in itertools.product(LANGUAGES, ("light", "dark"), SIZES):
            if all(word in look for word in sys.argv[1:]):
                shoot(browser, ask, ids["Elif Kaya"], look)
        browser.close()


if __name__ == "__main__":
    main()
