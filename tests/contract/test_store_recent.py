"""Contract of `app.ports.recent.Recent`."""

from __future__ import annotations

from datetime import timedelta

from adsum.app.ports.store import Store
from tests.contract.samples import NOW, punch

SECOND = timedelta(seconds=1)


def fill(store: Store) -> None:
    """An old punch that arrived late, one that came at once, and one recorded before both."""
    with store.write() as records:
        records.punches.add(punch("late", "p1", at=NOW - 900 * SECOND, recorded_at=NOW + SECOND))
        records.punches.add(punch("prompt", "p2", at=NOW, recorded_at=NOW))
        records.punches.add(punch("before", "p3", at=NOW, recorded_at=NOW - SECOND))


def test_punches_come_in_the_order_of_recording_whenever_they_were_made(store: Store) -> None:
    fill(store)
    with store.read() as records:
        found = records.recent.punches_since(NOW)
        assert [one.id for one in found] == ["prompt", "late"]
        assert [one.id for one in records.recent.punches_since(NOW, limit=1)] == ["prompt"]
        assert records.recent.punches_since(NOW + 2 * SECOND) == []


def test_people_with_new_punches_are_named_once(store: Store) -> None:
    fill(store)
    with store.write() as records:
        records.punches.add(punch("again", "p2", recorded_at=NOW + SECOND))
    with store.read() as records:
        assert records.recent.people_since(NOW) == {"p1", "p2"}
        assert records.recent.people_since(NOW - SECOND) == {"p1", "p2", "p3"}
