"""What can be asked of the reports, and how days are put into groups for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from adsum.app.actor import Actor
from adsum.app.company_rules import CompanyRules
from adsum.app.days import View
from adsum.app.scope import people_in_scope
from adsum.domain.figures import DayFigures
from adsum.domain.money import Money
from adsum.domain.span import DateSpan, month, year
from adsum.domain.summary import Summary

_DAY = timedelta(days=1)


class By(StrEnum):
    """Whom a line is about. Somebody in two teams counts in both."""

    PERSON = "person"
    TEAM = "team"
    SITE = "site"
    COMPANY = "company"


class Per(StrEnum):
    """Which days a line sums up."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    SPAN = "span"


@dataclass(frozen=True, slots=True)
class ReportQuery:
    """What is asked. people, team, site: only those; None: all that the actor may see."""

    span: DateSpan
    by: By = By.PERSON
    per: Per = Per.SPAN
    view: View = View.AS_CORRECTED
    people: frozenset[str] | None = None
    team: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One sum. key: id of the person, team or site; empty for none and for the company.

    cost: by currency; empty where nobody has terms of pay.
    """

    key: str
    name: str
    span: DateSpan
    summary: Summary
    cost: dict[str, Money]


Key = tuple[str, date]
"""Whom a line is about, and the first date of its days."""


def people_asked(actor: Actor, query: ReportQuery, rules: CompanyRules) -> frozenset[str] | None:
    """Return whom to read: those asked for as far as the actor may see them; None: everybody."""
    scope = people_in_scope(actor, rules.memberships, query.span)
    wanted = query.people
    if query.team is not None:
        team = {
            person_id
            for person_id, belongs in rules.memberships.items()
            if any(m.team_id == query.team for m in belongs)
        }
        wanted = frozenset(team) if wanted is None else wanted & team
    if scope is None or wanted is None:
        return wanted if scope is None else scope
    return wanted & scope


def groups(
    days: tuple[DayFigures, ...], query: ReportQuery, rules: CompanyRules
) -> dict[Key, list[DayFigures]]:
    """Return the days of one person that count, by the line that they belong to."""
    everything = query.team is None and query.site is None
    if everything and (query.by, query.per) == (By.PERSON, Per.SPAN) and days:
        return {(days[0].person_id, query.span.first): list(days)}
    found: defaultdict[Key, list[DayFigures]] = defaultdict(list)
    for day in days:
        if query.team is not None and query.team not in rules.teams_on(day.person_id, day.date):
            continue
        if query.site is not None and _site(day, rules) != query.site:
            continue
        first = _first_of(day.date, query)
        for key in _keys(day, query.by, rules):
            found[key, first].append(day)
    return dict(found)


def _keys(day: DayFigures, by: By, rules: CompanyRules) -> list[str]:
    if by is By.PERSON:
        return [day.person_id]
    if by is By.TEAM:
        return rules.teams_on(day.person_id, day.date) or [""]
    return [_site(day, rules)] if by is By.SITE else [""]


def _site(day: DayFigures, rules: CompanyRules) -> str:
    """The site where the person came; on a day without punches, that of their team."""
    known = rules.site_of(day.place)
    if known or day.place is not None:
        return known
    for team_id in rules.teams_on(day.person_id, day.date):
        team = rules.teams.get(team_id)
        if team is not None and team.site is not None:
            return team.site
    return ""


def parts(span: DateSpan) -> Iterator[DateSpan]:
    """Yield the calendar years of `span`, the first and the last one cut to it.

    So a report over many years takes no more memory than one; each part reads some days before and
    after it again, which for months would take a seventh of the time.
    """
    day = span.first
    while day <= span.last:
        last = min(date(day.year, 12, 31), span.last)
        yield DateSpan(day, last)
        if last == date.max:
            return
        day = last + _DAY


def period(first: date, query: ReportQuery) -> DateSpan:
    """Return the days that a line beginning on `first` sums up."""
    if query.per is Per.SPAN:
        return query.span
    if query.per is Per.DAY:
        return DateSpan(first, first)
    whole = month(first.year, first.month) if query.per is Per.MONTH else year(first.year)
    return whole.overlap(query.span) or whole


def _first_of(day: date, query: ReportQuery) -> date:
    first = day
    if query.per is Per.SPAN:
        return query.span.first
    if query.per is Per.MONTH:
        first = day.replace(day=1)
    elif query.per is Per.YEAR:
        first = day.replace(month=1, day=1)
    return max(first, query.span.first)
