"""Every administration command, once for real, on one small company. They load no models."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from adsum.app.actor import Actor
from adsum.app.principal import Role
from adsum.app.request_leave import LeaveDraft
from adsum.config.settings import Settings
from adsum.domain.person import Person
from adsum.domain.span import DateSpan
from adsum.main import Application
from tests.e2e.harness import Answer, Terminal, assert_one_error

MAPPING = {
    "name": "Payroll",
    "columns": [
        {"header": "No.", "field": "staff_number"},
        {"header": "Name", "field": "name"},
        {"header": "Hours", "field": "worked"},
        {"header": "Gross", "field": "gross"},
    ],
}
PAYROLL = "No.,Name,kind,rate\n007,Ada,hourly,20\n008,Bea,hourly,30\n009,Dan,hourly,40\n"
SECRETS = {"ADSUM_NEW_PASSWORD": "correct horse battery", "ADSUM_NEW_PIN": "2580"}


@pytest.fixture(scope="module")
def adsum(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """Ada worked eight hours on Monday 2 March 2026; Bea forgot to clock out; Cem did not come."""
    folder = tmp_path_factory.mktemp("administration")
    terminal = Terminal(folder / "home", folder, {"ADSUM_COMPANY": "Kestrel Works", **SECRETS})
    done(terminal("db", "init"))
    application = Application(Settings(data=terminal.home, zone="Europe/Berlin"))
    with application.store.write() as records:
        for name in ("Ada", "Bea", "Cem"):
            records.people.add(Person(name.lower(), name, application.clock.now()))
    application.store.close()
    for kind, id, body in (
        ("teams", "yard", {"name": "Yard"}),
        ("payroll-mappings", "own", MAPPING),
        ("leave-types", "unpaid", {"name": "Unpaid", "paid": False, "limited": False}),
    ):
        put(terminal, kind, id, body)
    for name, hour, way in (("Ada", 8, "in"), ("Ada", 16, "out"), ("Bea", 9, "in")):
        at = f"2026-03-02T{hour:02d}:00:00+01:00"
        words = ("--at", at, "--direction", way, "--reason", "no device")
        made = done(terminal("punches", "add", name, *words, "--json"))["punches"][0]
        assert (made["direction"], made["at"]) == (way, at)
    return terminal


def done(answer: Answer) -> Any:
    """Return the document on stdout of a command that must succeed, None for plain text."""
    assert answer.code == 0, answer.said
    return answer.json if answer.out.lstrip()[:1] in ("{", "[") else None


def put(adsum: Terminal, kind: str, id: str, body: dict[str, Any]) -> Any:
    """Put one record from a file."""
    file = adsum.folder / f"{id}.json"
    file.write_text(json.dumps(body))
    return done(adsum("records", "put", kind, id, file, "--json"))


def test_records_are_put_listed_shown_and_removed(adsum: Terminal) -> None:
    made = put(adsum, "sites", "hq", {"name": "HQ", "zone": "Europe/Berlin"})
    assert done(adsum("records", "list", "sites", "--json")) == [made]
    assert done(adsum("records", "show", "sites", "hq")) == made
    done(adsum("records", "remove", "sites", "hq"))
    assert_one_error(adsum("records", "show", "sites", "hq"), "document.unknown", "hq")


def test_an_account_is_made_changed_disabled_and_enabled(adsum: Terminal) -> None:
    id = done(adsum("users", "add", "ada", "--person", "Ada", "--json"))["id"]
    done(adsum("users", "change", id, "--role", "manager", "--team", "yard", "--person", ""))
    done(adsum("users", "password", id))
    done(adsum("users", "disable", id))
    [row] = done(adsum("users", "list", "--json"))
    assert (row["role"], row["person_id"], row["teams"]) == ("manager", None, "yard")
    assert row["disabled"] is True
    again = done(adsum("users", "enable", id, "--json"))
    assert (again["disabled"], again["role"]) == (False, "manager")


@pytest.mark.parametrize(("group", "words"), [("keys", ("shop",)), ("devices", ("tablet", "main"))])
def test_a_credential_is_given_out_once_and_revoked(
    adsum: Terminal, group: str, words: tuple[str, ...]
) -> None:
    made = done(adsum(group, "add", *words, "--json"))
    assert made.pop("token")
    assert done(adsum(group, "list", "--json")) == [made]
    done(adsum(group, "revoke", made["id"]))
    assert done(adsum(group, "list", "--json")) == [made | {"revoked": True}]


def test_a_person_is_renamed_and_back(adsum: Terminal) -> None:
    assert "Cem is called Cemil" in adsum("people", "rename", "Cem", "Cemil").out
    assert_one_error(adsum("people", "rename", "Cemil", "ada"), "person.exists", "ada")
    assert_one_error(adsum("people", "remove-photo", "Cemil", "f"), "photo.unknown", "0 photos")
    assert done(adsum("people", "rename", "Cemil", "Cem", "--json"))["name"] == "Cem"


def test_a_changed_rule_is_previewed_and_nothing_stored(adsum: Terminal) -> None:
    file = adsum.folder / "strict.json"
    file.write_text(json.dumps({"rules": {"breaks": [{"length": "PT30M", "after": "PT6H"}]}}))
    asked = ("records", "preview", "policies", "strict", "2026-03-02", "2026-03-02")
    effect = done(adsum(*asked, "--file", str(file), "--person", "Ada", "--json"))
    assert (effect["days"], effect["people"]) == (1, 1)
    (change,) = effect["changes"]
    assert (change["before"]["worked"], change["after"]["worked"]) == ("PT8H", "PT7H30M")
    assert done(adsum("records", "list", "policies", "--json")) == []
    shown = adsum(*asked, "--file", str(file), "--person", "Ada").out
    assert "1 day of 1 person would change" in shown and "PT7H30M" in shown


def test_archives_are_sent_listed_and_cancelled_on_the_terminal(adsum: Terminal) -> None:
    archive = adsum.folder / "people.zip"
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("Eve/letter.jpg", b"no picture")
    id = done(adsum("jobs", "send", str(archive), "--json"))["id"]
    assert [job["id"] for job in done(adsum("jobs", "list", "--json"))] == [id]
    assert_one_error(adsum("jobs", "confirm", id[:9]), "job.wrong_state", "checking")
    assert done(adsum("jobs", "cancel", id[:9], "--json"))["state"] == "cancelled"
    assert_one_error(adsum("jobs", "show", "nothing"), "job.ambiguous", "0 jobs")
    assert_one_error(adsum("jobs", "send", "absent.zip"), "job.archive_file", "absent.zip")
    small = adsum.having(ADSUM_MAX_ARCHIVE_BYTES="1000000")
    with archive.open("wb") as file:
        file.truncate(1_000_001)
    assert_one_error(small("jobs", "send", str(archive)), "job.archive_file", "1,000,001 bytes")
    assert done(adsum("jobs", "purge", "--days", "0", "--json")) == {"jobs": 1}
    assert done(adsum("jobs", "list", "--json")) == []


def test_a_pin_is_set_and_cleared_and_never_shown(adsum: Terminal) -> None:
    answer = adsum("people", "pin", "Cem")
    done(answer)
    assert SECRETS["ADSUM_NEW_PIN"] not in answer.said
    assert "taken away" in adsum("people", "pin", "Cem", "--clear").out


def test_leave_is_requested_cancelled_and_decided_by_somebody_else(adsum: Terminal) -> None:
    ids = asked_by_cem(adsum, 4, 5)
    day = "2026-05-06"
    ids.append(done(adsum("leave", "request", "Cem", "unpaid", day, day, "--json"))["id"])
    done(adsum("leave", "approve", ids[0]))
    done(adsum("leave", "refuse", ids[1], "--reason", "fully booked"))
    assert_one_error(adsum("leave", "approve", ids[2]), "approval.own")
    done(adsum("leave", "cancel", ids[2]))
    states = {row["id"]: row["state"] for row in done(adsum("leave", "list", "--json"))}
    assert [states[id] for id in ids] == ["approved", "refused", "cancelled"]
    done(adsum("leave", "balance", "Cem"))


def asked_by_cem(adsum: Terminal, *days: int) -> list[str]:
    """Ask for days in May as Cem, who has no terminal."""
    application = Application(Settings(data=adsum.home, zone="Europe/Berlin"))
    cem = Actor("account", Role.EMPLOYEE, "cem")
    spans = [DateSpan(date(2026, 5, day), date(2026, 5, day)) for day in days]
    ask = application.administration.request_leave
    ids = [ask.execute(cem, LeaveDraft("cem", "unpaid", span)).id for span in spans]
    application.store.close()
    return ids


def test_corrections_are_proposed_and_decided_by_somebody_else(adsum: Terminal) -> None:
    words = ("2026-03-02T17:00:00+01:00", "--direction", "out", "--reason", "saw her leave")
    own = done(adsum("corrections", "propose", "Bea", *words, "--json"))
    assert_one_error(adsum("corrections", "approve", own["id"]), "approval.own")
    forgotten = done(
        adsum("corrections", "propose-forgotten", "2026-03-02", "2026-03-02", "--json")
    )
    assert [row["person_id"] for row in forgotten] == ["bea"]
    done(adsum("corrections", "refuse", own["id"], "--reason", "not needed"))
    done(adsum("corrections", "approve", forgotten[0]["id"]))
    assert done(adsum("corrections", "list", "--pending", "--json")) == []


def test_payroll_is_imported_reported_and_exported(adsum: Terminal) -> None:
    table = adsum.folder / "staff.csv"
    table.write_text(PAYROLL)
    importing = ("payroll", "import", table, "--mapping", "own", "--json")
    preview, real = adsum(*importing, "--dry-run"), adsum(*importing)
    assert (preview.code, preview.json) == (1, real.json)
    assert [row["outcome"] for row in real.json] == ["stored", "stored", "refused"]
    slips = done(adsum("payroll", "slips", "2026-03-02", "2026-03-02", "--json"))
    assert {slip["name"]: float(slip["total"]) for slip in slips}["Ada"] == 8 * 20
    file = adsum.folder / "payroll.csv"
    done(adsum("payroll", "export", "own", "2026-03-02", "2026-03-02", file))
    rows = list(csv.reader(file.read_text("utf-8").splitlines(), delimiter=";"))
    assert rows[0] == ["No.", "Name", "Hours", "Gross"]
    assert ["007", "Ada", "8.00", "160.00"] in rows


def test_a_month_is_written_as_csv_xlsx_and_pdf_and_a_year_is_summed(adsum: Terminal) -> None:
    month, book, sheet = (adsum.folder / f"month.{end}" for end in ("csv", "xlsx", "pdf"))
    words = ("--date", "2026-03-02", "--csv", month, "--xlsx", book, "--pdf", sheet)
    done(adsum("report", "month", *words, "--json"))
    with month.open(encoding="utf-8-sig", newline="") as file:
        assert [row["person"] for row in csv.DictReader(file)] == ["Ada", "Bea"]
    with closing(openpyxl.load_workbook(book)) as opened:
        assert {"Ada", "Bea"} <= set(opened.sheetnames)
    assert sheet.read_bytes().startswith(b"%PDF-")
    year = done(adsum("report", "year", "--date", "2026-03-02", "--json"))
    assert [r["worked"] for r in year if (r["name"], r["month"]) == ("Ada", "2026-03")] == ["8:00"]


def test_a_closed_period_is_locked_and_changes_become_adjustments(adsum: Terminal) -> None:
    done(adsum("periods", "close", "2026-02-01", "2026-02-28"))
    [period] = done(adsum("periods", "list", "--json"))
    assert (period["first"], period["last"]) == ("2026-02-01", "2026-02-28")
    assert done(adsum("periods", "adjust", "2026-03-31", "--json")) == []


def test_the_tables_are_upgraded(adsum: Terminal) -> None:
    assert done(adsum("db", "upgrade", "--json"))["revision"]


def test_the_audit_log_verifies_until_somebody_tampers_with_it(
    adsum: Terminal, tmp_path: Path
) -> None:
    [newest] = done(adsum("audit", "list", "--limit", "1", "--json"))
    whole = done(adsum("audit", "verify", "--json"))
    assert (whole["broken"], whole["entries"]) == (None, newest["number"])
    home = tmp_path / "home"
    shutil.copytree(adsum.home, home)
    with closing(sqlite3.connect(home / "adsum.db")) as database:
        database.execute("DROP TRIGGER IF EXISTS audit_log_no_update")
        database.execute("UPDATE audit_log SET actor = 'nobody' WHERE number = 3")
        database.commit()
    broken = adsum.at(home)("audit", "verify", "--json")
    assert (broken.code, broken.json["broken"]["number"]) == (1, 3)
