"""What is printed cannot command the terminal, break JSON or run in a spreadsheet."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from adsum.cli import output
from adsum.cli.report import COLUMNS, _write_csv, clock_time
from adsum.errors import AdsumError


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Åsa Ünal 王", "Åsa Ünal 王"), ("a\x1b[2Jb", r"a\x1b[2Jb"), ("a\nb\u202ec", r"a\nb\u202ec")],
)
def test_control_characters_are_written_out(text: str, shown: str) -> None:
    assert output.visible(text) == shown


def test_json_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    document = {"name": "[red]:smile:[/]", "line": "x" * 300, "tab": "\t", "é": [1.5, None]}
    output.print_json(document)
    assert json.loads(capsys.readouterr().out) == document


def test_an_error_names_its_subject_once(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_error(AdsumError("a.jpg does not exist", remedy="Look again."), "a.jpg")
    output.print_error(AdsumError("no face", remedy="Look again."), "b[1].jpg")
    assert capsys.readouterr().err.splitlines() == [
        "error: a.jpg does not exist (adsum.error)",
        "       Look again.",
        "error: b[1].jpg: no face (adsum.error)",
        "       Look again.",
    ]


def test_one_is_not_many() -> None:
    assert [output.counted(n, "photo", "photos") for n in (0, 1, 2)] == [
        "0 photos",
        "1 photo",
        "2 photos",
    ]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_cell_of_a_csv_never_begins_a_formula(name: str, tmp_path: Path) -> None:
    row = dict.fromkeys(COLUMNS, "") | {"person": name, "worked_seconds": -5}
    _write_csv(tmp_path / "day.csv", [row])
    with (tmp_path / "day.csv").open(encoding="utf-8-sig", newline="") as file:
        [read] = csv.DictReader(file)
    assert read["person"] == f"'{name}"
    assert read["worked_seconds"] == "-5"  # a number stays one


def test_minutes_are_cut_and_not_rounded() -> None:
    assert [clock_time(seconds) for seconds in (0, 59, 3599, 27_900)] == [
        "0:00",
        "0:00",
        "0:59",
        "7:45",
    ]
