"""Now, on two clocks: one that people read, and one that is never set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Moment:
    """at: by the wall clock, which may be set while somebody is in view. steady: seconds on a clock
    that only goes on; whatever lapses is measured on it."""

    at: datetime
    steady: float

    def ago(self, seconds: float) -> Moment:
        """Return the moment so many seconds before, as the wall clock would have shown it if it had
        always been as it is set now."""
        return Moment(self.at - timedelta(seconds=seconds), self.steady - seconds)

    def when(self, earlier: Moment) -> datetime:
        """Return the instant of an earlier moment by the wall clock as it is set now."""
        return self.ago(self.steady - earlier.steady).at
