"""What a change of master data would do to closed days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from adsum.app import codec
from adsum.app.documents import references
from adsum.app.kinds import KINDS, Kind
from adsum.app.masterdata import HolidaySet
from adsum.app.ports.store import Records
from adsum.domain.closing import ClosedPeriod, check_unlocked

_DAY = timedelta(days=1)


def closed_periods(records: Records) -> list[ClosedPeriod]:
    """Return the closed periods without their figures."""
    return [
        ClosedPeriod(head.span, head.closed_by, head.closed_at, ())
        for head in records.periods.heads()
    ]


def check_open(records: Records, since: date | None) -> None:
    """Refuse a change that is in force from `since`; None: one that changes no day.

    Raises:
        PeriodLocked: a closed day would change.
    """
    if since is not None:
        check_unlocked(since, closed_periods(records))


def since(records: Records, kind: Kind, old: Any, new: Any) -> date | None:
    """Return the first day that changes when the document `old` becomes `new` (None: no such)."""
    if not kind.rules or _unnamed(old) == _unnamed(new):
        return None
    span = _SPANS.get(kind.name)
    if span is not None:
        return _first_difference(old, new, span)
    if old is None or not is_referenced(records, kind, old.id):
        return None
    if isinstance(old, HolidaySet) and isinstance(new, HolidaySet):
        own = replace(old, company_days=(), name="") == replace(new, company_days=(), name="")
        changed = set(old.company_days) ^ set(new.company_days)
        if own:
            return min(day.date for day in changed)
    return date.min


def is_referenced(records: Records, kind: Kind, id: str) -> str | None:
    """Return what names the document, for example `assignment night`, or None."""
    for other in KINDS.values():
        if kind.name not in other.references.values():
            continue
        for stored in records.documents.all(other.name):
            if f'"{id}"' not in stored.body:
                continue
            from_other = references(other, codec.loads(other.type, stored.body))
            if any((target, name) == (kind.name, id) for _, target, name in from_other):
                return f"{other.name} {stored.id}"
    return None


def _first_difference(
    old: Any, new: Any, span: Callable[[Any], tuple[date, date | None]]
) -> date | None:
    """Where two versions of something with a validity begin to differ."""
    if old is None or new is None:
        return span(old if new is None else new)[0]
    (first, last), (new_first, new_last) = span(old), span(new)
    if (first, _endless(old)) != (new_first, _endless(new)):
        return min(first, new_first)
    ends = [end for end in (last, new_last) if end is not None]
    return min(ends) + _DAY if ends else None


def _endless(value: Any) -> Any:
    """A document without its end: what is left when only the end was moved."""
    if hasattr(value, "terms"):
        return replace(value, terms=replace(value.terms, last=None))
    return replace(value, last=None) if hasattr(value, "last") else value


def _unnamed(value: Any) -> Any:
    return replace(value, name="") if hasattr(value, "name") else value


_SPANS: dict[str, Callable[[Any], tuple[date, date | None]]] = {
    "membership": lambda value: (value.first, value.last),
    "assignment": lambda value: (value.first, value.last),
    "policy_use": lambda value: (value.first, value.last),
    "policy": lambda value: (value.rules.valid_from, None),
    "pay": lambda value: (value.terms.first, value.terms.last),
}
