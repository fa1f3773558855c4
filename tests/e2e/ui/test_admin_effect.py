"""Before a rule is stored, the page shows what it would have done to the last month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.harness import Terminal
from tests.e2e.ui.admin import Desk
from tests.e2e.ui.company import ZONE, furnish
from tests.e2e.ui.conftest import Server, browser, need_browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, cache: object) -> Iterator[Server]:
    need_browser()
    root = tmp_path_factory.mktemp("effect")
    (root / "here").mkdir()
    environment = {"ADSUM_CACHE": str(cache), "ADSUM_ZONE": ZONE}
    made = Server(Terminal(root / "home", root / "here", environment))
    made.start()
    made.ids = furnish(made.ask)
    yield made
    made.stop()


def test_a_policy_shows_which_days_would_change_before_it_is_saved(office: Server) -> None:
    with browser() as chromium:
        context = chromium.new_context(
            locale="en-GB", timezone_id="UTC", viewport={"width": 1280, "height": 1000}
        )
        desk = Desk(context.new_page(), office.address)
        desk.sign_in("hanna")
        desk.go("/app/rules/policies")
        page = desk.page
        page.get_by_role("button", name="Add a version").first.click()
        first = datetime.now(ZoneInfo(ZONE)).date() - timedelta(days=60)
        desk.fill(Name_of_the_rules="default", In_force_from=first.isoformat())
        effect = page.get_by_role("region", name="Effect on the last month")
        desk.press("Show the effect on the last month")
        effect.get_by_text("would change").wait_for()
        assert effect.locator("tbody tr").count() == 0  # the built-in rules, written down
        dialog = page.get_by_role("dialog")

        dialog.get_by_label("Grace when coming: minutes").fill("30")
        assert effect.locator("p[role=status]").count() == 0  # that was of other rules
        desk.press("Show the effect again")
        row = effect.locator("tbody tr").first
        row.wait_for()
        asked = {"first": str(first + timedelta(days=30)), "last": str(first + timedelta(days=59))}
        body = {"rules": {"valid_from": str(first), "grace_in": "PT30M"}, "policy": "default"}
        proposed = {"kind": "policies", "id": "p", "body": body}
        told = office.ask("POST", "previews", {"documents": [proposed], **asked})
        assert told["days"] > 0
        assert effect.locator("p[role=status]").inner_text().startswith(f"{told['days']} day")
        late = row.locator(".turn").first
        assert late.locator("ins").inner_text() == "0:00"
        assert late.locator("del").inner_text() != "0:00"
        assert office.ask("GET", "policies")["items"] == []  # nothing is stored
        assert desk.complaints() == []
        desk.press("Save")
        desk.sees("Saved")
        assert desk.errors == []
