"""A small month of one person, made by the domain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from adsum.app.export_rows import day_line
from adsum.app.ports.exports import MonthSheet, PersonHead, Record, SummaryReport, SummaryRow
from adsum.domain.assignment import Assignment
from adsum.domain.attendance import person_days
from adsum.domain.correction import Act, Approval, Correction, as_corrected
from adsum.domain.money import Money
from adsum.domain.policy import OvertimeRule, OvertimeTier, Policy, PolicyBook
from adsum.domain.punch import Direction, Punch, Source
from adsum.domain.rotation import weekly
from adsum.domain.rules import PersonRules
from adsum.domain.shift import Shift
from adsum.domain.span import DateSpan
from adsum.domain.summary import summary
from adsum.domain.workday import WorkDay

ZONE = "Europe/Berlin"
BERLIN = ZoneInfo(ZONE)
# A week from Monday to Sunday.
SPAN = DateSpan(date(2026, 5, 4), date(2026, 5, 10))
NIGHT = Shift("night", time(22), time(6))


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, second, tzinfo=BERLIN)


def punch(number: int, when: datetime, **more: object) -> Punch:
    utc = when.astimezone(UTC)
    given = {"source": Source.FACE, "recorded_at": utc, "client_id": f"c{number}", **more}
    return Punch(f"u{number}", "p1", utc, ZONE, "main", **given)  # type: ignore[arg-type]


# Monday: 22:00 to 06:00 and half an hour more. Tuesday: went at 07:00. Wednesday: forgot to go.
PUNCHES = (
    punch(1, at(4, 22)),
    punch(2, at(5, 6, 30)),
    punch(3, at(5, 22)),
    punch(4, at(6, 7)),
    punch(5, at(6, 21, 55, 30)),
)
ADDED = punch(6, at(7, 6), source=Source.CORRECTION, declared=Direction.OUT)
CORRECTION = Correction(
    "k1",
    "p1",
    Act.ADD,
    "Eva Weber",
    "forgot to clock",
    at(8, 9),
    added=ADDED,
    approval=Approval.APPROVED,
    decided_by="Jörg Baum",
)


def rules() -> PersonRules:
    overtime = OvertimeRule(daily=(OvertimeTier(timedelta(hours=8), Decimal("1.25")),))
    nights = weekly("w", dict.fromkeys(range(4), (NIGHT,)))
    assignment = Assignment(nights, ZONE, "p1")
    return PersonRules(PolicyBook((Policy(overtime=overtime),)), (assignment,), (), ZONE)


def days(*, corrected: bool = True) -> tuple[WorkDay, ...]:
    punches = as_corrected(PUNCHES, [CORRECTION]) if corrected else PUNCHES
    return person_days("p1", punches, rules(), SPAN)


def record(name: str = "Łukasz Wójcik", *, corrected: bool = True) -> Record:
    lines = (day_line(day, PUNCHES, [CORRECTION]) for day in days(corrected=corrected))
    return Record(PersonHead("p1", name, "00042", "Warehouse"), tuple(lines))


def sheet(name: str = "Łukasz Wójcik", company: str = "Söhne & Co") -> MonthSheet:
    own = record(name)
    totals = summary(line.figures for line in own.lines)
    return MonthSheet(company, own, SPAN, totals, at(11, 9))


def report(*costs: Money | None) -> SummaryReport:
    totals = sheet().totals
    rows = tuple(SummaryRow((f"Person {n}",), totals, cost) for n, cost in enumerate(costs))
    every = [line.figures for line in record().lines for _ in costs]
    return SummaryReport(
        "Söhne & Co", "By person", SPAN, ("Name",), rows, summary(every), at(11, 9)
    )


def records(count: int) -> Iterator[Record]:
    own = record()
    for number in range(count):
        yield Record(PersonHead(f"p{number}", f"Person {number}"), own.lines)
