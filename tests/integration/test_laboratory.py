"""The laboratory's commands on a few real people."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from adsum.cli.root import run

MANY = ("Adrien_Brody", "Ana_Guevara", "Anna_Kournikova")
SINGLE = ("Abdel_Madi_Shabneh", "Brandon_Jones", "Christy_Ferer", "Eric_Benet")


@pytest.fixture(scope="module")
def images(lfw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three people with four photos and four with one."""
    folder = tmp_path_factory.mktemp("few")
    for person, count in [(p, 4) for p in MANY] + [(p, 1) for p in SINGLE]:
        (folder / person).mkdir()
        for photo in sorted((lfw / person).iterdir())[:count]:
            shutil.copy(photo, folder / person)
    return folder


@pytest.fixture
def adsum(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Run a command; return what it printed."""

    def call(*words: str | Path) -> str:
        code = run(["--data", str(tmp_path / "home"), *map(str, words)])
        printed = capsys.readouterr()
        assert code == 0, printed.err
        return printed.out

    return call


@pytest.mark.parametrize("dressed", ["probes", "gallery", "both"])
def test_people_with_masks_are_recognised(adsum, images: Path, data: Path, dressed: str) -> None:
    found = json.loads(
        adsum(
            "evaluate", "masked", "--images", images, "--masks", data / "masks",
            "--dressed", dressed, "--json",
        )
    )  # fmt: skip
    assert found["rank1"] == 1.0
    assert found["failed"] == 0
    assert (found["gallery"], found["probes"], found["strangers"]) == (3, 3, 4)
    enrolled, shown = (9, 7) if dressed == "both" else (9, 0) if dressed == "gallery" else (0, 7)
    assert found["masks_noticed"] == {"enrolled": [enrolled, 9], "shown": [shown, 7]}


def test_conditions_say_what_is_missed(adsum, images: Path) -> None:
    steps = json.loads(adsum("evaluate", "conditions", "--images", images, "--json"))
    missed = {(step["kind"], step["amount"]): step["fnir"] for step in steps}
    assert missed["untouched", ""] == 0
    assert missed["light", "x 0.06"] >= missed["light", "x 0.3"]
    assert {kind for kind, _ in missed} >= {"size", "blur", "light", "head turned"}


def test_a_report_is_one_page_with_pictures(
    adsum, images: Path, data: Path, tmp_path: Path
) -> None:
    page = tmp_path / "report.html"
    adsum("evaluate", "report", "--images", images, "--masks", data / "masks", "--output", page)
    text = page.read_text()
    assert "rank 1" in text
    assert text.count("data:image/jpeg;base64,") >= 4
    assert text.count("data:image/png;base64,") >= 1
    assert 'src="http' not in text


def test_a_comparison_keeps_the_rows_it_has(
    adsum, images: Path, data: Path, tmp_path: Path
) -> None:
    pairs = tmp_path / "pairs.txt"
    pairs.write_text(
        "2\nAna_Guevara 1 2\nAdrien_Brody 2 3\n"
        "Ana_Guevara 1 Adrien_Brody 1\nAnna_Kournikova 2 Adrien_Brody 3\n"
    )
    results = tmp_path / "rows.json"
    call = ["evaluate", "compare", "--images", images, "--pairs", pairs,
            "--masks", data / "masks", "--results", results, "--recognisers"]  # fmt: skip
    keep = ("--keep", tmp_path / "kept")
    adsum(*call, "sface", *keep)
    first = json.loads(results.read_text())
    adsum(*call, "sface", *keep)
    # Nothing is embedded a second time: even the seconds are those of the first run.
    assert json.loads(results.read_text()) == first
    table = adsum(*call, "sface-unrefined")
    assert set(json.loads(results.read_text())) == {"sface", "sface-unrefined"}
    assert table.index("`sface`") < table.index("`sface-unrefined`")
    assert "100.00" in table
