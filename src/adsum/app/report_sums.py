"""The lines of a report, summed up person by person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from adsum.app.company_rules import CompanyRules
from adsum.app.report_query import Key, ReportQuery, groups
from adsum.app.sums import add_cost, merged
from adsum.domain.figures import DayFigures
from adsum.domain.money import Money
from adsum.domain.pay import PayTerms, pay_slip
from adsum.domain.span import DateSpan
from adsum.domain.summary import Summary, summary

_DAY = timedelta(days=1)


class ReportSums:
    """Collects the days of one person after the other. costs: empty unless `with_cost`."""

    def __init__(self, query: ReportQuery, rules: CompanyRules, *, with_cost: bool) -> None:
        self.sums: dict[Key, Summary] = {}
        self.costs: defaultdict[Key, dict[str, Money]] = defaultdict(dict)
        self._query = query
        self._rules = rules
        self._with_cost = with_cost

    def add(self, person_id: str, days: tuple[DayFigures, ...]) -> None:
        """Add some days of one person; further ones may follow."""
        grouped = groups(days, self._query, self._rules)
        for key, group in grouped.items():
            added = summary(group)
            self.sums[key] = merged(self.sums[key], added) if key in self.sums else added
        if self._with_cost:
            _add_costs(self.costs, grouped, self._rules.pay.get(person_id, ()))


def _add_costs(
    costs: dict[Key, dict[str, Money]],
    parts: Mapping[Key, list[DayFigures]],
    terms: Iterable[PayTerms],
) -> None:
    """Add what the days of one person cost; a day in two teams is paid by the first."""
    given = tuple(terms)
    if not given:
        return
    paid: set[date] = set()
    for key, group in parts.items():
        own = [day for day in group if day.date not in paid]
        paid.update(day.date for day in own)
        for span in _runs(own):
            add_cost(costs.setdefault(key, {}), pay_slip(given, own, span).total)


def _runs(days: Iterable[DayFigures]) -> list[DateSpan]:
    """Return the dates of `days` as unbroken spans within a month: pay is worked out and rounded
    month by month, and of a salary each group gets its own share."""
    runs: list[DateSpan] = []
    for day in sorted(day.date for day in days):
        if runs and day - runs[-1].last == _DAY and day.day > 1:
            runs[-1] = DateSpan(runs[-1].first, day)
        else:
            runs.append(DateSpan(day, day))
    return runs
