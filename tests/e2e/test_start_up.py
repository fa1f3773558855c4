"""Before any work: help, version, misuse, and what is not loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.e2e.harness import Terminal

HEAVY = {"numpy", "cv2", "sqlalchemy", "openvino", "onnx", "PIL", "fastapi", "alembic", "uvicorn"}
COMMANDS = [
    "enrol",
    "identify",
    "punch",
    "people",
    "report",
    "evaluate",
    "models",
    "doctor",
    "serve",
    "demo",
]


def loaded_by(adsum: Terminal, code: str) -> set[str]:
    """Return the top-level packages that Python has loaded after `code`."""
    show = "import sys; print('loaded:', *{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{show}"],
        env=adsum.variables(),
        cwd=adsum.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.rpartition("loaded:")[2].split())


def test_importing_adsum_loads_nothing_but_the_standard_library(adsum: Terminal) -> None:
    before = loaded_by(adsum, "")
    after = loaded_by(adsum, "import adsum") - {"adsum"}
    assert after - before <= set(sys.stdlib_module_names)


def test_help_loads_no_heavy_package(adsum: Terminal) -> None:
    loaded = loaded_by(adsum, "from adsum.cli.root import run; assert run(['--help']) == 0")
    assert "typer" in loaded
    assert not loaded & HEAVY


def test_help_names_every_command_and_makes_no_folder(adsum: Terminal) -> None:
    answer = adsum("--help")
    assert answer.code == 0 and answer.err == ""
    assert all(f"\n  {command} " in answer.out for command in COMMANDS)
    assert not adsum.home.exists()


def test_the_version_is_printed(adsum: Terminal) -> None:
    from adsum import __version__

    assert adsum("--version").out == f"adsum {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["punsh"], "No such command 'punsh'"),
        (["punch"], "Missing argument"),
        (["people", "list", "--jason"], "No such option: --jason"),
        (["serve", "--port", "99999"], "65535"),
    ],
)
def test_a_command_line_that_makes_no_sense_is_one_error_and_exit_code_two(
    adsum: Terminal, arguments: list[str], words: str
) -> None:
    answer = adsum(*arguments)
    assert answer.code == 2 and answer.out == ""
    assert answer.err.count("error: ") == 1
    assert words in answer.err and "(cli.usage)" in answer.err and "--help" in answer.err


def test_misuse_with_json_is_a_json_document(adsum: Terminal) -> None:
    answer = adsum("report", "day", "--dat", "--json")
    assert answer.code == 2
    assert answer.json["error"]["code"] == "cli.usage"


def test_a_group_without_a_command_shows_its_help(adsum: Terminal) -> None:
    answer = adsum("people")
    assert answer.code == 2
    assert "forget" in answer.said and "error" not in answer.said


def test_a_data_folder_that_is_a_file_is_refused(adsum: Terminal) -> None:
    adsum.home.write_text("I am a file")
    answer = adsum("people", "list")
    assert answer.code == 2 and "is a file" in answer.err


def test_a_wrong_setting_is_one_error(adsum: Terminal) -> None:
    answer = adsum.having(ADSUM_THRESHOLD="high")("people", "list")
    assert answer.code == 1
    assert "ADSUM_THRESHOLD" in answer.err and "(settings.invalid)" in answer.err
