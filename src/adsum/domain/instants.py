"""Points in time: always aware, always UTC inside the domain.

Elapsed time is the difference of two instants, so the two nights a year on which clocks change need
no special case. The IANA zone travels beside the instant and is used only to say which local
day an instant belongs to.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adsum.errors import InvalidInput


class NaiveTime(InvalidInput):
    """A time without its offset from UTC: it names no instant."""

    code = "time.naive"
    remedy = "Add the offset, for example 2026-03-02T08:59:00+01:00."


class TimeOutOfRange(InvalidInput):
    """A time in which nobody can have worked."""

    code = "time.out_of_range"
    remedy = "Check the year: times from 1970 to 2999 are accepted."


class UnknownZone(InvalidInput):
    """A time zone that the IANA database does not list."""

    code = "time.unknown_zone"
    remedy = "Use an IANA name, for example Europe/Berlin."


def instant(at: datetime) -> datetime:
    """Return `at` in UTC.

    Raises:
        NaiveTime: `at` has no offset.
        TimeOutOfRange: it lies beyond the calendar's first or last day in UTC.
    """
    if at.tzinfo is None or at.utcoffset() is None:
        raise NaiveTime(f"{at.isoformat()} has no UTC offset")
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise TimeOutOfRange(f"{at.isoformat()} lies outside of the calendar") from error


@cache
def zone(name: str) -> ZoneInfo:
    """Return the IANA zone called `name`.

    Raises:
        UnknownZone: there is no such zone, or the name is not a plain IANA key.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(f"{name!r} is not an IANA time zone") from error


def local(at: datetime, zone_name: str) -> datetime:
    """Return the instant `at` on the wall clock of `zone_name`."""
    return instant(at).astimezone(zone(zone_name))


def local_date(at: datetime, zone_name: str) -> date:
    """Return the calendar date that the wall clock of `zone_name` shows at `at`."""
    return local(at, zone_name).date()


@lru_cache(maxsize=65536)
def wall_instant(day: date, at: time, zone_name: str) -> datetime:
    """Return the UTC instant at which the wall clock of `zone_name` shows `at` on `day`.

    A time that is shown twice (clocks go back) means the first showing; one that is skipped (clocks
    go forward) means the instant that it would have been without the change.
    """
    return datetime.combine(day, at, tzinfo=zone(zone_name)).astimezone(UTC)
