"""Takes the README's screenshot: the real page, a real server, an invented company.

Needs `pip install playwright` and a Chromium at /usr/bin/chromium. From the repository's root:
`python -m docs.make_screenshot`.
"""

from __future__ import annotations

from bench.common import ROOT
from playwright.sync_api import sync_playwright
from ui.scripts.admin_screenshots import company, sign_in

TARGET = ROOT / "docs" / "images" / "first-page.png"


def main() -> None:
    """Take the picture of the company's dashboard."""
    with company() as (ask, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1360, "height": 900}, locale="en-GB")
        page.goto(ask.address)
        page.wait_for_selector("input[autocomplete=username]")
        sign_in(page, "owner")
        page.wait_for_selector(".chart canvas")
        page.wait_for_timeout(1500)
        page.screenshot(path=str(TARGET))
        browser.close()


if __name__ == "__main__":
    main()
