"""Which policy whom: the default, a team's, a person's own, put together day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from adsum.domain.policy import Policy, PolicyBook

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Segment:
    """A policy that somebody follows from `first` to `last` (None: no end), both included."""

    book: PolicyBook
    first: date
    last: date | None

    def on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def followed(default: PolicyBook, segments: Iterable[Segment]) -> PolicyBook:
    """Return the policy of somebody who follows `segments`, in order of precedence, and on all
    other days `default`."""
    given = list(segments)
    starts = {version.valid_from for version in default.versions}
    for segment in given:
        starts.add(segment.first)
        starts.update(version.valid_from for version in segment.book.versions)
        if segment.last is not None and segment.last < date.max:
            starts.add(segment.last + _DAY)
    versions: list[Policy] = []
    for day in sorted(starts):
        book = next((segment.book for segment in given if segment.on(day)), default)
        version = replace(book.on(day), valid_from=day)
        last = versions[-1] if versions else None
        if last is None or replace(version, valid_from=last.valid_from) != last:
            versions.append(version)
    return PolicyBook(tuple(versions))


def segments_of(
    own: Iterable[Segment],
    teams: Iterable[tuple[str, date, date | None]],
    of_team: Mapping[str, list[Segment]],
) -> list[Segment]:
    """Return a person's segments by precedence: their own first, then those of their teams.

    teams: (team, first, last) of each membership; a team's policy holds only within it.
    """
    found = sorted(own, key=lambda segment: segment.first, reverse=True)
    for team, first, last in teams:
        for segment in of_team.get(team, ()):
            begins = max(first, segment.first)
            ends = [end for end in (last, segment.last) if end is not None]
            end = min(ends) if ends else None
            if end is None or begins <= end:
                found.append(Segment(segment.book, begins, end))
    return found
