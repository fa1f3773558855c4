"""Deliveries are claimed, tried again ever more rarely, and given up in the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adsum.app.deliver import Backoff, DeliverDue, Delivered
from adsum.app.ports.notify import Fate, Outcome
from adsum.app.ports.outbox import Delivery, DeliveryState
from adsum.app.ports.store import Store
from adsum.notify.worker import DeliveryWorker
from tests.fakes.clock import FakeClock

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
BACKOFF = Backoff(timedelta(seconds=10), timedelta(minutes=5), attempts=4)


@dataclass
class OutboxStore:
    """As much of a store as deliveries need: an outbox in memory."""

    rows: dict[str, Delivery] = field(default_factory=dict)

    @property
    def outbox(self) -> OutboxStore:
        return self

    @contextmanager
    def write(self) -> Iterator[OutboxStore]:
        yield self

    def due(self, now: datetime, *, limit: int = 100) -> list[Delivery]:
        waiting = [d for d in self.rows.values() if d.state is DeliveryState.WAITING]
        return [d for d in waiting if d.next_at <= now][:limit]

    def update(self, delivery: Delivery) -> None:
        self.rows[delivery.id] = delivery


@dataclass
class Line:
    """A sender that answers as it is told, and remembers what it sent."""

    outcomes: list[Outcome]
    sent: list[Delivery] = field(default_factory=list)

    def send(self, delivery: Delivery) -> Outcome:
        self.sent.append(delivery)
        return self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]


def waiting(id: str = "e1", channel: str = "webhook") -> Delivery:
    return Delivery(id, channel, "t1", "leave.requested", "{}", NOW, NOW)


def deliver(store: OutboxStore, line: Line, clock: FakeClock, chance: float = 0.5) -> DeliverDue:
    return DeliverDue(cast(Store, store), clock, {"webhook": line}, BACKOFF, lambda: chance)


def test_what_arrived_is_done() -> None:
    store, line = OutboxStore({"e1": waiting()}), Line([Outcome(Fate.DELIVERED)])
    use_case = deliver(store, line, FakeClock(NOW))
    assert use_case.execute() == Delivered(delivered=1)
    row = store.rows["e1"]
    assert (row.state, row.attempts, row.finished_at) == (DeliveryState.DELIVERED, 1, NOW)
    assert use_case.execute() == Delivered()


def test_what_failed_is_tried_again_later_and_given_up_in_the_end() -> None:
    store, line = OutboxStore({"e1": waiting()}), Line([Outcome(Fate.RETRY, "no")])
    clock = FakeClock(NOW)
    use_case = deliver(store, line, clock)
    waits = []
    while store.rows["e1"].state is DeliveryState.WAITING:
        clock.advance(store.rows["e1"].next_at - clock.now())
        before = clock.now()
        use_case.execute()
        waits.append((store.rows["e1"].next_at - before).total_seconds())
    assert waits == [7.5, 15, 30, 0]
    assert store.rows["e1"].state is DeliveryState.GIVEN_UP
    assert store.rows["e1"].error == "no"
    assert {d.id for d in line.sent} == {"e1"}


def test_a_refusal_is_given_up_at_once() -> None:
    store, line = OutboxStore({"e1": waiting()}), Line([Outcome(Fate.REFUSED, "gone")])
    assert deliver(store, line, FakeClock(NOW)).execute() == Delivered(given_up=1)
    assert store.rows["e1"].error == "gone"


def test_a_channel_that_does_not_exist_is_given_up() -> None:
    store = OutboxStore({"e1": waiting(channel="pigeon")})
    line = Line([Outcome(Fate.DELIVERED)])
    assert deliver(store, line, FakeClock(NOW)).execute() == Delivered(given_up=1)


def test_a_receiver_is_given_the_time_that_it_asks_for_within_reason() -> None:
    for asked, granted in ((timedelta(minutes=2), 120), (timedelta(days=2), 300)):
        store = OutboxStore({"e1": waiting()})
        line = Line([Outcome(Fate.RETRY, "busy", asked)])
        deliver(store, line, FakeClock(NOW)).execute()
        assert (store.rows["e1"].next_at - NOW).total_seconds() == granted


def test_what_one_server_claims_another_does_not_send() -> None:
    store = OutboxStore({"e1": waiting()})
    clock = FakeClock(NOW)
    other = Line([Outcome(Fate.DELIVERED)])

    class Nested(Line):
        def send(self, delivery: Delivery) -> Outcome:
            assert deliver(store, other, clock).execute() == Delivered()
            return super().send(delivery)

    assert deliver(store, Nested([Outcome(Fate.DELIVERED)]), clock).execute().delivered == 1
    assert other.sent == []


def test_what_a_dead_server_claimed_is_sent_again_under_the_same_id() -> None:
    store, clock = OutboxStore({"e1": waiting()}), FakeClock(NOW)

    class Dying(Line):
        def send(self, delivery: Delivery) -> Outcome:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(store, Dying([Outcome(Fate.DELIVERED)]), clock).execute()
    line = Line([Outcome(Fate.DELIVERED)])
    assert deliver(store, line, clock).execute() == Delivered()
    clock.advance(timedelta(minutes=10))
    assert deliver(store, line, clock).execute() == Delivered(delivered=1)
    assert [d.id for d in line.sent] == ["e1"]


@given(st.integers(1, 1000), st.floats(0, 1, exclude_max=True))
def test_a_wait_is_never_longer_than_the_longest_nor_shorter_than_half(n: int, c: float) -> None:
    wait = BACKOFF.wait(n, c)
    whole = min(BACKOFF.first * 2 ** min(n - 1, 10), BACKOFF.longest)
    assert whole / 2 <= wait <= whole


def test_the_worker_sends_what_it_is_woken_for_and_ends_when_told() -> None:
    sent = threading.Event()

    class Telling(Line):
        def send(self, delivery: Delivery) -> Outcome:
            sent.set()
            return super().send(delivery)

    store, line = OutboxStore(), Telling([Outcome(Fate.DELIVERED)])
    worker = DeliveryWorker(deliver(store, line, FakeClock(NOW)), interval=60)
    worker.start()
    store.update(waiting("e2"))
    worker.wake()
    assert sent.wait(10)
    assert worker.stop()
    assert store.rows["e2"].state is DeliveryState.DELIVERED
