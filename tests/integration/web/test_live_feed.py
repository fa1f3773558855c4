"""The live feed over a real connection: what happens arrives, once, and only where it may."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from adsum.app import live_feed
from adsum.domain.punch import Direction
from adsum.web import live as live_log
from adsum.web.api import live as live_api
from tests.contract.samples import punch as sample
from tests.integration.web.serving import served
from tests.integration.web.world import World, company_on

SECONDS = 20.0


@pytest.fixture
def world(tmp_path: Path, model_cache: Path, pipeline: Any) -> Iterator[World]:
    with company_on("sqlite", tmp_path, model_cache, pipeline) as world:
        yield world


@pytest.fixture
def address(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(live_log, "INTERVAL", 0.05)
    with served(world.app) as found:
        yield found


@dataclass
class Happening:
    """One event as a browser sees it."""

    id: str
    event: str
    data: dict[str, Any]


class Stream:
    """A browser's end of the feed."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.iter_lines()
        self.status = response.status_code
        self.media_type = response.headers["content-type"]

    def until_open(self) -> None:
        """Read as far as the first sign of life."""
        while next(self._lines) != ": open":
            pass

    def next(self) -> Happening:
        """Return the next event; comments are passed over."""
        fields: dict[str, str] = {}
        for line in self._lines:
            name, _, value = line.partition(": ")
            if name in ("id", "event", "data"):
                fields[name] = value
            elif not line and "data" in fields:
                return Happening(fields.get("id", ""), fields["event"], json.loads(fields["data"]))
        raise AssertionError("the stream has ended")

    def ended(self) -> bool:
        return next(self._lines, None) is None or all(not line for line in self._lines)


@contextmanager
def follow(address: str, role: str, last: str = "") -> Iterator[Stream]:
    headers = {"Authorization": f"Bearer {role}-token"} | ({"Last-Event-ID": last} if last else {})
    url = f"{address}/api/v1/live"
    with httpx.stream("GET", url, headers=headers, timeout=SECONDS) as response:
        stream = Stream(response)
        if response.status_code == 200:
            stream.until_open()
        yield stream


def punch(world: World, person: str, minute: int) -> str:
    body = {"person_id": person, "at": f"2026-03-02T09:{minute:02}:00Z", "place": "door"}
    answer = world("hr", "POST", "/punches", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_a_punch_arrives_with_name_and_direction(world: World, address: str) -> None:
    with follow(address, "hr") as stream:
        assert stream.media_type.startswith("text/event-stream")
        id = punch(world, "emil", 0)
        told = stream.next()
    assert (told.event, told.data["name"]) == ("happened", "punch.recorded")
    facts = told.data["facts"]
    assert (facts["id"], facts["name"], facts["place"]) == (id, "Emil", "door")
    assert facts["direction"] == Direction.IN


def test_each_of_several_tabs_hears_each_punch_once(world: World, address: str) -> None:
    with follow(address, "hr") as one, follow(address, "hr") as two:
        ids = [punch(world, "emil", minute) for minute in (0, 10, 20)]
        for tab in (one, two):
            assert [tab.next().data["facts"]["id"] for _ in ids] == ids


def test_a_tab_that_was_away_hears_what_it_missed_and_nothing_twice(
    world: World, address: str
) -> None:
    with follow(address, "hr") as always:
        with follow(address, "hr") as tab:
            punch(world, "emil", 0)
            last = tab.next().id
        missed = punch(world, "emil", 10)
        assert always.next().id == last
        always.next()
        with follow(address, "hr", last) as tab:
            assert tab.next().data["facts"]["id"] == missed
            later = punch(world, "emil", 20)
            assert tab.next().data["facts"]["id"] == later


def test_after_a_restart_nothing_is_missed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_log, "INTERVAL", 0.05)
    with served(world.app) as address, follow(address, "hr") as tab:
        punch(world, "emil", 0)
        last = tab.next().id
    missed = punch(world, "emil", 10)
    again = live_log.LiveLog(world.services.administration.live_feed, world.services.clock)
    world.app.state.live = again
    with served(world.app) as address, follow(address, "hr", last) as tab:
        found = [tab.next().data["facts"]["id"]]
        while missed not in found:
            found.append(tab.next().data["facts"]["id"])


def test_a_manager_hears_of_their_team_only(world: World, address: str) -> None:
    with follow(address, "manager") as stream:
        punch(world, "otto", 0)
        expected = punch(world, "emil", 5)
        assert stream.next().data["facts"]["id"] == expected


def test_other_acts_are_told_but_not_who_looked_at_whom(world: World, address: str) -> None:
    with follow(address, "hr") as stream:
        assert world("hr", "GET", "/people/emil").status_code == 200
        body = {
            "person_id": "emil",
            "act": "add",
            "reason": "forgot",
            "at": "2026-03-02T08:00:00Z",
            "direction": "in",
        }
        correction = world("hr", "POST", "/corrections", json=body).json()["id"]
        told = stream.next()
    assert told.data["name"] == "correction.proposed"
    assert (told.data["person_id"], told.data["facts"]["subject"]) == ("emil", correction)


def test_an_employee_and_a_guest_are_not_let_in(world: World, address: str) -> None:
    with follow(address, "employee") as stream:
        assert stream.status == 403
    with follow(address, "nobody") as stream:
        assert stream.status == 401


def test_a_session_that_ends_ends_its_stream(
    world: World, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_api, "BEAT", 0.1)
    with follow(address, "hr") as stream:
        assert world("hr", "DELETE", "/session").status_code == 204
        assert stream.next().event == "signed_out"
        assert stream.ended()


def test_too_many_connections_of_one_account_are_refused(
    world: World, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_log, "MOST_PER_ACCOUNT", 1)
    with follow(address, "hr"), follow(address, "hr") as second:
        assert second.status == 429


def test_a_tab_that_missed_too_much_is_told_to_load_anew(
    world: World, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with follow(address, "hr") as tab:
        punch(world, "emil", 0)
        epoch, *_ = tab.next().id.split("-")
        with follow(address, "hr", f"{epoch}-99-0-0") as lost:
            assert lost.next().event == "reset"
            id = punch(world, "emil", 10)
            assert lost.next().data["facts"]["id"] == id


def test_a_flood_of_delivered_punches_arrives_completely_and_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_feed, "_FLOOD", 50)
    monkeypatch.setattr(live_feed, "AT_ONCE", 20)
    feed, now = world.services.administration.live_feed, world.services.clock.now()
    cursor = feed.start(now)
    with world.services.store.write() as records:
        for number in range(300):  # ten deliveries, a second apart
            at = now + timedelta(seconds=number // 30)
            records.punches.add(sample(f"n{number:03}", "emil", at=at, recorded_at=at))
    told: list[str] = []
    while (found := feed.since(cursor))[0]:
        told += [event.facts["id"] for event in found[0]]
        cursor = found[1]
    assert sorted(told) == [f"n{number:03}" for number in range(300)]
