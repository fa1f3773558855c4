"""The documentation cannot lie: what it names exists, and what exists is named."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from adsum.cli.root import app

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")] if ".venv" not in path.parts
)


def _commands() -> set[str]:
    """Every command that can be typed, as "report day"."""
    found = set()

    def walk(command: object, words: tuple[str, ...]) -> None:
        children = getattr(command, "commands", None)
        if children is None:
            found.add(" ".join(words))
        for name, child in (children or {}).items():
            walk(child, (*words, name))

    walk(get_command(app), ())
    return found


def test_the_reference_is_what_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, "docs/make_reference.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text()):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_command_that_a_page_shows_exists(page: Path) -> None:
    groups = {command.split()[0] for command in _commands()}
    for shown in re.findall(r"^(?:\$ )?adsum ((?:--data \S+ )?\w.*)$", page.read_text(), re.M):
        words = re.sub(r"^--data \S+ ", "", shown).split()
        name = words[0] if words[0] in _commands() else " ".join(words[:2])
        assert words[0] in groups and name in _commands(), f"{page.name} shows adsum {shown}"


def test_every_make_target_that_a_page_shows_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    for page in PAGES:
        for target in re.findall(r"(?:`|^)make ([a-z]+)", page.read_text(), re.M):
            assert target in targets, f"{page.name} says make {target}"


def test_the_architecture_names_every_folder_and_only_folders_that_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    named = set(re.findall(r"`src/adsum/(\w+)(?:\.py)?`", text))
    source = ROOT / "src" / "adsum"
    existing = {
        p.stem for p in source.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()
    }
    assert named == existing - {"__init__", "__pycache__"}


def test_every_command_has_a_help_text() -> None:
    def walk(command: object, context: typer.Context) -> None:
        assert getattr(command, "help", None), context.command_path
        for name, child in (getattr(command, "commands", None) or {}).items():
            walk(child, typer.Context(child, info_name=name, parent=context))

    root = get_command(app)
    walk(root, typer.Context(root, info_name="adsum"))
