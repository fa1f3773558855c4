"""The words of the reports, in one place to be translated."""

from __future__ import annotations

from adsum.domain.pay import LineKind
from adsum.domain.span import DateSpan, month, year
from adsum.domain.workday import Flag, Status

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
STATUSES = {
    Status.PRESENT: "present",
    Status.OPEN: "open",
    Status.ABSENT: "absent",
    Status.LEAVE: "leave",
    Status.HOLIDAY: "holiday",
    Status.REST: "day off",
    Status.PLANNED: "planned",
    Status.UNPLANNED: "",
}
FLAGS = {
    Flag.IN_PROGRESS: "still here",
    Flag.MISSING_OUT: "check-out missing",
    Flag.MISSING_IN: "check-in missing",
    Flag.MISSED_SHIFT: "shift missed",
    Flag.HOLIDAY_WORK: "worked on a holiday",
    Flag.LEAVE_WORK: "worked during leave",
    Flag.REST_DAY_WORK: "worked on a day off",
}
LINES = {
    LineKind.SALARY: "salary",
    LineKind.REGULAR: "regular hours",
    LineKind.PREMIUM: "overtime",
    LineKind.CREDIT: "paid absence",
    LineKind.ALLOWANCE: "allowance",
    LineKind.ABSENCE: "deduction",
    LineKind.ADJUSTMENT: "adjustment",
}


def span_text(span: DateSpan) -> str:
    """Return a month or a year by its name, anything else by its dates."""
    first = span.first
    if span == month(first.year, first.month):
        return f"{MONTHS[first.month - 1]} {first.year}"
    if span == year(first.year):
        return str(first.year)
    return f"{first.isoformat()} to {span.last.isoformat()}"
