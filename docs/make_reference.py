"""Writes docs/reference from the code, or with --check says whether it is up to date."""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import typer
from typer.main import get_command

import adsum
from adsum.config.settings import Settings
from adsum.errors import AdsumError

FOLDER = Path(__file__).parent / "reference"
NOTICE = "<!-- Written by docs/make_reference.py. Do not edit. -->\n"


def main() -> int:
    """Write or check every page; the exit code says whether all is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, fail if outdated")
    check = parser.parse_args().check
    pages = {
        "commands.md": commands(),
        "settings.md": settings(),
        "errors.md": errors(),
        "http.md": routes(),
    }
    outdated = [name for name, text in pages.items() if _current(name) != NOTICE + text]
    if check:
        for name in outdated:
            print(f"docs/reference/{name} is outdated: run make reference", file=sys.stderr)
        return 1 if outdated else 0
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages.items():
        (FOLDER / name).write_text(NOTICE + text)
    return 0


def _current(name: str) -> str:
    path = FOLDER / name
    return path.read_text() if path.exists() else ""


def commands() -> str:
    """Every command with its arguments and options."""
    from adsum.cli.root import app

    context = typer.Context(get_command(app), info_name="adsum")
    return "# Commands\n\n" + "\n".join(_command(get_command(app), context))


def _command(command: object, context: typer.Context) -> Iterator[str]:
    children = getattr(command, "commands", None)
    if children is None or context.parent is None:
        yield f"## `{context.command_path}`\n"
        yield f"{inspect.cleandoc(getattr(command, 'help', None) or '')}\n"
        rows = list(_parameters(command, context))
        if rows:
            yield "| | |\n|---|---|"
            yield from rows
            yield ""
    for name, child in (children or {}).items():
        yield from _command(child, typer.Context(child, info_name=name, parent=context))


def _parameters(command: object, context: typer.Context) -> Iterator[str]:
    for parameter in command.get_params(context):  # type: ignore[attr-defined]
        record = parameter.get_help_record(context)
        if record is not None and "--help" not in record[0]:
            yield f"| `{record[0]}` | {' '.join(record[1].split())} |".replace(" |`", "`")


def settings() -> str:
    """Every setting with its variable, default and bounds."""
    lines = [
        "# Settings\n",
        "In `adsum.toml` in the data folder, or in the environment, which wins.\n",
        "| name | environment | default | allowed | meaning |",
        "|---|---|---|---|---|",
    ]
    special = {"data": "ADSUM_HOME", "cache": "ADSUM_CACHE"}
    for setting in fields(Settings):
        low, high = setting.metadata["low"], setting.metadata["high"]
        allowed = "" if low is None else f"{low:,} to {high:,}"
        default = "" if setting.name in special else f"`{setting.default}`"
        variable = special.get(setting.name, f"ADSUM_{setting.name.upper()}")
        about = setting.metadata["about"]
        lines.append(f"| `{setting.name}` | `{variable}` | {default} | {allowed} | {about} |")
    return "\n".join(lines) + "\n"


def errors() -> str:
    """Every error code with its meaning and remedy."""
    for module in walk_packages(adsum.__path__, "adsum."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            import_module(module.name)
    rows = {
        kind.code: f"| `{kind.code}` | {_first_line(kind)} | {kind.remedy} |"
        for kind in sorted(_subclasses(AdsumError), key=lambda k: k.__name__)
    }
    lines = ["# Error codes\n", "Stable: scripts and translations may rely on them.\n"]
    lines += ["| code | meaning | what to do |", "|---|---|---|"]
    return "\n".join([*lines, *(rows[code] for code in sorted(rows))]) + "\n"


def _first_line(kind: type) -> str:
    return inspect.cleandoc(kind.__doc__ or "").partition("\n")[0]


def _subclasses(kind: type[AdsumError]) -> Iterator[type[AdsumError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _subclasses(child)


def routes() -> str:
    """Every HTTP route with its permission."""
    from adsum.web.app import API_ROUTERS
    from adsum.web.guard import GuardedRoute

    lines = [
        "# HTTP routes\n",
        "The full description is served at `/api/openapi.json` and, to read, at `/api/docs`.\n",
        "| method | path | permission | |",
        "|---|---|---|---|",
    ]
    for route in (route for router in API_ROUTERS for route in router.routes):
        if isinstance(route, GuardedRoute):
            methods = ", ".join(sorted(route.methods))
            about = inspect.cleandoc(route.endpoint.__doc__ or "").partition("\n")[0]
            lines.append(f"| {methods} | `/api/v1{route.path}` | {route.permission} | {about} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
