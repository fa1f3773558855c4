"""Takes the README's screenshot: the real page, a real server, a public-domain photo.

Needs `pip install playwright` and a Chromium at /usr/bin/chromium. From the repository's root:
`python -m docs.make_screenshot`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.common import ROOT, server
from playwright.sync_api import Page, sync_playwright

from adsum.main import Application, read_settings

TARGET = ROOT / "docs" / "images" / "first-page.png"


def main() -> None:
    """Enrol Eileen Collins, clock her in, and take the picture."""
    photo = Application(read_settings()).samples()["astronaut.png"]
    with (
        tempfile.TemporaryDirectory() as folder,
        server(Path(folder)) as (address, _),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1100, "height": 760})
        page.goto(address)
        page.fill("#signin [name=login]", "owner")
        page.fill("#signin [name=password]", "a long pass phrase")
        page.click("#signin button")
        page.click("[data-mode=enrol]")
        page.fill("#who input", "Eileen Collins")
        _give(page, photo)
        page.click("[data-mode=punch]")
        _give(page, photo)
        page.screenshot(path=str(TARGET))
        browser.close()


def _give(page: Page, photo: Path) -> None:
    with page.expect_response(lambda r: r.request.method == "POST"):
        page.set_input_files("#drop input", str(photo))
    page.wait_for_timeout(1200)


if __name__ == "__main__":
    main()
