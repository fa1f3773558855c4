"""Reports, with a fake clock and the records in memory."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from adsum.app.forget import Forget
from adsum.app.punch import UnknownPerson
from adsum.app.report import Report, ReportRow
from adsum.domain.person import Person
from adsum.domain.punch import Punch, Source
from adsum.domain.workday import Status
from tests.contract.samples import photo
from tests.fakes.clock import FakeClock
from tests.fakes.company import company
from tests.fakes.store import FakeStore

HOUR = timedelta(hours=1)


class Office:
    """Punches as they lie in the store, and the reports on them."""

    def __init__(self, zone: str = "Europe/Berlin", now: str = "2027-01-01T00:00") -> None:
        self.zone = zone
        self.store = FakeStore()
        self.clock = FakeClock(datetime.fromisoformat(now).replace(tzinfo=UTC))
        self.report = Report(self.store, self.clock, company(self.store, self.clock, zone))
        with self.store.write() as records:
            for person_id, name in (("p1", "Zoe"), ("p2", "Ada")):
                records.people.add(Person(person_id, name, self.clock.now()))

    def punch(self, person_id: str, *walls: str, fold: int = 0) -> None:
        """Punch at these times of the wall clock of the office, in 2026."""
        zone = ZoneInfo(self.zone)
        with self.store.write() as records:
            for wall in walls:
                at = datetime.fromisoformat(f"2026-{wall}").replace(tzinfo=zone, fold=fold)
                number = f"{person_id} {wall} {fold}"
                records.punches.add(
                    Punch(
                        number, person_id, at, self.zone, "main", Source.FACE, at, number, score=1.0
                    )
                )

    def day(self, day: str) -> list[ReportRow]:
        on = date.fromisoformat(f"2026-{day}")
        return self.report.execute(on, on)


def test_a_day_lists_everybody_who_punched_by_name() -> None:
    office = Office()
    office.punch("p1", "03-02T08:00", "03-02T17:00")
    office.punch("p2", "03-02T09:00", "03-02T12:00", "03-02T13:00", "03-02T18:30")
    office.punch("p2", "03-03T09:00", "03-03T12:00")
    rows = office.day("03-02")
    assert [(row.name, row.day.worked) for row in rows] == [("Ada", 8.5 * HOUR), ("Zoe", 9 * HOUR)]
    ada = rows[0].day
    assert ada.first_in == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert ada.last_out == datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
    assert not ada.open


def test_a_day_without_punches_is_empty() -> None:
    assert Office().day("03-02") == []


def test_a_month_holds_its_first_and_its_last_day_by_date_and_name() -> None:
    office = Office()
    for day in ("01-31", "02-01", "02-28", "03-01"):
        office.punch("p1", f"{day}T08:00", f"{day}T17:00")
        office.punch("p2", f"{day}T08:00", f"{day}T17:00")
    rows = office.report.month(date(2026, 2, 14))
    expected = [(date(2026, 2, d), name) for d in (1, 28) for name in ("Ada", "Zoe")]
    assert [(row.day.date, row.name) for row in rows] == expected


def test_an_evening_after_midnight_belongs_to_the_day_before() -> None:
    office = Office()
    office.punch("p1", "02-28T20:00", "03-01T01:00")
    [row] = office.report.month(date(2026, 2, 1))
    assert (row.day.date, row.day.worked) == (date(2026, 2, 28), 5 * HOUR)
    assert office.report.month(date(2026, 3, 1)) == []


def test_a_running_day_is_open_and_adds_nothing() -> None:
    office = Office(now="2026-03-02T10:00")
    office.punch("p1", "03-02T08:00")
    [row] = office.day("03-02")
    assert (row.day.status, row.day.open, row.day.worked) == (Status.OPEN, True, timedelta(0))
    assert row.day.last_out is None


def test_a_forgotten_going_stays_open_and_leaves_the_next_day_alone() -> None:
    office = Office()
    office.punch("p1", "03-02T08:00", "03-03T08:00", "03-03T16:00")
    [first], [second] = office.day("03-02"), office.day("03-03")
    assert (first.day.open, first.day.worked) == (True, timedelta(0))
    assert (second.day.open, second.day.worked) == (False, 8 * HOUR)


@pytest.mark.parametrize(
    ("zone", "night", "hours"),
    [
        ("Europe/Berlin", ("03-28T22:00", "03-29T06:00"), 7.0),
        ("Europe/Berlin", ("10-24T22:00", "10-25T06:00"), 9.0),
        ("America/New_York", ("03-07T22:00", "03-08T03:59"), 4 + 59 / 60),
        ("Australia/Lord_Howe", ("04-04T22:00", "04-05T03:30"), 6.0),
        ("Asia/Tokyo", ("03-28T22:00", "03-29T03:00"), 5.0),
    ],
)
def test_on_the_nights_of_the_clock_change_elapsed_time_counts(
    zone: str, night: tuple[str, str], hours: float
) -> None:
    office = Office(zone)
    came, went = night
    if went.endswith("06:00"):
        # A day begins at 04:00: these are two days, each with its own coming and going.
        office.punch("p1", came, went.replace("06:00", "03:59"))
        hours -= 2 + 1 / 60
    else:
        office.punch("p1", came, went)
    [row] = office.day(came[:5])
    assert row.day.worked == timedelta(hours=hours)


def test_today_is_the_work_day_that_runs_in_the_companys_zone() -> None:
    assert Office("Asia/Tokyo", "2026-03-01T20:00").report.today() == date(2026, 3, 2)
    assert Office("Asia/Tokyo", "2026-03-01T18:00").report.today() == date(2026, 3, 1)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_can_be_asked_for(day: date) -> None:
    assert Office().report.execute(day, day) == []
    assert Office().report.month(day) == []


def test_a_forgotten_persons_days_stay_under_a_pseudonym() -> None:
    office = Office()
    office.punch("p1", "03-02T08:00", "03-02T17:00")
    with office.store.write() as records:
        records.photos.add(photo("f1"))
        records.photos.add(photo("f2"))
    receipt = Forget(office.store, office.clock).execute("p1")
    assert (receipt.photos, receipt.templates, receipt.punches) == (2, 2, 2)
    assert receipt.at == "2027-01-01T00:00:00+00:00"
    [row] = office.day("03-02")
    assert row.day.worked == 9 * HOUR
    assert row.day.person_id == receipt.pseudonym
    assert "Zoe" not in row.name
    assert row.name.startswith("Forgotten ")
    with office.store.read() as records:
        assert records.people.get("p1") is None
        assert records.photos.counts() == {}
        assert all(p.score is None for p in records.punches.between(*ALWAYS))


def test_two_who_are_forgotten_have_pseudonyms_of_their_own() -> None:
    office = Office()
    forget = Forget(office.store, office.clock)
    one, other = forget.execute("p1"), forget.execute("p2")
    assert one.pseudonym != other.pseudonym
    assert one.receipt != other.receipt
    assert one.digest != other.digest


def test_nobody_can_be_forgotten_twice() -> None:
    office = Office()
    forget = Forget(office.store, office.clock)
    forget.execute("p1")
    with pytest.raises(UnknownPerson):
        forget.execute("p1")


ALWAYS = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
