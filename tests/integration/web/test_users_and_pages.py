"""Changes of accounts that cross, and pages that are full for managers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adsum.domain.person import Person
from tests.integration.web.world import World, company_on


@pytest.fixture
def world(tmp_path: Path, model_cache: Path, pipeline: Any) -> Iterator[World]:
    with company_on("sqlite", tmp_path, model_cache, pipeline) as world:
        yield world


def test_a_change_over_one_that_was_not_seen_is_refused(world: World) -> None:
    read = world("owner", "GET", "/users/manager")
    tag = {"If-Match": read.headers["etag"]}
    body = {"role": "manager", "person_id": "mara", "team_ids": ["red", "blue"]}
    first = world("owner", "PUT", "/users/manager", json=body, headers=tag)
    assert first.status_code == 200
    assert first.headers["etag"] != read.headers["etag"]
    second = world("owner", "PUT", "/users/manager", json=body, headers=tag)
    assert (second.status_code, second.json()["code"]) == (412, "account.stale")
    again = {"If-Match": first.headers["etag"]}
    assert world("owner", "PUT", "/users/manager", json=body, headers=again).status_code == 200


def test_a_manager_s_pages_are_full(world: World) -> None:
    now = world.services.clock.now()
    with world.services.store.write() as records:
        for number in range(30):
            records.people.add(Person(f"x{number}", f"A stranger {number:02}", now))
    first = world("manager", "GET", "/people?limit=1").json()
    assert [one["name"] for one in first["items"]] == ["Emil"]
    rest = world("manager", "GET", f"/people?limit=1&after={first['next']}").json()
    assert [one["name"] for one in rest["items"]] == ["Mara"]
    assert rest["next"] is None
