"""Work that goes on in the background while the server runs."""

from __future__ import annotations

import logging
import threading
from typing import Protocol

from adsum.errors import AdsumError

_log = logging.getLogger(__name__)


class Work(Protocol):
    """Something that is done piece by piece."""

    def execute(self) -> bool:
        """Do the next piece; return whether there was any."""
        ...


class JobWorker:
    """A thread that looks for work every `interval` seconds or when it is woken. name: of the
    thread, and of the work in the log."""

    def __init__(self, work: Work, interval: float = 10.0, name: str = "enrolment jobs") -> None:
        self._work = work
        self._interval = interval
        self._name = name
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Look at once whether there is work."""
        self._wake.set()

    def stop(self, timeout: float = 3.0) -> None:
        """Take up nothing new. A long job ends with the process and goes on after the next
        start: everything that is done is stored."""
        self._stopping = True
        self._wake.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stopping:
            try:
                while not self._stopping and self._work.execute():
                    pass
            except AdsumError as error:
                # A busy or absent database, a full disk: the next round tries again.
                _log.warning("%s wait: %s: %s", self._name, error.code, error)
            self._wake.wait(self._interval)
            self._wake.clear()
