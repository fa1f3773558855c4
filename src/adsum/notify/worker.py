"""Delivers in the background while the server runs."""

from __future__ import annotations

import logging
import threading

from adsum.app.deliver import DeliverDue
from adsum.errors import AdsumError

_log = logging.getLogger(__name__)


class DeliveryWorker:
    """A thread that sends what is due, every `interval` seconds or when it is woken."""

    def __init__(self, deliver: DeliverDue, interval: float = 5.0) -> None:
        self._deliver = deliver
        self._interval = interval
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="deliveries", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Send what was just recorded without waiting for the next round."""
        self._wake.set()

    def stop(self, timeout: float = 15.0) -> bool:
        """Finish the attempt under way and end; return whether it ended in time."""
        self._stopping = True
        self._wake.set()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping:
            self._round()
            self._wake.wait(self._interval)
            self._wake.clear()

    def _round(self) -> None:
        try:
            while not self._stopping:
                done = self._deliver.execute(limit=1)
                if not (done.delivered or done.retried or done.given_up):
                    return
        except AdsumError as error:
            # A busy or absent database: the next round asks again.
            _log.warning("deliveries wait: %s", error)
