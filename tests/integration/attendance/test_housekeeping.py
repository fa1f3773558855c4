"""What the server does by itself once a day is over, with the clock moved by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from adsum.app.actor import SYSTEM
from adsum.app.housekeeping import Chores, Housekeeping
from adsum.app.ports.jobs import Job, JobRow, JobState
from adsum.app.purge_jobs import PurgeJobs
from adsum.domain.punch import Direction
from adsum.domain.span import DateSpan
from tests.integration.attendance.conftest import HR, Office
from tests.integration.attendance.test_forgotten_events import listening, told

KEPT = timedelta(days=90)
TOLD = [("day.check_out_proposed", "ada"), ("day.open", "ada")]


def server(office: Office, *, propose: bool = True, purge: bool = True) -> Housekeeping:
    """One server's housekeeping."""
    chores = Chores(
        office.do.propose_forgotten if propose else None,
        PurgeJobs(office.store, office.clock, KEPT) if purge else None,
    )
    return Housekeeping(office.store, office.clock, office.company, chores)


def forgetful(firm: Office) -> Housekeeping:
    """Ada came on Monday at eight and never went."""
    listening(firm)
    firm.punch("ada", "03-02", "08:00", Direction.IN)
    return server(firm)


def test_a_forgotten_check_out_is_told_of_after_the_cut_and_once(firm: Office) -> None:
    chores = forgetful(firm)
    assert chores.execute()  # what is over is Sunday
    assert told(firm) == []
    firm.move_to("03-03", "03:59")
    assert not chores.execute()
    firm.move_to("03-03", "04:00")
    assert chores.execute()
    assert told(firm) == TOLD
    for hour in ("04:01", "12:00", "23:59"):
        firm.move_to("03-03", hour)
        assert not chores.execute()
    firm.move_to("03-04", "04:00")
    assert chores.execute()
    assert told(firm) == TOLD


def test_several_servers_and_restarts_tell_it_once(firm: Office) -> None:
    servers = [forgetful(firm), server(firm), server(firm)]
    firm.move_to("03-03", "05:00")
    assert [one.execute() for one in servers] == [True] * 3
    assert server(firm).execute()
    assert told(firm) == TOLD
    assert len(firm.do.list_corrections.execute(HR)) == 1


def test_the_day_is_over_when_it_is_over_everywhere(firm: Office) -> None:
    firm.put("site", "west", name="West", zone="America/Los_Angeles")
    firm.move_to("03-03", "12:59")  # 03:59 there
    assert server(firm).over(firm.clock.now()) == date(2026, 3, 1)
    firm.move_to("03-03", "13:00")
    assert server(firm).over(firm.clock.now()) == date(2026, 3, 2)


def test_a_policy_s_later_cut_counts(firm: Office) -> None:
    firm.put("policy", "late-1", policy="late", rules={"day_starts": "10:00"})
    firm.put("policy_use", "u", policy="late", first="2026-01-01", team="north")
    firm.move_to("03-03", "09:59")
    assert server(firm).over(firm.clock.now()) == date(2026, 3, 1)
    firm.move_to("03-03", "10:00")
    assert server(firm).over(firm.clock.now()) == date(2026, 3, 2)


def test_a_server_that_was_off_catches_up(firm: Office) -> None:
    chores = forgetful(firm)
    firm.move_to("03-12")
    assert chores.execute()
    assert told(firm) == TOLD


def test_closed_days_are_left_alone(firm: Office) -> None:
    chores = forgetful(firm)
    firm.move_to("03-08")
    week = DateSpan(date(2026, 3, 1), date(2026, 3, 7))
    firm.do.close_period.execute(HR, week, even_if_open=True)
    assert chores.execute()
    assert told(firm) == []


def test_without_the_chore_nothing_is_proposed(firm: Office) -> None:
    forgetful(firm)
    firm.move_to("03-04")
    assert server(firm, propose=False).execute()
    assert told(firm) == []


def test_finished_jobs_go_after_their_time_and_the_audit_log_stays_whole(firm: Office) -> None:
    started = firm.clock.now()
    job = Job("old", "a.zip", "hr", started)
    with firm.store.write() as records:
        for id, state in (("old", JobState.DONE), ("open", JobState.READY)):
            ended = started if state is JobState.DONE else None
            records.jobs.put(replace(job, id=id, state=state, finished_at=ended))
            records.jobs.put_rows(id, [JobRow(1, "Ada", "Ada/1.jpg")])
    chores = server(firm, propose=False)
    firm.clock.advance(KEPT - timedelta(days=1))
    chores.execute()
    assert _jobs(firm) == {"old", "open"}
    firm.clock.advance(timedelta(days=2))
    chores.execute()
    assert _jobs(firm) == {"open"}
    with firm.store.read() as records:
        assert records.jobs.rows("old") == []
        assert len(records.jobs.rows("open")) == 1
        (act,) = [e.act for e in records.audit.entries() if e.act.name == "enrolments.purged"]
    assert (act.actor, act.detail) == (SYSTEM.id, {"jobs": "1"})
    assert firm.do.verify_audit.execute().broken is None


def _jobs(office: Office) -> set[str]:
    with office.store.read() as records:
        return {job.id for job in records.jobs.page()}
