"""Enrol, identify, punch, report, forget: what the issue promises of each command."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path

import pytest

from tests.e2e.conftest import ALEX, LIN
from tests.e2e.harness import Terminal, assert_one_error


def test_a_folder_of_photos_is_enrolled_by_file_name(photos: Path, adsum: Terminal) -> None:
    answer = adsum("enrol", photos / "people")
    assert answer.code == 0 and answer.err == ""
    assert answer.out.startswith("2 photos of 2 people enrolled (")
    assert adsum.people() == {ALEX: 1, LIN: 1}


def test_a_folder_of_person_folders_is_enrolled_by_folder_name(
    photos: Path, adsum: Terminal
) -> None:
    for name, photo in (("Anna", ALEX), ("Ben", LIN)):
        (adsum.folder / "staff" / name).mkdir(parents=True)
        (adsum.folder / "staff" / name / "1.png").symlink_to(photos / "people" / f"{photo}.png")
    answer = adsum("enrol", "staff", "--json")
    assert answer.code == 0 and answer.err == ""
    assert (answer.json["enrolled"], answer.json["people"]) == (2, 2)
    assert [(p["photo"], p["person"], p["status"]) for p in answer.json["photos"]] == [
        ("staff/Anna/1.png", "Anna", "enrolled"),
        ("staff/Ben/1.png", "Ben", "enrolled"),
    ]
    assert adsum.people() == {"Anna": 1, "Ben": 1}


def test_photos_with_a_name_are_that_persons_and_a_second_time_changes_nothing(
    photos: Path, adsum: Terminal
) -> None:
    photo = photos / "people" / f"{ALEX}.png"
    assert adsum("enrol", photo, "--name", "  Åsa   Ünal ").code == 0
    assert adsum.people() == {"Åsa Ünal": 1}
    again = adsum("enrol", photo, photos / "good" / "web.webp", "--name", "Åsa Ünal", "--json")
    assert again.code == 0
    assert [p["status"] for p in again.json["photos"]] == ["already_enrolled", "near_duplicate"]
    assert adsum.people() == {"Åsa Ünal": 1}


def test_a_lone_photo_without_a_name_is_a_question(photos: Path, adsum: Terminal) -> None:
    answer = adsum("enrol", photos / "people" / f"{ALEX}.png")
    assert_one_error(answer, "enrol.name_missing", "but of whom?")
    assert "--name" in answer.err


def test_a_face_that_belongs_to_somebody_else_is_refused_unless_allowed(
    photos: Path, own_office: Terminal
) -> None:
    photo = photos / "good" / "rotated.jpg"
    answer = own_office("enrol", photo, "--name", "Impostor")
    assert_one_error(answer, "photo.belongs_to_another", ALEX)
    assert own_office.people() == {ALEX: 1, LIN: 1}
    allowed = own_office("enrol", photo, "--name", "Twin", "--allow-lookalikes")
    assert allowed.code == 0
    assert own_office.people() == {ALEX: 1, LIN: 1, "Twin": 1}


def test_people_are_named_and_strangers_are_null_with_exactly_the_promised_keys(
    data: Path, photos: Path, office: Terminal
) -> None:
    strangers = data / "faces" / "two_people.jpg"
    answer = office("identify", photos / "pair.png", strangers, "--json")
    assert answer.code == 0 and answer.err == ""
    pair, unknown = answer.json
    for picture, path in ((pair, photos / "pair.png"), (unknown, strangers)):
        assert list(picture) == ["image", "faces", "error"]
        assert (picture["image"], picture["error"]) == (str(path), None)
        for face in picture["faces"]:
            assert list(face) == ["box", "person", "score", "quality"]
            assert [type(number) for number in face["box"]] == [int] * 4
            assert 0 < face["quality"] <= 1
    # Alex stands on the left of the pair, Lin on the right.
    left, right = sorted(pair["faces"], key=lambda face: face["box"][0])
    assert (left["person"], right["person"]) == (ALEX, LIN)
    assert [face["person"] for face in unknown["faces"]] == [None, None]
    assert all(face["score"] < 0.5 for face in unknown["faces"])


def test_while_nobody_is_enrolled_everybody_is_unknown_without_a_score(
    photos: Path, adsum: Terminal
) -> None:
    assert "adsum enrol" in adsum("people", "list").out
    answer = adsum("identify", photos / "good" / "plain.png")
    assert answer.code == 0
    assert "unknown" in answer.out and "similarity" not in answer.out


@pytest.fixture(scope="module")
def week(photos: Path, office: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A copy of the office where Alex worked on 2 March, and Lin came on the 3rd and stayed."""
    home = tmp_path_factory.mktemp("week") / "home"
    shutil.copytree(office.home, home)
    adsum = office.at(home)
    alex, both = photos / "good" / "plain.png", photos / "pair.png"
    told = [
        adsum("punch", alex, "--at", f"2026-03-02T{at}", "--json").json["punches"][0]
        for at in ("08:59:00+01:00", "07:59:30+00:00", "17:29:00+01:00")
    ]
    assert [(p["person"], p["direction"], p["recorded"]) for p in told] == [
        (ALEX, "in", True),
        (ALEX, "in", False),  # half a minute later: the same act, seen twice
        (ALEX, "out", True),
    ]
    assert told[0]["id"] == told[1]["id"]
    assert (told[0]["at"], told[0]["zone"]) == ("2026-03-02T08:59:00+01:00", "Europe/Berlin")
    assert adsum("punch", both, "--at", "2026-03-03T09:00:00+01:00").out.count("  in  ") == 2
    return adsum


def test_the_report_of_a_day_adds_up(week: Terminal) -> None:
    answer = week("report", "day", "--date", "2026-03-02", "--json")
    assert answer.code == 0 and answer.err == ""
    assert answer.json["date"] == "2026-03-02"
    [row] = answer.json["rows"]
    assert (row["person"], row["open"], row["punches"]) == (ALEX, False, 2)
    assert row["first_in"] == "2026-03-02T08:59:00+01:00"
    assert row["last_out"] == "2026-03-02T17:29:00+01:00"
    assert (row["worked_seconds"], row["worked"]) == (8 * 3600 + 30 * 60, "8:30")
    printed = week("report", "day", "--date", "2026-03-02").out
    assert all(word in printed for word in (ALEX, "08:59", "17:29", "8:30"))


def test_a_day_without_a_going_is_open_and_adds_nothing(week: Terminal) -> None:
    rows = week("report", "day", "--date", "2026-03-03", "--json").json["rows"]
    assert [(r["person"], r["open"], r["worked_seconds"]) for r in rows] == [
        (ALEX, True, 0),
        (LIN, True, 0),
    ]


def test_the_report_of_a_month_has_totals_and_its_csv_opens(week: Terminal) -> None:
    target = week.folder / "march.csv"
    answer = week("report", "month", "--date", "2026-03-31", "--json", "--csv", target)
    assert answer.json["month"] == "2026-03"
    assert [
        (t["person"], t["days"], t["open_days"], t["worked"]) for t in answer.json["totals"]
    ] == [
        (ALEX, 2, 1, "8:30"),
        (LIN, 1, 1, "0:00"),
    ]
    assert target.read_bytes().startswith(b"\xef\xbb\xbfdate,")
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["date"], r["person"], r["worked"]) for r in rows] == [
        ("2026-03-02", ALEX, "8:30"),
        ("2026-03-03", ALEX, "0:00"),
        ("2026-03-03", LIN, "0:00"),
    ]


def test_a_csv_that_cannot_be_written_is_one_error(week: Terminal) -> None:
    answer = week("report", "day", "--csv", week.folder / "absent" / "day.csv")
    assert_one_error(answer, "file.unwritable", "absent")


@pytest.mark.parametrize("date", ["02.03.2026", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_date_that_cannot_be_is_refused(week: Terminal, date: str) -> None:
    assert_one_error(week("report", "day", "--date", date), "date.invalid", date)


def test_an_empty_day_says_so(week: Terminal) -> None:
    assert "Nobody" in week("report", "day", "--date", "2026-03-08").out


def test_show_tells_what_is_stored(office: Terminal) -> None:
    shown = office("people", "show", ALEX, "--json").json
    assert shown["name"] == ALEX
    [photo] = shown["photos"]
    assert photo["recogniser"] == "sface/2021dec/f32" and 0 < photo["quality"] <= 1
    assert ALEX in office("people", "show", ALEX).out


def test_an_unknown_person_is_one_error(office: Terminal) -> None:
    for command in ("show", "forget"):
        assert_one_error(office("people", command, "Nobody"), "person.unknown", "Nobody")


def test_the_forgotten_are_gone_and_their_punches_stay_without_a_name(
    week: Terminal, photos: Path, adsum: Terminal
) -> None:
    shutil.copytree(week.home, adsum.home)
    for answer in ("n\n", ""):
        declined = adsum("people", "forget", ALEX, typed=answer)
        assert declined.code == 1 and "(people.not_confirmed)" in declined.err
    receipt = adsum("people", "forget", ALEX, "--yes", "--json").json
    assert (receipt["photos"], receipt["templates"], receipt["punches"]) == (1, 1, 3)
    fields = {k: v for k, v in receipt.items() if k != "digest"}
    canonical = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
    assert receipt["digest"] == hashlib.sha256(canonical).hexdigest()
    assert adsum.people() == {LIN: 1}
    [picture] = adsum("identify", photos / "good/plain.png", "--json").json
    assert [face["person"] for face in picture["faces"]] == [None]
    rows = adsum("report", "day", "--date", "2026-03-02", "--json").json["rows"]
    assert [(r["worked"], ALEX in r["person"]) for r in rows] == [("8:30", False)]
    assert not any(ALEX.encode() in file.read_bytes() for file in adsum.home.iterdir())


def test_a_naive_time_is_refused(photos: Path, office: Terminal) -> None:
    answer = office("punch", photos / "good/plain.png", "--at", "2026-03-02T08:59:00")
    assert_one_error(answer, "time.naive")


@pytest.mark.parametrize("at", ["yesterday", "0001-01-01T00:00:00+01:00", "9999-12-31T23:00-05:00"])
def test_a_time_that_cannot_be_is_refused(photos: Path, office: Terminal, at: str) -> None:
    answer = office("punch", photos / "good/plain.png", "--at", at)
    assert_one_error(answer, "time.invalid")
