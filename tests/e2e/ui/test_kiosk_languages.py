"""A kiosk loads the texts of one language; the others are there when the network is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.harness import Terminal
from tests.e2e.ui.conftest import Server, browser, need_browser


def test_a_kiosk_loads_one_language_and_can_change_it_without_a_network(
    tmp_path: Path, cache: Path
) -> None:
    need_browser()
    (tmp_path / "here").mkdir()
    server = Server(Terminal(tmp_path / "home", tmp_path / "here", {"ADSUM_CACHE": str(cache)}))
    server.start()
    try:
        with browser() as chromium:
            context = chromium.new_context(locale="en-GB", service_workers="allow")
            page = context.new_page()
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            page.goto(f"{server.address}/kiosk?lang=en")
            page.get_by_role("button", name="Pair").wait_for()
            assert not [url for url in asked if "zh-CN" in url and url.endswith(".js")]
            page.evaluate("navigator.serviceWorker.ready.then(() => null)")
            server.stop()  # whatever is shown from here on comes from the tablet
            page.goto(f"{server.address}/kiosk?lang=en")
            page.get_by_role("button", name="简体中文").click()
            page.get_by_role("button", name="配对").wait_for(timeout=20_000)
            assert page.evaluate("document.documentElement.lang") == "zh-CN"
    finally:
        if server.process and server.process.poll() is None:
            server.stop()


@pytest.mark.parametrize("tag", ["de-AT", "zh-TW"])
def test_the_browser_s_language_is_taken_if_there_is_one_like_it(
    tag: str, tmp_path: Path, cache: Path
) -> None:
    need_browser()
    (tmp_path / "here").mkdir()
    server = Server(Terminal(tmp_path / "home", tmp_path / "here", {"ADSUM_CACHE": str(cache)}))
    server.start()
    try:
        with browser() as chromium:
            page = chromium.new_context(locale=tag).new_page()
            page.goto(f"{server.address}/kiosk")
            name = "配对" if tag.startswith("zh") else "Pair"
            page.get_by_role("button", name=name, exact=True).wait_for()
    finally:
        server.stop()
