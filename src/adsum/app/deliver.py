"""Send what waits in the outbox."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adsum.app.ports.clock import Clock
from adsum.app.ports.notify import Fate, Outcome, Sender
from adsum.app.ports.outbox import Delivery, DeliveryState
from adsum.app.ports.store import Store

# Longer than a batch of attempts takes. What was claimed by a server that died is sent again then.
_LEASE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Backoff:
    """When to try again: `first`, then twice as long each time up to `longest`.

    Half of each wait is left to chance, so that receivers that were down are not met by everybody
    at once. With the defaults a delivery is given up after about two days.
    """

    first: timedelta = timedelta(seconds=20)
    longest: timedelta = timedelta(hours=6)
    attempts: int = 18

    def wait(self, attempts: int, chance: float) -> timedelta:
        """Return how long to wait after `attempts` failures; `chance` is in [0, 1)."""
        doubled = self.first * (1 << min(attempts - 1, 30))
        return min(doubled, self.longest) * (0.5 + chance / 2)


DEFAULT_BACKOFF = Backoff()


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many attempts went which way."""

    delivered: int = 0
    retried: int = 0
    given_up: int = 0


class DeliverDue:
    """Send every delivery that is due, oldest first; what fails is tried again, ever more rarely.

    A delivery is claimed before it is sent, so that two servers do not send it twice; one that was
    under way when a server stopped is sent again, under the same id. After the last attempt, or
    when the receiver will never take it, it is given up and stays on record with the reason.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        senders: Mapping[str, Sender],
        backoff: Backoff = DEFAULT_BACKOFF,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._clock = clock
        self._senders = senders
        self._backoff = backoff
        self._chance = chance

    def execute(self, limit: int = 20) -> Delivered:
        """Make one attempt for each of at most `limit` deliveries."""
        counts = dict.fromkeys(DeliveryState, 0)
        for delivery in self._claimed(limit):
            outcome = self._attempt(delivery)
            after = self._after(delivery, outcome, self._clock.now())
            with self._store.write() as records:
                records.outbox.update(after)
            counts[after.state] += 1
        return Delivered(
            counts[DeliveryState.DELIVERED],
            counts[DeliveryState.WAITING],
            counts[DeliveryState.GIVEN_UP],
        )

    def _claimed(self, limit: int) -> list[Delivery]:
        now = self._clock.now()
        with self._store.write() as records:
            due = [
                replace(delivery, attempts=delivery.attempts + 1, next_at=now + _LEASE)
                for delivery in records.outbox.due(now, limit=limit)
            ]
            for delivery in due:
                records.outbox.update(delivery)
        return due

    def _attempt(self, delivery: Delivery) -> Outcome:
        sender = self._senders.get(delivery.channel)
        if sender is None:
            return Outcome(Fate.REFUSED, f"there is no channel {delivery.channel}")
        return sender.send(delivery)

    def _after(self, delivery: Delivery, outcome: Outcome, now: datetime) -> Delivery:
        if outcome.fate is Fate.DELIVERED:
            return replace(
                delivery, state=DeliveryState.DELIVERED, finished_at=now, next_at=now, error=""
            )
        if outcome.fate is Fate.REFUSED or delivery.attempts >= self._backoff.attempts:
            return replace(
                delivery,
                state=DeliveryState.GIVEN_UP,
                finished_at=now,
                next_at=now,
                error=outcome.reason,
            )
        wait = self._backoff.wait(delivery.attempts, self._chance())
        asked = min(outcome.after or timedelta(0), self._backoff.longest)
        return replace(delivery, next_at=now + max(wait, asked), error=outcome.reason)
