"""How fast attendance is: punches acknowledged, and reports over months and years of punches.

    python bench/attendance.py [people ...]

Makes a company on SQLite as the product opens it (synchronous=FULL) in a temporary folder,
with two shifts, teams, a public calendar and four punches a day, and prints what each thing took.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from adsum.app.actor import TERMINAL, Actor
from adsum.app.attendance_report import AttendanceReport
from adsum.app.company import Company
from adsum.app.deliver_punches import DeliverPunches, DevicePunch
from adsum.app.ports.clock import Clock
from adsum.app.principal import Role
from adsum.app.punch import PunchSighting
from adsum.app.put_document import Change, PutDocument
from adsum.app.report_query import By, Per, ReportQuery
from adsum.calendars.public import PublicHolidayCalendars
from adsum.domain.person import Person
from adsum.domain.punch import Source
from adsum.domain.sighting import Sighting
from adsum.domain.span import DateSpan, month, year
from adsum.storage.engine import open_engine, writer
from adsum.storage.schema import bring_up_to_date
from adsum.storage.store import SqlStore
from adsum.storage.tables import punches
from adsum.storage.vault import Vault
from adsum.system.memory import collect_less_often

NOW = datetime(2027, 1, 5, 12, tzinfo=UTC)
DEVICE = Actor("bench-device", Role.DEVICE)
MONTH = month(2026, 10)
TEAMS = 20


class Frozen:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW


def main() -> None:
    """Run all measurements and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", nargs="*", type=int, default=[1000, 3000, 10_000])
    parser.add_argument("--without-year", action="store_true", help="leave the year out")
    given = parser.parse_args()
    collect_less_often()  # as the program does when it starts
    for people in given.people:
        with tempfile.TemporaryDirectory() as folder:
            with_year = people == 1000 and not given.without_year
            reports(Path(folder), people, with_year=with_year)
    with tempfile.TemporaryDirectory() as folder:
        live(Path(folder))


def reports(folder: Path, people: int, *, with_year: bool) -> None:
    """Time the month report, and the year's for the first size."""
    store, company = opened(folder, people)
    span = year(2026) if with_year else MONTH
    count = fill(store, people, span)
    report = AttendanceReport(store, Frozen(), company)
    say(f"{people} people, {count} punches in {span.first} to {span.last}")
    with timed("  month report by person, rules loaded"):
        report.execute(TERMINAL, ReportQuery(MONTH))
    with timed("  month report by person, with cost"):
        report.execute(TERMINAL, ReportQuery(MONTH), with_cost=True)
    say(f"  (this machine now: a million additions in {additions():.0f} ms)")
    with timed("  month report by team and day"):
        report.execute(TERMINAL, ReportQuery(MONTH, By.TEAM, Per.DAY))
    if with_year:
        before = peak_mb()
        with timed("  year report by person and month"):
            report.execute(TERMINAL, ReportQuery(span, per=Per.MONTH))
        say(f"  memory at its peak: {before:.0f} MB before, {peak_mb():.0f} MB after")
    store.close()


def live(folder: Path) -> None:
    """Time punches that are each acknowledged when they are on disk."""
    store, company = opened(folder, 1000)
    clock = Ticking()
    punch = PunchSighting(store, clock, company)
    for threads in (1, 8, 32):
        rate = concurrently(threads, 3000, lambda number: once(punch, clock, number))
        say(f"live punches, {threads} at a time: {rate:.0f} acknowledged/s")
    deliver = DeliverPunches(store, clock, company)
    batches = [[offline(b, n) for n in range(100)] for b in range(50)]
    started = time.perf_counter()
    for batch in batches:
        deliver.execute(DEVICE, batch)
    rate = 5000 / (time.perf_counter() - started)
    say(f"offline punches in batches of 100: {rate:.0f} acknowledged/s")
    store.close()


class Ticking:
    """A clock that moves two minutes with every question, so that no punch repeats another."""

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 5, 8, tzinfo=UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            self._now += timedelta(minutes=2)
            return self._now


def once(punch: PunchSighting, clock: Clock, number: int) -> None:
    """Punch one of the people now."""
    at = clock.now()
    result = punch.execute(Sighting(f"p{number % 1000:05}", at, "main", 0.9))
    assert result.recorded, "each punch of the benchmark is a new one"


def offline(batch: int, number: int) -> DevicePunch:
    """Return one punch of a batch that a device kept."""
    at = datetime(2025, 6, 1 + batch % 28, 6, tzinfo=UTC) + timedelta(minutes=batch)
    return DevicePunch(f"{batch}-{number}", f"p{number:05}", at, "main", Source.FACE, 1.5)


def concurrently(threads: int, total: int, work: Callable[[int], None]) -> float:
    """Return how many times a second `work` is done by so many threads."""

    def run(first: int) -> None:
        for number in range(first, total, threads):
            work(number)

    workers = [threading.Thread(target=run, args=(first,)) for first in range(threads)]
    started = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return total / (time.perf_counter() - started)


def opened(folder: Path, people: int) -> tuple[SqlStore, Company]:
    """Return a company of so many people on SQLite."""
    engine = open_engine(f"sqlite:///{folder / 'adsum.db'}")
    bring_up_to_date(engine)
    store = SqlStore(engine, Vault(b"k" * 32))
    with store.write() as records:
        for number in range(people):
            records.people.add(Person(f"p{number:05}", f"Person {number:05}", NOW))
    PutDocument(store, Frozen()).many(TERMINAL, documents(people))
    company = Company(store, Frozen(), PublicHolidayCalendars(), "Europe/Berlin")
    company.current()
    return store, company


def documents(people: int) -> Iterator[Change]:
    """Yield the set-up of the company; everybody joined their team on another day."""
    yield Change("holiday_set", "de", {"name": "Berlin", "country": "DE", "region": "BE"})
    site = {"name": "Berlin", "zone": "Europe/Berlin", "holidays": "de"}
    yield Change("site", "berlin", site)
    yield Change("place", "main", {"name": "Main door", "site": "berlin"})
    lunch = [{"length": "PT30M", "after": "PT6H"}]
    yield Change("shift", "day", {"name": "Day", "start": "08:00", "end": "16:30", "breaks": lunch})
    yield Change("shift", "night", {"name": "Night", "start": "22:00", "end": "06:00"})
    for shift in ("day", "night"):
        week = [[shift]] * 5 + [[], []]
        yield Change("rotation", f"{shift}s", {"name": shift, "days": week})
    for number in range(TEAMS):
        team, rotation = f"team{number:02}", "nights" if number % 10 == 9 else "days"
        yield Change("team", team, {"name": f"Team {number}", "site": "berlin"})
        given = {"rotation": rotation, "site": "berlin", "team": team}
        yield Change("assignment", team, given)
    for number in range(people):
        first = (date(2020, 1, 1) + timedelta(days=number % 1500)).isoformat()
        member = {"person": f"p{number:05}", "team": f"team{number % TEAMS:02}", "first": first}
        yield Change("membership", f"m{number:05}", member)
        rate = {"amount": "21.50", "currency": "EUR"}
        terms = {"person_id": f"p{number:05}", "kind": "hourly", "rate": rate}
        yield Change("pay", f"pay{number:05}", {"terms": terms})


def fill(store: SqlStore, people: int, span: DateSpan) -> int:
    """Store four punches a day of everybody, straight into the table; return how many."""
    count = 0
    with writer(store.engine).begin() as connection:
        for day in span:
            rows = [row for number in range(people) for row in rows_of(number, day)]
            connection.execute(insert(punches), rows)
            count += len(rows)
    return count


def rows_of(number: int, day: date) -> Iterator[dict[str, object]]:
    """Yield the rows of one person's day: coming, lunch, going, a few minutes around the plan."""
    night = number % TEAMS % 10 == 9
    start = datetime(day.year, day.month, day.day, 20 if night else 6, tzinfo=UTC)
    spread = (number * 7 + day.toordinal() * 13) % 23
    for turn, minutes in enumerate((spread - 15, 240 + spread, 275 + spread, 500 + spread)):
        at = start + timedelta(minutes=minutes, seconds=number % 60)
        yield {
            "id": f"{number:05}{day.toordinal():07}{turn}",
            "person_id": f"p{number:05}",
            "at": at,
            "zone": "Europe/Berlin",
            "place": "main",
            "source": "face",
            "recorded_at": at,
            "client_id": f"c{number:05}{day.toordinal():07}{turn}",
            "score": 0.8,
            "clock_offset_seconds": 0.0,
        }


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long the block took."""
    started = time.perf_counter()
    yield
    say(f"{what}: {time.perf_counter() - started:.2f} s")


def additions() -> float:
    """Return how many ms of CPU time a million additions take: what else runs slows all down."""
    started, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number
    return (time.process_time() - started) * 1000


def peak_mb() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
