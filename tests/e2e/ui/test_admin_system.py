"""The page of the system: what recognises here, what it promises, and what to do next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.harness import Terminal
from tests.e2e.ui.admin import Desk
from tests.e2e.ui.conftest import ENROLLED, Server, browser


@pytest.fixture(scope="module")
def calibrated(furnished: Terminal) -> Iterator[Server]:
    """A few people, and a promise that needs more of them."""
    settings = Path(furnished.home) / "adsum.toml"
    settings.write_text("false_accepts = 1\n")
    made = Server(furnished)
    made.start()
    yield made
    made.stop()


def test_the_system_page_says_what_recognises_and_that_a_promise_needs_more_people(
    calibrated: Server,
) -> None:
    with browser() as chromium:
        desk = Desk(chromium.new_context(locale="en-GB").new_page(), calibrated.address)
        desk.sign_in("owner")
        desk.visit("System")
        page = desk.page
        recogniser = page.locator("section.card").filter(has_text="Recogniser")
        told = calibrated.ask("GET", "recognition")
        recogniser.get_by_text(told["model"], exact=True).first.wait_for()
        assert f"{ENROLLED} people" in recogniser.first.inner_text()
        desk.sees("Too few people to calibrate")
        least = calibrated.ask("GET", "recognition/calibration")["least"]
        desk.sees(f"{ENROLLED} of at least {least}")
        words = page.locator("main").inner_text()
        assert not re.search(r"cosine|similarity|threshold of \d", words)
        assert desk.complaints() == []
        assert desk.errors == []
