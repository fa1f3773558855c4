"""Punching: by hand, by PIN, offline, by doors with a direction, by chosen direction."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adsum.app.actor import Actor
from adsum.app.clocking import DirectionNeeded, DoorWithoutDirection, UnknownPerson
from adsum.app.deliver_punches import DevicePunch, Outcome
from adsum.app.ports.audit import AuditFilter
from adsum.app.principal import Role
from adsum.app.punch_by_pin import PinPunch, WrongPin
from adsum.app.punch_manually import ManualPunch
from adsum.app.scope import OutOfScope
from adsum.app.set_pin import InvalidPin
from adsum.app.throttle import TooManyAttempts
from adsum.domain.punch import Direction, Source
from tests.integration.attendance.conftest import ADA, BOSS, HR, Office

KIOSK = Actor("kiosk-1", Role.DEVICE)
IN, OUT = Direction.IN, Direction.OUT


def test_without_documents_punches_alternate_in_the_companys_zone(office: Office) -> None:
    office.move_to("03-02", "23:00")
    came = office.punch("ada", "03-02", "08:00")
    again = office.punch("ada", "03-02", "08:00:30")
    went = office.punch("ada", "03-02", "16:00")
    assert (came.direction, again.recorded, went.direction) == (IN, False, OUT)
    assert came.punch.zone == "Europe/Berlin"


def test_a_punch_by_hand_names_its_author_and_its_reason(firm: Office) -> None:
    given = ManualPunch("ada", "main", firm.at("03-02", "08:00"), reason="kiosk was dead")
    made = firm.do.punch_manually.execute(BOSS, given)
    with firm.store.read() as records:
        assert records.punches.origins([made.punch.id])[made.punch.id].author == "bob"
    [entry] = firm.do.read_audit.execute(AuditFilter("ada"), limit=1)
    assert (entry.act.name, entry.act.detail) == ("punch.by_hand", {"reason": "kiosk was dead"})


def test_a_manager_punches_for_their_team_only(firm: Office) -> None:
    with pytest.raises(OutOfScope):
        firm.do.punch_manually.execute(BOSS, ManualPunch("cleo", "main"))


def test_a_door_decides_the_direction_and_the_site_the_zone(firm: Office) -> None:
    firm.put("site", "tokyo", name="Tokyo", zone="Asia/Tokyo")
    firm.put("place", "exit", name="Exit", site="tokyo", direction="out")
    result = firm.do.punch_manually.execute(HR, ManualPunch("cleo", "exit"))
    assert (result.direction, result.punch.declared) == (OUT, OUT)
    assert result.punch.zone == "Asia/Tokyo"


def test_where_people_choose_a_punch_without_a_choice_is_refused(firm: Office) -> None:
    firm.put("policy", "v", rules={"valid_from": "2026-03-01", "direction": "chosen"})
    with pytest.raises(DirectionNeeded):
        firm.punch("ada", "03-02", "08:00")
    assert firm.punch("ada", "03-02", "08:00", OUT).direction is OUT


def test_where_doors_decide_one_without_a_direction_is_refused(firm: Office) -> None:
    firm.put("policy", "v", rules={"valid_from": "2026-03-01", "direction": "door"})
    with pytest.raises(DoorWithoutDirection):
        firm.punch("ada", "03-02", "08:00")
    firm.put("place", "main", name="Main door", site="hq", direction="in")
    assert firm.punch("ada", "03-02", "08:00").direction is IN


def test_a_pin_punches_with_the_same_rights(firm: Office) -> None:
    firm.do.set_pin.execute(HR, "ada", "2580")
    for person in ("ada", "ADA"):
        result = firm.do.punch_by_pin.execute(KIOSK, PinPunch(person, "2580", "main"))
        assert result.punch.source is Source.PIN
    assert not result.recorded, "the second one came within the quiet time"
    with firm.store.read() as records:
        assert records.punches.origins([result.punch.id])[result.punch.id].device_id == "kiosk-1"
    assert "pin.set" in firm.acts()


@pytest.mark.parametrize("pin", ["", "123", "1234", "4321", "9999", "12a4", "١٢٣٥", "2" * 13])
def test_an_easy_pin_is_refused(firm: Office, pin: str) -> None:
    with pytest.raises(InvalidPin):
        firm.do.set_pin.execute(ADA, "ada", pin)


def test_guessing_a_pin_is_slowed_down_and_tells_nothing(firm: Office) -> None:
    firm.do.set_pin.execute(HR, "ada", "2580")
    answers = set()
    for person in ("ada", "bob", "nobody"):
        with pytest.raises(WrongPin) as caught:
            firm.do.punch_by_pin.execute(KIOSK, PinPunch(person, "1357", "main"))
        answers.add(str(caught.value))
    assert len(answers) == 1
    for _ in range(4):
        with pytest.raises(WrongPin):
            firm.do.punch_by_pin.execute(KIOSK, PinPunch("ada", "1357", "main"))
    with pytest.raises(TooManyAttempts):
        firm.do.punch_by_pin.execute(Actor("other", Role.DEVICE), PinPunch("ada", "2580", "main"))
    firm.clock.advance(timedelta(minutes=1))
    assert firm.do.punch_by_pin.execute(KIOSK, PinPunch("ada", "2580", "main")).recorded


def test_a_pin_that_was_taken_away_opens_nothing(firm: Office) -> None:
    firm.do.set_pin.execute(HR, "ada", "2580")
    assert firm.do.set_pin.remove(HR, "ada")
    assert not firm.do.set_pin.remove(HR, "ada")
    with pytest.raises(WrongPin):
        firm.do.punch_by_pin.execute(KIOSK, PinPunch("ada", "2580", "main"))
    with pytest.raises(UnknownPerson):
        firm.do.set_pin.execute(HR, "zoe", "2580")


def offline(firm: Office, wall: str, client: str, person: str = "ada") -> DevicePunch:
    """A punch of a device whose clock is 90 seconds ahead."""
    at = firm.at("03-02", wall) + timedelta(seconds=90)
    return DevicePunch(client, person, at, "main", Source.FACE, 90.0, score=0.8)


def test_offline_punches_in_any_order_and_twice_make_the_same_day(firm: Office) -> None:
    batch = [offline(firm, wall, wall) for wall in ("16:30", "12:30", "08:00", "12:00")]
    first = firm.do.deliver_punches.execute(KIOSK, batch[:3])
    second = firm.do.deliver_punches.execute(KIOSK, batch[::-1])
    assert [d.outcome for d in first] == [Outcome.RECORDED] * 3
    assert [d.outcome for d in second] == [Outcome.RECORDED] + [Outcome.ALREADY] * 3
    [row] = firm.do.report.execute(*[firm.at("03-02", "12:00").date()] * 2)
    assert row.day.worked == timedelta(hours=8)
    assert [entry.punch.at for entry in row.day.punches] == [
        firm.at("03-02", wall) for wall in ("08:00", "12:00", "12:30", "16:30")
    ]
    assert row.day.punches[0].punch.clock_offset_seconds == 90


def test_each_offline_punch_is_answered_by_itself(firm: Office) -> None:
    good = offline(firm, "08:00", "a")
    batch = [
        offline(firm, "08:00", "z", person="zoe"),
        good,
        offline(firm, "09:00", "a"),
        offline(firm, "08:00", "a", person="bob"),
        offline(firm, "23:30", "late"),
        DevicePunch("nan", "ada", firm.at("03-02", "07:00"), "main", Source.FACE, float("nan")),
    ]
    answers = firm.do.deliver_punches.execute(KIOSK, batch)
    codes = [a.error.code if a.error else a.outcome.value for a in answers]
    assert codes[:5] == [
        "person.unknown",
        "recorded",
        "punch.client_id_reused",
        "punch.client_id_reused",
        "punch.in_the_future",
    ]
    assert (answers[5].outcome, codes[5]) == (Outcome.REFUSED, "punch.invalid")
    with firm.store.read() as records:
        stored = records.punches.between(firm.at("03-02", "00:00"), firm.at("03-03", "00:00"))
    assert [punch.client_id for punch in stored] == ["a"]


def test_a_webhook_hears_of_a_punch_in_its_own_transaction(firm: Office) -> None:
    target = {"url": "https://example.org/x", "secret": "0123456789", "name": "x"}
    firm.put("webhook", "x", events=["punch.recorded"], **target)
    firm.put("webhook", "deaf", events=["period.closed"], **target)
    made = firm.punch("ada", "03-02", "08:00")
    with firm.store.read() as records:
        [message] = records.outbox.page()
    assert (message.target, message.event) == ("x", "punch.recorded")
    assert made.punch.id in message.body
    assert message.next_at <= firm.clock.now()
