"""Names for ids: those of one's scope, and who signed in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.web.world import World, company_on


@pytest.fixture
def world(tmp_path: Path, model_cache: Path, pipeline: Any) -> Iterator[World]:
    with company_on("sqlite", tmp_path, model_cache, pipeline) as world:
        yield world


def test_ids_of_people_accounts_and_nobody_at_once(world: World) -> None:
    account = world("owner", "GET", "/users").json()["items"][0]
    asked = f"/names?id=emil&id=otto&id=nobody&id={account['id']}"
    assert world("hr", "GET", asked).json() == {
        "emil": "Emil",
        "otto": "Otto",
        account["id"]: account["login"],
    }
    assert "otto" not in world("manager", "GET", asked).json()
    assert world("manager", "GET", asked).json()["emil"] == "Emil"


def test_too_many_ids_are_refused(world: World) -> None:
    many = "&".join(f"id={number}" for number in range(201))
    assert world("hr", "GET", f"/names?{many}").json()["code"] == "request.invalid"
