"""Enrolment that is killed, interrupted or done twice at once ends as if nothing had happened."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.harness import PATIENCE, Terminal, photos_on_disk

WANTED = 150


@pytest.fixture(scope="module")
def many(staff: Callable[[int], Path]) -> Path:
    return staff(WANTED)


@pytest.fixture(scope="module")
def undisturbed(
    many: Path, cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, int]:
    """People and photo counts after an enrolment that nobody disturbs."""
    root = tmp_path_factory.mktemp("undisturbed")
    adsum = Terminal(root / "home", root, {"ADSUM_CACHE": str(cache)})
    answer = adsum("enrol", many, "--json").json
    counts = adsum.people()
    assert answer["enrolled"] == sum(counts.values()) == photos_on_disk(adsum.home)
    assert len(answer["photos"]) >= WANTED
    assert answer["enrolled"] > 0.9 * WANTED
    return counts


def stop_half_way(adsum: Terminal, running: subprocess.Popen[str], how: signal.Signals) -> int:
    """Send the signal once some photos are on disk; return how many are there afterwards."""
    deadline = time.monotonic() + PATIENCE
    while not photos_on_disk(adsum.home) and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(how)
    running.wait(PATIENCE)
    return photos_on_disk(adsum.home)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_second_run_finishes_what_a_stopped_one_began(
    many: Path, undisturbed: dict[str, int], adsum: Terminal, how: signal.Signals
) -> None:
    running = adsum.start("enrol", many)
    done = stop_half_way(adsum, running, how)
    out, err = running.communicate()
    assert 0 < done < sum(undisturbed.values())
    if how is signal.SIGINT:
        assert running.returncode == 130
        assert "interrupted" in err and "enrol the rest" in err and "Traceback" not in err
        assert "enrolled" in out
    else:
        assert running.returncode == -signal.SIGKILL
    before = adsum.people()
    assert set(before) <= set(undisturbed) and sum(before.values()) == done
    again = adsum("enrol", many, "--json").json
    assert again["already_enrolled"] >= done
    assert adsum.people() == undisturbed
    leftovers = {file.name for file in adsum.home.iterdir()}
    assert leftovers <= {"adsum.db", "adsum.db-wal", "adsum.db-shm", "adsum.key"}


def test_two_enrolments_at_once_on_one_new_folder_double_nothing(
    staff: Callable[[int], Path], adsum: Terminal
) -> None:
    folder = staff(24)
    both = [adsum.start("enrol", folder, "--json") for _ in range(2)]
    told = [process.communicate(timeout=PATIENCE) for process in both]
    answers = [json.loads(out) for out, _ in told]
    assert [err for _, err in told] == ["", ""]
    counts = adsum.people()
    assert sum(answer["enrolled"] for answer in answers) == sum(counts.values())
    assert [answer["refused"] for answer in answers] == [answers[0]["refused"]] * 2
    assert len(answers[0]["photos"]) == len(answers[1]["photos"])


def test_ctrl_c_ends_other_commands_with_a_word(photos: Path, office: Terminal) -> None:
    running = office.start("identify", *[photos / "pair.png"] * 2000)
    with suppress(subprocess.TimeoutExpired):
        running.wait(2)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == 130
    assert err.strip() == "interrupted"
