"""A day that stays open is proposed, and told of, once; and only within one's own team."""

from __future__ import annotations

import json
from datetime import date

from adsum.domain.punch import Direction
from tests.integration.attendance.conftest import BOSS, HR, Office

MONDAY = date(2026, 3, 2)


def told(office: Office) -> list[tuple[str, str]]:
    """Return (event, person) of everything in the outbox about open days."""
    with office.store.read() as records:
        bodies = [json.loads(one.body) for one in records.outbox.page()]
    found = [(body["event"], body["data"].get("person_id", "")) for body in bodies]
    return sorted(one for one in found if one[0].startswith("day."))


def listening(office: Office) -> None:
    office.put("webhook", "w", name="W", url="https://example.org/hook", secret="long enough")


def test_an_open_day_is_told_of_once(firm: Office) -> None:
    listening(firm)
    firm.punch("ada", "03-02", "08:00", Direction.IN)
    firm.move_to("03-04")
    assert len(firm.do.propose_forgotten.execute(HR, MONDAY, MONDAY)) == 1
    assert firm.do.propose_forgotten.execute(HR, MONDAY, MONDAY) == []
    assert told(firm) == [("day.check_out_proposed", "ada"), ("day.open", "ada")]


def test_a_manager_proposes_for_their_own_team_only(firm: Office) -> None:
    for person in ("ada", "cleo"):
        firm.punch(person, "03-02", "08:00", Direction.IN)
    firm.move_to("03-04")
    made = firm.do.propose_forgotten.execute(BOSS, MONDAY, MONDAY)
    assert [one.person_id for one in made] == ["ada"]
