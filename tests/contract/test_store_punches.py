"""Contract of `app.ports.punches.Punches`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from adsum.app.ports.store import Store
from adsum.domain.instants import NaiveTime
from adsum.domain.punch import Direction, Punch, Source
from adsum.errors import Conflict
from tests.contract.samples import NOW, punch

MICROSECOND = timedelta(microseconds=1)
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def add(store: Store, *punches: Punch) -> None:
    with store.write() as records:
        for each in punches:
            records.punches.add(each)


@pytest.mark.parametrize(
    "given",
    [
        punch(),
        punch(score=None, declared=Direction.IN, source=Source.PIN),
        punch(declared=Direction.OUT, source=Source.MANUAL, clock_offset_seconds=-1.234_567_890_1),
        punch(place="Werk 2 · 上海 🏭", zone="America/Argentina/ComodRivadavia"),
        punch(client_id="🎉" * 120, place="ß" * 120),
        punch(at=datetime(1970, 1, 1, tzinfo=UTC)),
        punch(at=datetime(9999, 12, 31, 23, 59, 59, 999_999, UTC)),
        punch(at=datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=1)))),
    ],
)
def test_a_punch_comes_back_as_it_was_given(store: Store, given: Punch) -> None:
    add(store, given)
    with store.read() as records:
        found = records.punches.by_client_id(given.client_id)
    assert found == given
    assert found is not None
    assert found.at.tzinfo is UTC


@pytest.mark.parametrize("source", list(Source))
def test_every_source_can_be_stored(store: Store, source: Source) -> None:
    add(store, punch(source=source))
    with store.read() as records:
        [found] = records.punches.between(*ALWAYS)
    assert found.source is source


def test_a_client_id_is_recorded_once(store: Store) -> None:
    add(store, punch("c1", client_id="x"))
    with pytest.raises(Conflict):
        add(store, punch("c2", client_id="x"))
    with store.read() as records:
        assert [p.id for p in records.punches.between(*ALWAYS)] == ["c1"]


def test_client_ids_differ_by_case_and_accent(store: Store) -> None:
    add(
        store, *(punch(f"c{n}", client_id=i) for n, i in enumerate(["e", "E", "é", "É", "ß", "ss"]))
    )
    with store.read() as records:
        found = records.punches.by_client_id("É")
        assert records.punches.by_client_id("s") is None
    assert found is not None
    assert found.id == "c3"


def test_a_period_holds_its_start_and_not_its_end(store: Store) -> None:
    times = [NOW - MICROSECOND, NOW, NOW + MICROSECOND, NOW + 2 * MICROSECOND]
    add(store, *(punch(f"c{n}", at=at) for n, at in enumerate(times)))
    with store.read() as records:
        found = records.punches.between(NOW, NOW + 2 * MICROSECOND)
        assert list(records.punches.between(NOW, NOW)) == []
    assert [p.id for p in found] == ["c1", "c2"]


def test_a_period_may_be_given_in_any_zone(store: Store) -> None:
    add(store, punch(at=datetime(2026, 3, 2, 7, 30, tzinfo=UTC)))
    berlin = timezone(timedelta(hours=1))
    start = datetime(2026, 3, 2, 8, tzinfo=berlin)
    with store.read() as records:
        assert len(records.punches.between(start, start + timedelta(hours=1))) == 1
        assert len(records.punches.between(start + timedelta(hours=1), ALWAYS[1])) == 0


@pytest.mark.parametrize("end", [0, 1])
def test_a_period_without_a_zone_is_refused(store: Store, end: int) -> None:
    add(store, punch())
    period = [*ALWAYS]
    period[end] = period[end].replace(tzinfo=None)
    with pytest.raises(NaiveTime), store.read() as records:
        records.punches.between(period[0], period[1])


def test_punches_come_oldest_first_whatever_the_order_of_arrival(store: Store) -> None:
    later = NOW + MICROSECOND
    add(
        store,
        punch("d", at=later),
        punch("c", at=NOW, recorded_at=later),
        punch("b", at=NOW, recorded_at=NOW),
        punch("a", at=NOW, recorded_at=NOW),
        punch("z", at=NOW - timedelta(days=1), recorded_at=later),
    )
    with store.read() as records:
        assert [p.id for p in records.punches.between(*ALWAYS)] == ["z", "a", "b", "c", "d"]


def test_the_forgotten_who_have_punches_are_told_by_their_pseudonyms(store: Store) -> None:
    for number, person in enumerate(
        ("forgotten-a1", "forgotten-ÿ", "forgotten", "forgottena", "z")
    ):
        add(store, punch(f"c{number}", person_id=person, client_id=f"x{number}"))
    with store.read() as records:
        assert records.punches.pseudonyms() == {"forgotten-a1", "forgotten-ÿ"}


def test_one_persons_punches_can_be_asked_for(store: Store) -> None:
    add(store, punch("c1", "p1"), punch("c2", "p2"), punch("c3", "p1"))
    with store.read() as records:
        assert [p.id for p in records.punches.between(*ALWAYS, "p1")] == ["c1", "c3"]
        assert list(records.punches.between(*ALWAYS, "P1")) == []


def test_a_pseudonym_takes_the_person_and_the_score_and_leaves_the_rest(store: Store) -> None:
    mine = [punch("c1"), punch("c2", at=NOW + timedelta(hours=9), declared=Direction.OUT)]
    others = punch("c3", "p2")
    add(store, *mine, others)
    with store.write() as records:
        assert records.punches.pseudonymise("p1", "forgotten-1") == 2
        assert records.punches.pseudonymise("nobody", "forgotten-2") == 0
    with store.read() as records:
        found = {p.id: p for p in records.punches.between(*ALWAYS)}
    assert found["c3"] == others
    for before in mine:
        after = found[before.id]
        assert (after.person_id, after.score) == ("forgotten-1", None)
        kept = ("at", "zone", "place", "source", "declared", "recorded_at", "client_id")
        assert all(getattr(after, name) == getattr(before, name) for name in kept)
