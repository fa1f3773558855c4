"""From work days to the lines of a report: local times, names of the plan, what was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from adsum.app.ports.exports import DayLine
from adsum.domain.calendar import Portion
from adsum.domain.correction import Act, Approval, Correction
from adsum.domain.figures import figures
from adsum.domain.instants import local
from adsum.domain.punch import Punch
from adsum.domain.workday import WorkDay


def day_line(
    day: WorkDay, recorded: Iterable[Punch] = (), corrections: Iterable[Correction] = ()
) -> DayLine:
    """Return `day` as a line of its person's sheet.

    recorded: the punches as they were recorded; corrections: the person's. Where the day differs
    from the record, the line says who changed what and why.
    """
    # Where the first coming or the last going is missing, no other one stands in for it.
    came = day.sessions[0].came if day.sessions else None
    went = day.sessions[-1].went if day.sessions else None
    return DayLine(
        figures(day),
        local(came.punch.at, came.punch.zone) if came is not None else None,
        local(went.punch.at, went.punch.zone) if went is not None else None,
        _shifts(day),
        _occasion(day),
        _changes(day, tuple(recorded), tuple(corrections)),
    )


def _shifts(day: WorkDay) -> str:
    zone = day.plan.zone or day.zone
    return ", ".join(
        f"{local(shift.start, zone):%H:%M}–{local(shift.end, zone):%H:%M}"
        for shift in day.plan.rostered
    )


def _occasion(day: WorkDay) -> str:
    names = [(credit.name, credit.portion) for credit in day.plan.credits]
    return ", ".join(
        name if portion is Portion.WHOLE else f"{name} ({portion.value})" for name, portion in names
    )


def _changes(
    day: WorkDay, recorded: Sequence[Punch], corrections: Sequence[Correction]
) -> tuple[str, ...]:
    """What differs between the record and the day, and the approved correction that says why."""
    before = {p.id: p for p in recorded if day.span.start <= p.at < day.span.end}
    after = {entry.punch.id: entry.punch for entry in day.punches}
    found = []
    for id in sorted(before.keys() | after.keys(), key=lambda id: (after.get(id) or before[id]).at):
        old, new = before.get(id), after.get(id)
        act = _act(old, new, bool(recorded))
        cause = _cause(id, act, corrections) if act is not None else None
        punch = new or old
        if act is not None and cause is not None and punch is not None:
            found.append(_sentence(act, punch, cause))
    return tuple(found)


def _act(old: Punch | None, new: Punch | None, recorded: bool) -> Act | None:
    if old is None:
        return Act.ADD
    if new is None:
        return Act.IGNORE
    return Act.SET_DIRECTION if recorded and old.declared != new.declared else None


def _cause(id: str, act: Act, corrections: Sequence[Correction]) -> Correction | None:
    """The last approved correction that did `act` to the punch `id`."""
    fitting = [
        c
        for c in corrections
        if c.approval is Approval.APPROVED
        and c.act is act
        and id == (c.added.id if c.added is not None else c.target)
    ]
    return max(fitting, key=lambda c: c.made_at, default=None)


def _sentence(act: Act, punch: Punch, cause: Correction) -> str:
    at = f"{local(punch.at, punch.zone):%H:%M}"
    direction = f" ({punch.declared.value})" if punch.declared is not None else ""
    what = {
        Act.ADD: f"{at}{direction} added",
        Act.IGNORE: f"{at} not counted",
        Act.SET_DIRECTION: f"{at} counted as {punch.declared.value if punch.declared else '?'}",
    }[act]
    approved = f", approved by {cause.decided_by}" if cause.decided_by else ""
    return f"{what} by {cause.author}{approved}: {cause.reason}"
