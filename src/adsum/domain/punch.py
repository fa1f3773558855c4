"""The stored fact of attendance: somebody was here, then. A punch is never edited."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from adsum.domain.instants import instant, zone
from adsum.domain.record import record
from adsum.errors import InvalidInput


class Direction(StrEnum):
    """Whether somebody came or went."""

    IN = "in"
    OUT = "out"

    @property
    def opposite(self) -> Direction:
        return Direction.OUT if self is Direction.IN else Direction.IN


class Source(StrEnum):
    """How a punch was made. All sources have the same rights."""

    FACE = "face"
    PIN = "pin"
    BADGE = "badge"
    QR = "qr"
    MANUAL = "manual"
    IMPORT = "import"
    CORRECTION = "correction"


class InvalidPunch(InvalidInput):
    """A punch whose parts cannot be true."""

    code = "punch.invalid"
    remedy = "Check the person, the place and the clock offset of the device."


@record
class Punch:
    """One clocking, as recorded. Corrections are facts of their own and never change it.

    at: the true instant (UTC), the device's clock error already taken out.
    zone: IANA zone of the place, the wall clock that the person saw.
    recorded_at: when the server stored it (UTC); an offline punch is recorded long after `at`.
    client_id: chosen by the device, unique for ever; a repeated delivery carries the same one.
    declared: the direction that was chosen on the kiosk, fixed by the door or typed by hand;
        None where it follows from the order of the day's punches.
    score: similarity of the face match, for the record only; None for other sources.
    clock_offset_seconds: device clock minus true time when the punch was made.
    """

    id: str
    person_id: str
    at: datetime
    zone: str
    place: str
    source: Source
    recorded_at: datetime
    client_id: str
    declared: Direction | None = None
    score: float | None = None
    clock_offset_seconds: float = 0.0

    def __post_init__(self) -> None:
        if self.at.tzinfo is not UTC:
            object.__setattr__(self, "at", instant(self.at))
        if self.recorded_at.tzinfo is not UTC:
            object.__setattr__(self, "recorded_at", instant(self.recorded_at))
        zone(self.zone)
        if not (self.id and self.person_id and self.client_id):
            raise InvalidPunch("a punch needs an id, a person and a client id")
        if self.clock_offset_seconds and not math.isfinite(self.clock_offset_seconds):
            raise InvalidPunch("the clock offset is not a finite number of seconds")

    @property
    def device_at(self) -> datetime:
        """What the device's own clock showed, in UTC."""
        return self.at + timedelta(seconds=self.clock_offset_seconds)


def true_instant(device_at: datetime, clock_offset_seconds: float) -> datetime:
    """Return the true UTC instant of a device's clock reading.

    The offset is device clock minus true time, so a clock that runs 90 s ahead has offset +90.
    """
    return instant(device_at) - timedelta(seconds=clock_offset_seconds)
