"""Works through enrolment jobs while the server runs."""

from __future__ import annotations

import logging
import threading

from adsum.app.run_enrolments import RunEnrolments
from adsum.errors import AdsumError

_log = logging.getLogger(__name__)


class JobWorker:
    """A thread that works on jobs, every `interval` seconds or when it is woken."""

    def __init__(self, run: RunEnrolments, interval: float = 10.0) -> None:
        self._run_jobs = run
        self._interval = interval
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

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
                while not self._stopping and self._run_jobs.execute():
                    pass
            except AdsumError as error:
                # A busy or absent database, a full disk: the next round tries again.
                _log.warning("enrolment jobs wait: %s: %s", error.code, error)
            self._wake.wait(self._interval)
            self._wake.clear()
