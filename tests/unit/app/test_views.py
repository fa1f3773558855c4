"""Who looked at whose record is noted once, and one's own look not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from adsum.app.actor import Actor
from adsum.app.audit import SAME_LOOK, Subject, Views
from adsum.app.principal import Role
from tests.fakes.clock import FakeClock
from tests.fakes.store import FakeStore

HR = Actor("hr", Role.HR)
ADA = Subject("person", "ada", "ada")


def noted(store: FakeStore) -> list[tuple[str, str, str | None]]:
    with store.read() as records:
        return [(e.act.actor, e.act.name, e.act.person_id) for e in records.audit.entries()]


def test_looking_again_soon_is_the_same_look_and_later_another() -> None:
    store, clock = FakeStore(), FakeClock(datetime(2026, 3, 2, tzinfo=UTC))
    views = Views(store, clock)
    views.note(HR, ADA)
    clock.advance(SAME_LOOK - timedelta(seconds=1))
    views.note(HR, ADA)
    assert noted(store) == [("hr", "person.viewed", "ada")]
    clock.advance(timedelta(seconds=1))
    views.note(HR, ADA)
    assert len(noted(store)) == 2


def test_other_people_things_and_details_are_other_looks() -> None:
    store = FakeStore()
    views = Views(store, FakeClock(datetime(2026, 3, 2, tzinfo=UTC)))
    views.note(HR, ADA)
    views.note(Actor("boss", Role.MANAGER), ADA)
    views.note(HR, Subject("photo", "ada", "ada"))
    views.note(HR, ADA, {"from": "2026-03-01"})
    views.note(HR, Subject("person", "bob", "bob"))
    assert len(noted(store)) == 5


def test_one_s_own_record_is_looked_at_unseen() -> None:
    store = FakeStore()
    views = Views(store, FakeClock(datetime(2026, 3, 2, tzinfo=UTC)))
    views.note(Actor("account", Role.EMPLOYEE, "ada"), ADA)
    assert noted(store) == []
