"""What a kiosk keeps of faces that it does not know: one shot for each visit, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adsum.app.actor import SYSTEM, Actor
from adsum.app.company import Company
from adsum.app.keep_visit import KeepVisit
from adsum.app.kiosk import Given, WatchKiosk
from adsum.app.kiosks import ClockByPin, DeliverSighting, Kiosks
from adsum.app.ports.visitors import Visitor
from adsum.app.principal import Role
from adsum.app.punch_by_pin import PinPunch, PunchByPin
from adsum.app.set_pin import SetPin
from adsum.imaging.encode import JpegEncoder
from adsum.security.passwords import Argon2Hasher
from tests.fakes import stages
from tests.unit.app.test_kiosk import ADA, BEN, HERE, STRANGER, Door, NoHolidays

A_MINUTE = timedelta(seconds=70)


class Reception(Door):
    """A kiosk that keeps shots of unknown people."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.began = self.clock.now()
        keep = KeepVisit(self.store, self.clock, JpegEncoder())
        self.eyes = replace(self.eyes, keep=keep)
        self.watch = WatchKiosk(self.eyes, "front", HERE)

    def visitors(self) -> Sequence[Visitor]:
        with self.store.read() as records:
            return records.visitors.page()

    def later(self) -> Sequence[Visitor]:
        """Let everybody go, and return the visitors a minute later."""
        self.clock.advance(A_MINUTE)
        self.see()
        return self.visitors()


@pytest.fixture
def reception(tmp_path: Path) -> Iterator[Reception]:
    made = Reception(tmp_path)
    yield made
    made.store.close()


def test_a_stranger_s_visit_is_kept_once_the_face_has_gone(reception: Reception) -> None:
    reception.see(STRANGER, ADA, frames=20)
    assert reception.visitors() == []
    (visitor,) = reception.later()
    with reception.store.read() as records:
        (visit,) = records.visitors.visits(visitor.id)
        crop = records.visitors.crop(visit.id)
    assert (visit.camera, visit.place) == ("tablet", "front")
    assert reception.began <= visit.first_at < visit.last_at < reception.began + A_MINUTE
    assert crop is not None and crop.startswith(b"\xff\xd8")


def test_strangers_who_come_again_are_one_visitor(reception: Reception) -> None:
    for _ in range(2):
        reception.see(STRANGER, frames=20)
        reception.clock.advance(timedelta(minutes=10))
        reception.see()
    (visitor,) = reception.visitors()
    assert visitor.visits == 2


def test_nothing_is_kept_of_people_who_are_known_or_passed_by(reception: Reception) -> None:
    reception.see(ADA, BEN, frames=20)
    reception.clock.advance(A_MINUTE)
    reception.see(STRANGER, frames=2)
    assert reception.later() == []


def test_nothing_is_kept_unless_it_is_switched_on(reception: Reception) -> None:
    reception.watch = WatchKiosk(replace(reception.eyes, keep=None), "front", HERE)
    reception.see(STRANGER, frames=20)
    assert reception.later() == []


def test_somebody_who_says_not_me_is_kept_even_if_gone_at_once(reception: Reception) -> None:
    (greeting,) = reception.greeted(ADA)
    reception.watch.deny(greeting.punch_id, reception.clock.now())
    assert len(reception.later()) == 1


def test_somebody_named_wrongly_and_then_rightly_is_not_kept(reception: Reception) -> None:
    (greeting,) = reception.greeted(ADA)
    reception.watch.deny(greeting.punch_id, reception.clock.now())
    reception.clock.advance(timedelta(seconds=31))
    assert [g.name for g in reception.greeted(ADA)] == ["Ada"]
    # The first face, of which nobody knows whose it is, was kept; the second one was not.
    (visitor,) = reception.later()
    assert visitor.visits == 1


def test_who_clocks_by_pin_leaves_no_face_behind(reception: Reception) -> None:
    reception.see(STRANGER, frames=20)
    reception.watch.excuse(reception.clock.now())
    reception.see(STRANGER, frames=20)
    reception.clock.advance(timedelta(seconds=5))
    reception.see(STRANGER, frames=20)  # looked away, and is another track now
    assert reception.later() == []
    reception.see(STRANGER, frames=20)
    assert len(reception.later()) == 1


def test_the_pin_pad_tells_the_kiosk_s_own_watch(reception: Reception) -> None:
    company = Company(reception.store, reception.clock, NoHolidays(), "Europe/Berlin")
    hasher, kiosks = Argon2Hasher(), Kiosks(reception.eyes)
    with reception.store.read() as records:
        ada = records.people.by_name("Ada")
    assert ada is not None
    SetPin(reception.store, reception.clock, hasher).execute(SYSTEM, ada.id, "2580")
    by_pin = ClockByPin(PunchByPin(reception.store, reception.clock, company, hasher), kiosks)
    reception.watch = kiosks.watch("tablet", "front")
    reception.see(STRANGER, frames=20)
    device = Actor("tablet", Role.DEVICE)
    assert by_pin.execute(device, PinPunch("Ada", "2580", "front")).recorded
    assert reception.later() == []
    by_pin.execute(Actor("another", Role.DEVICE), PinPunch("Ada", "2580", "back"))
    reception.see(STRANGER, frames=20)
    assert len(reception.later()) == 1


def test_what_waits_is_stored_when_the_kiosk_is_switched_off(reception: Reception) -> None:
    reception.see(STRANGER, frames=20)
    reception.watch.finish()
    assert len(reception.visitors()) == 1
    reception.watch.finish()
    assert len(reception.visitors()) == 1


def test_pictures_that_were_taken_offline_count_as_a_visit(reception: Reception) -> None:
    pictures = [stages.png(stages.picture(stages.face(STRANGER, 300 + n))) for n in range(6)]
    deliver = DeliverSighting(reception.eyes)
    at = reception.clock.now() - timedelta(hours=2)
    for _ in range(2):  # the first answer was lost on the way
        assert deliver.execute("tablet", "front", pictures, at, Given("c" * 12)) == []
    (visitor,) = reception.visitors()
    assert (visitor.visits, visitor.first_at) == (1, at)
