"""Takes the README's screenshot: the real page, a real server, an invented company.

Needs `pip install playwright` and a Chromium at /usr/bin/chromium. From the repository's root:
`python -m docs.make_screenshot`.
"""

from __future__ import annotations

import json
import os
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from bench.common import ROOT, server
from playwright.sync_api import sync_playwright

from tests.e2e.ui.company import PASSWORD, ZONE, furnish

TARGET = ROOT / "docs" / "images" / "first-page.png"


def main() -> None:
    """Furnish the company and take the picture of its dashboard."""
    os.environ["ADSUM_ZONE"] = ZONE
    with (
        tempfile.TemporaryDirectory() as folder,
        server(Path(folder)) as (address, token),
        sync_playwright() as playwright,
    ):

        def ask(method: str, path: str, body: object) -> Any:
            data = json.dumps(body).encode()
            request = urllib.request.Request(f"{address}/api/v1/{path}", data, method=method)
            request.add_header("Content-Type", "application/json")
            request.add_header("Authorization", f"Bearer {token}")
            with urllib.request.urlopen(request) as answer:
                return json.load(answer)

        furnish(ask)
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1360, "height": 900}, locale="en-GB")
        page.goto(address)
        page.fill("input[autocomplete=username]", "owner")
        page.fill("input[type=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector(".chart canvas")
        page.wait_for_timeout(1500)
        page.screenshot(path=str(TARGET))
        browser.close()


if __name__ == "__main__":
    main()
